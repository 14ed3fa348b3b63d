import { type AdaRoundSettings, adaRound } from './adaround';
import { type RoundingChoices, roundingChoices } from './choices';
import { quadraticLoss } from './quadratic';
import { rectifiedSigmoid } from './rectified-sigmoid';

/** Two weights between four pairs of codes, and how their inputs go together. */
export interface TwoWeights {
  /** How far they lie above their floors, in steps: 0 to 1. */
  readonly first: number;
  readonly second: number;
  /** E[x y] / sqrt(E[x²] E[y²]), −1 to 1. */
  readonly correlation: number;
  /** sqrt(E[y²] / E[x²]): size of the second input against the first. */
  readonly ratio: number;
}

export interface Corner {
  /** 1: rounded up. */
  readonly first: 0 | 1;
  readonly second: 0 | 1;
  readonly error: number;
}

/** E[x xᵀ] of two inputs, the first of size 1. */
function moment({ correlation, ratio }: TwoWeights): readonly number[] {
  return [1, correlation * ratio, correlation * ratio, ratio ** 2];
}

/** Output error with the weights at a place, both in steps above their floors; in squared steps of the first input. */
export function errorAt(given: TwoWeights, first: number, second: number): number {
  const [dx, dy] = [first - given.first, second - given.second];
  const [xx, xy, , yy] = moment(given);
  return xx! * dx ** 2 + 2 * xy! * dx * dy + yy! * dy ** 2;
}

/** The four ways to round: both down, first up, second up, both up. */
export function cornersOf(given: TwoWeights): readonly Corner[] {
  const at = (first: 0 | 1, second: 0 | 1): Corner => ({ first, second, error: errorAt(given, first, second) });
  return [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
}

/** The corner of rounding each weight to nearest; a tie goes down, to code 0. */
export function nearestCorner(given: TwoWeights): Corner {
  const up = (fraction: number): number => (fraction > 0.5 ? 1 : 0);
  return cornersOf(given)[up(given.first) + 2 * up(given.second)]!;
}

export function bestCorner(given: TwoWeights): Corner {
  return cornersOf(given).reduce((best, corner) => (corner.error < best.error ? corner : best));
}

export interface Path {
  /** h(V) of both weights after every step, from the float weights on. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly end: Corner;
}

/**
 * Two weights have a valley of no error at all between them, so λ has to be larger than in a layer for them to decide before
 * the steps are over.
 */
const SETTINGS: AdaRoundSettings = { iterations: 800, learningRate: 0.02, relativeLambda: 0.3 };

/** AdaRound on the two weights alone (Nagel et al. 2020, section 3.3). */
export function adaRoundPath(given: TwoWeights, settings = SETTINGS): Path {
  const choices = choicesOf(given);
  const run = adaRound(choices, quadraticLoss(choices.weights, moment(given)), settings);
  const path = [[given.first, given.second] as const];
  let step = run.next();
  for (; step.done !== true; step = run.next()) {
    const { v } = step.value;
    path.push([rectifiedSigmoid(v[0]!), rectifiedSigmoid(v[1]!)]);
  }
  const [first, second] = step.value.ups;
  return {
    first: Float64Array.from(path, ([x]) => x),
    second: Float64Array.from(path, ([, y]) => y),
    end: cornersOf(given)[first! + 2 * second!]!,
  };
}

function choicesOf({ first, second }: TwoWeights): RoundingChoices {
  // A weight on its code has nothing to decide; h would start where its slope is 0.
  const inside = (fraction: number): number => Math.min(Math.max(fraction, 1e-6), 1 - 1e-6);
  return roundingChoices([inside(first), inside(second)], { scaleOf: () => 1, qmin: 0, qmax: 1 });
}

/**
 * The two weights of a row for which rounding to nearest costs most against the best corner, when only they are rounded.
 * Null for fewer than two weights.
 * @param fractions how far each weight lies above its floor, in steps. @param moment s sᵀ ∘ E[x xᵀ], [n, n].
 */
export function worstPair(
  fractions: ArrayLike<number>,
  matrix: ArrayLike<number>,
): { readonly first: number; readonly second: number; readonly weights: TwoWeights } | null {
  const n = fractions.length;
  const candidates = mostOpen(fractions, matrix);
  let worst: { first: number; second: number; weights: TwoWeights } | null = null;
  let most = -1;
  for (const [at, first] of candidates.entries()) {
    for (const second of candidates.slice(at + 1)) {
      const [xx, xy, yy] = [matrix[first * n + first]!, matrix[first * n + second]!, matrix[second * n + second]!];
      if (!(xx > 0 && yy > 0)) continue;
      const correlation = Math.min(Math.max(xy / Math.sqrt(xx * yy), -1), 1);
      const weights = { first: fractions[first]!, second: fractions[second]!, correlation, ratio: Math.sqrt(yy / xx) };
      const lost = (nearestCorner(weights).error - bestCorner(weights).error) * xx;
      if (lost > most) [most, worst] = [lost, { first, second, weights }];
    }
  }
  return worst;
}

/** The weights whose rounding to nearest costs most alone: no more than can be tried in pairs. */
function mostOpen(fractions: ArrayLike<number>, matrix: ArrayLike<number>): number[] {
  const n = fractions.length;
  const cost = (i: number): number => matrix[i * n + i]! * Math.min(fractions[i]!, 1 - fractions[i]!) ** 2;
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => cost(b) - cost(a));
  return order.slice(0, 128).sort((a, b) => a - b);
}
