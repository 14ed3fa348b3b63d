import type { Transposable } from '../types';

/** [rows, columns] to [columns, rows]. Elements move as raw bits, so that even the payload of a NaN survives. */
export function transpose<T extends Transposable>(data: T, rows: number, columns: number): T {
  const result = data.slice() as T;
  const from = bits(data);
  const to = bits(result);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) to[column * rows + row] = from[row * columns + column]!;
  }
  return result;
}

function bits(data: Transposable): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.length);
}
