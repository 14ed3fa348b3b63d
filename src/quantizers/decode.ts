import { rowGroups } from './granularity';
import type { QuantizerState } from './quantizer';

/** fround((code - zero point) * scale) with the zero point and scale of each weight's group; 0 without a scale. */
export function decodeScaled(codes: Int32Array, state: QuantizerState): Float32Array {
  const { columns, scales, zeroPoints } = state;
  const values = new Float32Array(codes.length);
  for (let row = 0, i = 0; i < codes.length; row++) {
    const { first, step } = rowGroups(state, row);
    for (let column = 0; column < columns; column++, i++) {
      const group = first + step * column;
      values[i] = (codes[i]! - (zeroPoints?.[group] ?? 0)) * (scales?.[group] ?? 0) + 0;
    }
  }
  return values;
}
