/** Every rounding of one row (reference/cases/training/README.md, section on rounding). */
import { enumerateRoundings } from '../../src/rounding/enumerate';
import { ParamReader, toNumbers } from '../read';
import type { Outcome, ReferenceCase } from '../result';

export function bruteforceRow(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const [scale, qmin, qmax] = [params.number('scale'), params.number('qmin'), params.number('qmax')];
  params.ignore('bits').finish();
  const found = enumerateRoundings({
    weights: toNumbers(one.input['w']),
    samples: (one.input['X'] as unknown[]).map(toNumbers),
    scale,
    qmin,
    qmax,
  });
  return {
    mse_nearest: found.nearest,
    mse_floor: found.floor,
    mse_ceil: found.ceil,
    best_bits: found.bestUps,
    mse_best: found.best,
    second_best_mse: found.secondBest,
    p_stochastic_better_than_nearest: found.betterOnce,
    p_best_of_100_better: found.betterOf100,
    expected_mse_stochastic: found.expectedStochastic,
  };
}
