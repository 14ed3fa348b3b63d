import { Adam, ADAM_DEFAULTS } from './adam';
import { BETA_DEFAULTS, betaAt, type BetaSchedule } from './beta-schedule';
import { nearestUps, type RoundingChoices, valuesWith } from './choices';
import type { OutputLoss } from './output-loss';
import { SoftRounding } from './soft-rounding';

export interface AdaRoundSettings {
  readonly iterations: number;
  readonly learningRate: number;
  /** λ as a share of the output error of rounding to nearest on the inputs of the float network. */
  readonly relativeLambda: number;
  readonly schedule?: Omit<BetaSchedule, 'iterations'>;
}

export interface AdaRoundStep {
  readonly iteration: number;
  readonly iterations: number;
  readonly beta: number;
  /** Whether the regulariser counts. */
  readonly active: boolean;
  readonly reconstruction: number;
  /** λ times the regulariser. */
  readonly penalty: number;
  readonly undecided: number;
  /** Changes with the next step. */
  readonly v: Float64Array;
}

export interface AdaRoundResult {
  /** 1 where a weight is rounded up; what rounding to nearest does. */
  readonly ups: Uint8Array;
  readonly nearestUps: Uint8Array;
  readonly values: Float64Array;
  readonly v: Float64Array;
  readonly lambda: number;
  /** Output errors on the inputs that the quantized network gives. */
  readonly nearestError: number;
  readonly error: number;
  readonly undecided: number;
}

/**
 * Learns which weights of a layer to round up (Nagel et al. 2020, section 3.3), over all samples at once. Yields after every
 * iteration.
 */
export function* adaRound(
  choices: RoundingChoices,
  loss: OutputLoss,
  settings: AdaRoundSettings,
): Generator<AdaRoundStep, AdaRoundResult, void> {
  const { iterations, learningRate, relativeLambda } = settings;
  const nearest = nearestUps(choices);
  const nearestValues = valuesWith(choices, (i) => nearest[i]!);
  const lambda = relativeLambda * loss.errorOnFloatInputs(nearestValues);
  const layer = new SoftRounding(choices, loss);
  const { v } = layer;
  const adam = new Adam(v.length, { ...ADAM_DEFAULTS, learningRate });
  const schedule = { ...BETA_DEFAULTS, ...settings.schedule, iterations };
  let undecided = 1;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const { beta, active } = betaAt(iteration, schedule);
    const pass = layer.run(beta, active ? lambda : 0);
    adam.step(v, layer.gradient);
    ({ undecided } = pass);
    const penalty = active ? lambda * pass.regularizer : 0;
    yield { iteration, iterations, beta, active, reconstruction: pass.reconstruction, penalty, undecided, v };
  }
  const ups = Uint8Array.from(v, (each) => (each >= 0 ? 1 : 0));
  const values = valuesWith(choices, (i) => ups[i]!);
  return {
    ups,
    nearestUps: nearest,
    values,
    v,
    lambda,
    nearestError: loss.evaluate(nearestValues).error,
    error: loss.evaluate(values).error,
    undecided,
  };
}
