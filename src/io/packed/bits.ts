/** Lists of unsigned integers of a fixed width, one after the other without gaps; the first bit is the highest of a byte. */

/** `values` in `width` bits each (0 to 32); only the last byte may be partly empty. */
export function packBits(values: ArrayLike<number>, width: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil((values.length * width) / 8));
  let at = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    for (let left = width; left > 0;) {
      const room = 8 - (at % 8);
      const count = Math.min(room, left);
      const part = Math.floor(value / 2 ** (left - count)) % 2 ** count;
      bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (part << (room - count));
      at += count;
      left -= count;
    }
  }
  return bytes;
}

/** The first `count` values of such a list. Throws RangeError when it is shorter. */
export function unpackBits(bytes: Uint8Array, width: number, count: number): Float64Array {
  if (bytes.length < Math.ceil((count * width) / 8))
    throw new RangeError(
      `${String(count)} values of ${String(width)} bits do not fit in ${String(bytes.length)} bytes.`,
    );
  const values = new Float64Array(count);
  let at = 0;
  for (let index = 0; index < count; index++) {
    let value = 0;
    for (let left = width; left > 0;) {
      const room = 8 - (at % 8);
      const taken = Math.min(room, left);
      value = value * 2 ** taken + (((bytes[at >> 3] ?? 0) >> (room - taken)) & (2 ** taken - 1));
      at += taken;
      left -= taken;
    }
    values[index] = value;
  }
  return values;
}
