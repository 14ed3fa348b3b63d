/** Roughly normal numbers: sums of four uniform ones out of a linear congruential generator. */
export function weights(count: number): Float32Array {
  let state = 1;
  const uniform = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return Float32Array.from({ length: count }, () => 0.05 * (uniform() + uniform() + uniform() + uniform() - 2));
}
