import { type RoundingChoices, fractionAt, nearestUps, roundingChoices, valuesWith } from './choices';

/** Most weights whose roundings are all tried: 4,096 of them. */
export const MAX_ENUMERATED = 12;

export interface RowInput {
  readonly weights: readonly number[];
  /** [samples][inputs]. */
  readonly samples: readonly (readonly number[])[];
  readonly scale: number;
  readonly qmin: number;
  readonly qmax: number;
}

export interface RowRoundings {
  readonly nearest: number;
  readonly floor: number;
  readonly ceil: number;
  /** 1 where the best rounding goes up. */
  readonly bestUps: readonly number[];
  readonly best: number;
  readonly secondBest: number;
  /** Probability that stochastic rounding is strictly better than nearest: once, and the best of 100 draws. */
  readonly betterOnce: number;
  readonly betterOf100: number;
  readonly expectedStochastic: number;
}

/**
 * Mean squared error of the output of one row under every choice of up and down (Nagel et al. 2020, section 3).
 * Throws RangeError over MAX_ENUMERATED weights.
 */
export function enumerateRoundings(input: RowInput): RowRoundings {
  const { weights, scale, qmin, qmax } = input;
  return enumerateRow(roundingChoices(weights, { scaleOf: () => scale, qmin, qmax }), errorOverSamples(input));
}

/** The same with any error of the values of a row. Throws RangeError over MAX_ENUMERATED weights. */
export function enumerateRow(choices: RoundingChoices, errorOf: (values: Float64Array) => number): RowRoundings {
  const n = choices.weights.length;
  if (n > MAX_ENUMERATED)
    throw new RangeError(`All roundings are tried for at most ${MAX_ENUMERATED} weights, not ${n}.`);
  const errors = Array.from({ length: 2 ** n }, (_, choice) => {
    return errorOf(valuesWith(choices, (i) => (choice >> i) & 1));
  });
  const chances = errors.map((_, choice) => {
    return upsOf(choice, n).reduce((p, up, i) => p * chanceOf(up, fractionAt(choices, i)), 1);
  });
  const nearest = errors[choiceOf(nearestUps(choices))]!;
  const order = errors.map((_, choice) => choice).sort((a, b) => errors[a]! - errors[b]!);
  const betterOnce = chances.reduce((sum, p, choice) => sum + (errors[choice]! < nearest ? p : 0), 0);
  return {
    nearest,
    floor: errors[0]!,
    ceil: errors.at(-1)!,
    bestUps: upsOf(order[0]!, n),
    best: errors[order[0]!]!,
    secondBest: errors[order[1] ?? 0]!,
    betterOnce,
    betterOf100: 1 - (1 - betterOnce) ** 100,
    expectedStochastic: chances.reduce((sum, p, choice) => sum + p * errors[choice]!, 0),
  };
}

const chanceOf = (up: number, fraction: number): number => (up === 1 ? fraction : 1 - fraction);

/** Mean squared output error of a row: mean over samples of (x · (values − weights))², by all samples. */
function errorOverSamples({ weights, samples }: RowInput): (values: Float64Array) => number {
  return (values) => {
    const errors = samples.map((x) => x.reduce((sum, value, i) => sum + value * (values[i]! - weights[i]!), 0) ** 2);
    return errors.reduce((sum, e) => sum + e, 0) / samples.length;
  };
}

const upsOf = (choice: number, n: number): number[] => Array.from({ length: n }, (_, i) => (choice >> i) & 1);
const choiceOf = (ups: ArrayLike<number>): number => Array.from(ups).reduce((choice, up, i) => choice | (up << i), 0);
