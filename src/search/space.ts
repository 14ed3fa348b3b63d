/** Decimal logarithm of the number of policies: every layer chooses alone. */
export function spaceSizeLog10(layers: number, choicesPerLayer: number): number {
  return layers * Math.log10(choicesPerLayer);
}
