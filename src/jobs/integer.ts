import type { MadeWeights } from '../experiment/spec';
import { IntegerError } from '../integer/error';
import type { IntegerComparison } from '../nn/integer-network';
import type { JobGenerator, JobTable } from './catalogue';
import type { IntegerJobs, Possibly } from './integer-reports';
import type { ByWeights } from './weight-sets';

/** What the jobs of integer arithmetic need of their worker. */
export interface IntegerResources {
  /** Null until a model is loaded. */
  integers: ByWeights<IntegerComparison> | null;
}

/** Networks in integer arithmetic alone. */
export const integerJobs: JobTable<IntegerJobs, IntegerResources> = {
  'integer-output': async ({ side, taps, layer, place }, resources) => {
    const integers = loaded(resources, side.weights);
    return Promise.resolve(possibly(() => integers.explain(side, taps, layer, place)));
  },
  'integer-agreement': ({ side, taps, from, to }, resources) =>
    possiblySteps(loaded(resources, side.weights).agree(side, taps, from, to)),
};

function loaded({ integers }: IntegerResources, weights: MadeWeights | undefined): IntegerComparison {
  if (integers === null) throw new RangeError('No model is loaded in this worker.');
  return integers.of(weights);
}

function possibly<Result>(work: () => Result): Possibly<Result> {
  try {
    return { possible: true, result: work() };
  } catch (error) {
    if (error instanceof IntegerError) return { possible: false, reason: error.message };
    throw error;
  }
}

function* possiblySteps<Progress, Result>(
  steps: JobGenerator<Progress, Result>,
): JobGenerator<Progress, Possibly<Result>> {
  try {
    return { possible: true, result: yield* steps };
  } catch (error) {
    if (error instanceof IntegerError) return { possible: false, reason: error.message };
    throw error;
  }
}
