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
  const sums = centroids.map(() => 0);
  codes.forEach((code, i) => {
    sums[code] = (sums[code] ?? 0) + (gradients[i] ?? 0);
  });
  return { gradCentroids: sums, newCentroids: centroids.map((c, i) => c - learningRate * (sums[i] ?? 0)) };
}
