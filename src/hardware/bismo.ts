/** Size of the array of dot-product units (rows, depth in bits, columns) and its clock in hertz. */
export interface BismoConstants {
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly frequency: number;
}

export interface BismoCost {
  readonly cycles: number;
  /** Seconds. */
  readonly latency: number;
  readonly binaryOperations: number;
  /** Binary operations a second that the array could do. */
  readonly peak: number;
}

/**
 * Latency of a matrix product [rows, depth] × [depth, columns] computed one pair of bits at a time
 * (Umuroglu et al. 2018, section 3): time grows with the product of the two widths.
 */
export function bismo(
  product: { readonly rows: number; readonly depth: number; readonly columns: number },
  bits: { readonly weights: number; readonly activations: number },
  { rows, depth, columns, frequency }: BismoConstants,
): BismoCost {
  const pairs = bits.weights * bits.activations;
  const tiles =
    Math.ceil(product.rows / rows) * Math.ceil(product.depth / depth) * Math.ceil(product.columns / columns);
  const cycles = pairs * tiles;
  return {
    cycles,
    latency: cycles / frequency,
    binaryOperations: 2 * pairs * product.rows * product.depth * product.columns,
    peak: 2 * rows * depth * columns * frequency,
  };
}
