const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
/** Below this the tables of the digits cost more than they save. */
export const FEW = 1000;

/** Ascending copy of float32 values without NaN: by digits of their bits, several times as fast as comparing. */
export function sortedFloats(data: Float32Array): Float32Array<ArrayBuffer> {
  if (data.length < FEW) return new Float32Array(data).sort();
  let from = new Uint32Array(data.slice().buffer);
  let to = new Uint32Array(from.length);
  const counts = [0, 1, 2].map(() => new Uint32Array(DIGITS));
  const [low, middle, high] = counts as [Uint32Array, Uint32Array, Uint32Array];
  for (let i = 0; i < from.length; i++) {
    const bits = from[i]!;
    // Negative floats fall as their bits rise: all of them flipped, and only the sign of the others, orders both.
    const key = bits ^ (bits >>> 31 === 1 ? 0xffffffff : 0x80000000);
    from[i] = key;
    low[key & (DIGITS - 1)]!++;
    middle[(key >>> DIGIT_BITS) & (DIGITS - 1)]!++;
    high[key >>> (2 * DIGIT_BITS)]!++;
  }
  counts.forEach((digits, pass) => {
    const places = starts(digits);
    const shift = pass * DIGIT_BITS;
    for (let i = 0; i < from.length; i++) {
      const key = from[i]!;
      to[places[(key >>> shift) & (DIGITS - 1)]!++] = key;
    }
    [from, to] = [to, from];
  });
  for (let i = 0; i < from.length; i++) {
    const key = from[i]!;
    from[i] = key ^ (key >>> 31 === 1 ? 0x80000000 : 0xffffffff);
  }
  return new Float32Array(from.buffer);
}

/** Where the keys with each digit begin. */
function starts(counts: Uint32Array): Uint32Array {
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum - count;
  });
}
