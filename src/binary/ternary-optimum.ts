export interface TernaryOptimum {
  /** Weights that are not 0. */
  readonly kept: number;
  readonly alpha: number;
  /** (sum of the kept |w|)² / kept; the squared error is the energy of the weights without it. */
  readonly objective: number;
}

/** The best scaled ternary copy of `w`: the k largest |w| with α their mean, for the best k (Li et al. 2016, section 2.1). */
export function ternaryOptimum(w: ArrayLike<number>): TernaryOptimum {
  const sizes = Float64Array.from({ length: w.length }, (_, i) => Math.abs(w[i]!))
    .sort()
    .reverse();
  let sum = 0;
  let best: TernaryOptimum = { kept: 0, alpha: 0, objective: 0 };
  sizes.forEach((size, i) => {
    sum += size;
    const objective = (sum * sum) / (i + 1);
    if (objective > best.objective) best = { kept: i + 1, alpha: sum / (i + 1), objective };
  });
  return best;
}
