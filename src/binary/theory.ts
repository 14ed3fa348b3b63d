/** Modelled speed-up of a binary convolution: S = L c N_W / (c N_W + L) for words of L bits (Rastegari et al. 2016, 4.1). */
export function modelledSpeedup(channels: number, kernelArea: number, wordBits: number): number {
  const products = channels * kernelArea;
  return (wordBits * products) / (products + wordBits);
}

export interface BinaryBytes {
  readonly float32: number;
  /** One bit a weight and a scale a filter. */
  readonly ideal: number;
  /** Whole 32-bit words a filter. */
  readonly packed: number;
}

/** Bytes of a layer of binary filters with a scale each. */
export function binaryBytes(filters: number, weightsPerFilter: number, scaleBits: number): BinaryBytes {
  const scales = (filters * scaleBits) / 8;
  return {
    float32: filters * weightsPerFilter * 4,
    ideal: (filters * weightsPerFilter) / 8 + scales,
    packed: filters * Math.ceil(weightsPerFilter / 32) * 4 + scales,
  };
}
