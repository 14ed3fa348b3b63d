/** Sum of the gradients of the weights of each of so many clusters; `codes`: the cluster of each weight. */
export function clusterGradients(
  codes: ArrayLike<number>,
  clusters: number,
  gradients: ArrayLike<number>,
): Float64Array {
  const sums = new Float64Array(clusters);
  for (let i = 0; i < codes.length; i++) sums[codes[i] ?? 0]! += gradients[i] ?? 0;
  return sums;
}

/**
 * One step of codebook fine-tuning (Han et al. 2016, equation 3): the gradient of a centroid is the SUM of the gradients
 * of its weights, not their mean.
 * @param codes centroid of each weight.
 * @param gradients dL/dw of each weight.
 */
export function fineTuneCodebook(
  codes: readonly number[],
  centroids: readonly number[],
  gradients: readonly number[],
  learningRate: number,
): { readonly gradCentroids: readonly number[]; readonly newCentroids: readonly number[] } {
  const sums = [...clusterGradients(codes, centroids.length, gradients)];
  return { gradCentroids: sums, newCentroids: centroids.map((c, i) => c - learningRate * (sums[i] ?? 0)) };
}
