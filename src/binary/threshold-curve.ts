import { ternaryOptimum } from './ternary-optimum';

/** What the weights of a layer make of every threshold factor Δ / mean |w|. */
export interface ThresholdCurve {
  /** Ascending, from 0. */
  readonly factors: Float64Array;
  /** Squared error / sum of squares. */
  readonly error: Float64Array;
  /** Share of the weights that become 0. */
  readonly zeros: Float64Array;
  /** α: smallest, mean and largest over the scale groups. */
  readonly alphaLow: Float64Array;
  readonly alpha: Float64Array;
  readonly alphaHigh: Float64Array;
  /** Weights at −α and at +α. */
  readonly negatives: Uint32Array;
  readonly positives: Uint32Array;
}

/** The least error that three levels can have, each scale group with the best threshold of its own. */
export interface CurveOptimum {
  /** Mean over the groups of Δ / mean |w|, in the middle between the smallest weight kept and the largest dropped. */
  readonly factor: number;
  readonly error: number;
  readonly zeros: number;
  readonly alpha: number;
}

/** Threshold factors of a curve: 0 to 2 in hundredths, the range of the ternary quantizer. */
const FACTOR_STEPS = 200;
const FACTOR_STEP = 0.01;

/** @param groups weights that share a threshold and α. Groups of nothing but zeros have α = 0 and no error. */
export function thresholdCurve(groups: readonly Float32Array[]): ThresholdCurve {
  const count = FACTOR_STEPS + 1;
  const sorted = groups.map(sortedGroup);
  const n = Math.max(sum(sorted.map(({ sizes }) => sizes.length)), 1);
  const energy = sum(sorted.map((group) => group.energy)) || 1;
  const doubles = (): Float64Array => new Float64Array(count);
  const curve = {
    factors: Float64Array.from({ length: count }, (_, i) => i * FACTOR_STEP),
    error: doubles(),
    zeros: doubles(),
    alphaLow: doubles(),
    alpha: doubles(),
    alphaHigh: doubles(),
    negatives: new Uint32Array(count),
    positives: new Uint32Array(count),
  };
  for (let i = 0; i < count; i++) {
    const cuts = sorted.map((group) => cutAt(group, i * FACTOR_STEP * group.mean));
    const alphas = cuts.map(({ alpha }) => alpha);
    const kept = sum(cuts.map((cut) => cut.positives + cut.negatives));
    curve.error[i] = sum(cuts.map(({ error }) => error)) / energy;
    curve.zeros[i] = 1 - kept / n;
    curve.alphaLow[i] = Math.min(...alphas);
    curve.alphaHigh[i] = Math.max(...alphas);
    curve.alpha[i] = sum(alphas) / Math.max(alphas.length, 1);
    curve.positives[i] = sum(cuts.map(({ positives }) => positives));
    curve.negatives[i] = sum(cuts.map(({ negatives }) => negatives));
  }
  return curve;
}

/** Li et al. 2016, section 2.1, for each group. */
export function curveOptimum(groups: readonly Float32Array[]): CurveOptimum {
  const each = groups.map((group) => {
    const { sizes, mean, energy } = sortedGroup(group);
    const { kept, alpha, objective } = ternaryOptimum(group);
    const smallest = sizes[sizes.length - kept] ?? 0;
    const below = kept < sizes.length ? (sizes[sizes.length - kept - 1] ?? 0) : 0;
    const factor = mean === 0 ? 0 : (smallest + below) / 2 / mean;
    return { factor, alpha, energy, objective, dropped: sizes.length - kept, n: sizes.length };
  });
  const total = (of: (one: (typeof each)[number]) => number): number => sum(each.map(of));
  const count = Math.max(each.length, 1);
  const energy = total((one) => one.energy);
  return {
    factor: total((one) => one.factor) / count,
    alpha: total((one) => one.alpha) / count,
    zeros:
      total((one) => one.dropped) /
      Math.max(
        total((one) => one.n),
        1,
      ),
    error: energy === 0 ? 0 : Math.max(0, 1 - total((one) => one.objective) / energy),
  };
}

interface SortedGroup {
  /** |w| of all, of the positive and of the negative weights, ascending. */
  readonly sizes: Float64Array;
  readonly positive: Float64Array;
  readonly negative: Float64Array;
  /** `tails[i]`: sum of sizes[i] and all larger ones. */
  readonly tails: Float64Array;
  readonly mean: number;
  readonly energy: number;
}

function sortedGroup(group: Float32Array): SortedGroup {
  const sizes = Float64Array.from(group, Math.abs).sort();
  const tails = new Float64Array(sizes.length + 1);
  for (let i = sizes.length - 1; i >= 0; i--) tails[i] = tails[i + 1]! + sizes[i]!;
  return {
    sizes,
    positive: Float64Array.from(group.filter((w) => w > 0)).sort(),
    negative: Float64Array.from(
      group.filter((w) => w < 0),
      Math.abs,
    ).sort(),
    tails,
    mean: sizes.length === 0 ? 0 : tails[0]! / sizes.length,
    energy: sizes.reduce((total, size) => total + size * size, 0),
  };
}

function cutAt({ sizes, positive, negative, tails, energy }: SortedGroup, delta: number) {
  const first = above(sizes, delta);
  const kept = sizes.length - first;
  const tail = tails[first]!;
  return {
    error: kept === 0 ? energy : Math.max(0, energy - (tail * tail) / kept),
    alpha: kept === 0 ? 0 : tail / kept,
    positives: positive.length - above(positive, delta),
    negatives: negative.length - above(negative, delta),
  };
}

/** Index of the first of ascending values that is larger. */
function above(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
