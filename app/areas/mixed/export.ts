import { bestOf } from '../../../src/search/best';
import type { Policy } from '../../../src/search/policy';
import { policyCost } from '../../../src/search/task';
import { tableToCsv } from '../../charts/frame/table';
import type { Run } from './runs';

/** Saves a policy: bits by layer, with what it was found under. */
export function savePolicy(run: Run, policy: Policy, format: 'json' | 'csv'): void {
  const name = `policy-${run.model}-${run.task.method}`;
  if (format === 'csv') download(tableToCsv(policyTable(run, policy)), 'text/csv', `${name}.csv`);
  else download(`${JSON.stringify(policyFile(run, policy), null, 2)}\n`, 'application/json', `${name}.json`);
}

/** One line a layer. */
export function policyTable({ task }: Pick<Run, 'task'>, { weights, activations }: Policy) {
  return {
    columns: ['layer', 'weights', 'macs', 'weight_bits', 'input_bits'],
    rows: task.layers.map((layer, at) => [
      layer.name,
      layer.weights,
      layer.macs,
      weights[at] ?? 0,
      activations?.[at] ?? '',
    ]),
  };
}

/** Everything that is needed to know what the policy is and where it comes from. */
export function policyFile(run: Run, policy: Policy): Readonly<Record<string, unknown>> {
  const { task, base, test, model, measure, machine, budgetBits, images } = run;
  const best = bestOf(run);
  return {
    model,
    recipe: base.recipe,
    layers: task.layers.map(({ name }, at) => ({
      name,
      weightBits: policy.weights[at] ?? 0,
      inputBits: policy.activations?.[at] ?? null,
    })),
    search: { method: task.method, seed: task.seed, evaluations: run.accuracies.length, images },
    budget: { measure, machine, bits: budgetBits, limit: task.budget, cost: policyCost(task, policy) },
    accuracy: {
      searchPercent: best?.accuracy ?? null,
      test: test === null ? null : { correct: test.correct, images: test.n },
    },
  };
}

function download(text: string, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
