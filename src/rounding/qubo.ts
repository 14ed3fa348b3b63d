export interface Qubo {
  readonly constant: number;
  readonly linear: readonly number[];
  readonly quadratic: readonly (readonly number[])[];
}

/**
 * Rounding one row as a quadratic problem in bits, from the Taylor expansion of the loss (Nagel et al. 2020, equations 5 to
 * 13): cost(b) = constant + linear · b + bᵀ quadratic b, without the clip of codes.
 */
export function roundingQubo(
  weights: readonly number[],
  gradient: readonly number[],
  hessian: readonly (readonly number[])[],
  scale: number,
): Qubo {
  const down = weights.map((w) => scale * Math.floor(w / scale) - w);
  const pulled = hessian.map((row) => dot(row, down));
  return {
    constant: dot(gradient, down) + 0.5 * dot(down, pulled),
    linear: gradient.map((g, i) => scale * (g + pulled[i]!)),
    quadratic: hessian.map((row) => row.map((h) => (scale ** 2 * h) / 2)),
  };
}

/** Cost of a choice of ups (1) and downs (0). */
export function quboCost({ constant, linear, quadratic }: Qubo, bits: readonly number[]): number {
  return (
    constant +
    dot(linear, bits) +
    dot(
      bits,
      quadratic.map((row) => dot(row, bits)),
    )
  );
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
