const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Powers of two from 2^-512 to 2^511. */
const zero = 512;
const powers = Float64Array.from({ length: 2 * zero }, (_, i) => 2 ** (i - zero));

/**
 * For loops over weights, where `floorLog2` and `**` are slow: a number written to `double` shows its exponent in bits 20
 * to 30 of `high`, and `powers[zero + n]` is 2^n.
 */
export const EXPONENTS = {
  double,
  high: littleEndian ? halves.subarray(1) : halves,
  powers,
  zero,
} as const;
