import { roundHalfEven } from '../../numerics/round';

/** One weight that is trained to a target through a rounding to whole codes. */
export interface OneWeight {
  readonly start: number;
  readonly target: number;
  readonly learningRate: number;
  /** The straight-through estimator: the gradient passes the rounding as if its slope were 1. */
  readonly ste: boolean;
  /** Whether the float copy is kept between steps, or overwritten by its code. */
  readonly keeps: boolean;
}

export const ONE_WEIGHT: OneWeight = { start: 0.31, target: 0.8, learningRate: 0.1, ste: true, keeps: true };

export interface OneWeightRun {
  /** The float copy before each step, and at the end. */
  readonly latent: readonly number[];
  /** Its code, which the loss sees. */
  readonly codes: readonly number[];
}

/** So many steps of gradient descent on (code − target)²; the slope of the rounding is 0 without the estimator. */
export function trainOneWeight({ start, target, learningRate, ste, keeps }: OneWeight, steps: number): OneWeightRun {
  const latent = [start];
  const codes = [roundHalfEven(start)];
  for (let step = 0; step < steps; step++) {
    const [w, q] = [latent[step] ?? start, codes[step] ?? 0];
    const gradient = ste ? 2 * (q - target) : 0;
    const next = (keeps ? w : q) - learningRate * gradient;
    // Without the noise of binary fractions the walk is the same for ever.
    latent.push(Number(next.toFixed(12)));
    codes.push(roundHalfEven(Number(next.toFixed(12))));
  }
  return { latent, codes };
}

/** Share of the last `last` codes that are 1. */
export function shareOfOnes({ codes }: OneWeightRun, last: number): number {
  const end = codes.slice(-last);
  return end.filter((code) => code === 1).length / Math.max(end.length, 1);
}
