/** One layer of a policy: its size, its work, its widths. */
export interface PolicyLayer {
  readonly weights: number;
  readonly macs: number;
  readonly weightBits: number;
  readonly activationBits: number;
}

export interface PolicySize {
  /** Bytes of all weights, scales not counted. */
  readonly bytes: number;
  /** Against 32-bit weights. */
  readonly ratio: number;
  readonly bitOperations: number;
  readonly averageWeightBits: number;
}

/** Size and bit operations of a policy (Wang et al. 2019, section 3.3). */
export function policySize(layers: readonly PolicyLayer[]): PolicySize {
  let bits = 0;
  let weights = 0;
  let bitOperations = 0;
  for (const layer of layers) {
    bits += layer.weightBits * layer.weights;
    weights += layer.weights;
    bitOperations += layer.macs * layer.weightBits * layer.activationBits;
  }
  const averageWeightBits = bits / weights;
  return { bytes: bits / 8, ratio: 32 / averageWeightBits, bitOperations, averageWeightBits };
}
