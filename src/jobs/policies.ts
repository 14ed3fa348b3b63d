import type { Kernels } from '../kernels/index';
import type { Model } from '../model/graph';
import { unpackImages } from '../nn/images';
import { type ComparedImages, PolicyEvaluator, type PolicyScore } from '../nn/policies/evaluator';
import type { BackendInfo } from './backend-info';
import type { JobInput, JobTable } from './catalogue';
import type { PolicyJobs } from './search-reports';
import { stepItems } from './step-items';

/** Images per step for a small network: about 15 ms on each backend. */
const BATCH_SIZE: Readonly<Record<BackendInfo['backend'], number>> = { 'wasm-simd': 150, wasm: 40, cpu: 8 };

/** What a worker needs to compare policies. */
export interface PolicyResources {
  /** The network that is loaded; null before. */
  network: { readonly model: Model; readonly kernels: Kernels; readonly backend: BackendInfo['backend'] } | null;
  comparison: ComparedImages | null;
  policies: { readonly key: string; readonly evaluator: PolicyEvaluator } | null;
}

export const policyJobs: JobTable<PolicyJobs, PolicyResources> = {
  'load-comparison': function* (input, resources) {
    const { count, from, to } = input;
    const { pixels, labels } = yield* unpackImages({ ...input, offset: 0 });
    const size = pixels.length / count;
    resources.comparison = { pixels: pixels.slice(from * size, to * size), labels: labels.slice(from, to) };
    forgetPolicies(resources);
    return { images: to - from };
  },
  'compare-policies': function* (input, resources) {
    const { policies } = input;
    const evaluator = evaluatorFor(input, resources);
    const scores: PolicyScore[] = [];
    for (const policy of policies) {
      const work = evaluator.evaluate(policy);
      let step = work.next();
      for (; step.done !== true; step = work.next()) yield { done: scores.length, total: policies.length };
      scores.push(step.value);
    }
    return { scores };
  },
};

/** Frees what belongs to another network, other images or another recipe. */
export function forgetPolicies(resources: PolicyResources): void {
  resources.policies = null;
}

function evaluatorFor({ key, base }: JobInput<'compare-policies'>, resources: PolicyResources): PolicyEvaluator {
  const { network, comparison, policies } = resources;
  if (policies?.key === key) return policies.evaluator;
  if (network === null) throw new RangeError('No model is loaded in this worker.');
  if (comparison === null) throw new RangeError('There are no images to compare policies on in this worker.');
  forgetPolicies(resources);
  const most = stepItems(network.model, BATCH_SIZE[network.backend]);
  const { length } = comparison.labels;
  const batch = Math.ceil(length / Math.ceil(length / most));
  const evaluator = new PolicyEvaluator(network.model, network.kernels, comparison, base, batch);
  resources.policies = { key, evaluator };
  return evaluator;
}
