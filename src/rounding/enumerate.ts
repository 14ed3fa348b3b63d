/** Most weights whose roundings are all tried: 4,096 of them. */
const MAX_ENUMERATED = 12;

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
  const n = input.weights.length;
  if (n > MAX_ENUMERATED)
    throw new RangeError(`All roundings are tried for at most ${MAX_ENUMERATED} weights, not ${n}.`);
  const fractions = input.weights.map((w) => w / input.scale - Math.floor(w / input.scale));
  const errors = Array.from({ length: 2 ** n }, (_, choice) => rowError(input, upsOf(choice, n)));
  const chances = errors.map((_, choice) =>
    upsOf(choice, n).reduce((p, up, i) => p * (up === 1 ? fractions[i]! : 1 - fractions[i]!), 1),
  );
  const nearest = errors[choiceOf(fractions.map(nearestUp(input)))]!;
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

/** Ties go to the even code. */
function nearestUp({ weights, scale }: RowInput): (fraction: number, i: number) => number {
  return (fraction, i) => {
    if (fraction !== 0.5) return fraction > 0.5 ? 1 : 0;
    return Math.abs(Math.floor(weights[i]! / scale)) % 2;
  };
}

/** Mean over samples of (x · (s q − w))² with q = clip(⌊w/s⌋ + up). */
function rowError({ weights, samples, scale, qmin, qmax }: RowInput, ups: readonly number[]): number {
  const shifts = weights.map((w, i) => {
    const code = Math.min(Math.max(Math.floor(w / scale) + ups[i]!, qmin), qmax);
    return scale * code - w;
  });
  const errors = samples.map((x) => x.reduce((sum, value, i) => sum + value * shifts[i]!, 0) ** 2);
  return errors.reduce((sum, e) => sum + e, 0) / samples.length;
}

const upsOf = (choice: number, n: number): number[] => Array.from({ length: n }, (_, i) => (choice >> i) & 1);
const choiceOf = (ups: readonly number[]): number => ups.reduce((choice, up, i) => choice | (up << i), 0);
