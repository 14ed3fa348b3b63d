import type { Geometry } from './layer';
import { windowAt } from './layer';

/** Largest code of each window and channel; the padding takes no part. */
export function maxPoolCodes(geometry: Geometry, inputs: Int32Array): Int32Array {
  return pool(geometry, inputs, (values) => values.reduce((most, value) => Math.max(most, value)));
}

/** Mean code of each window and channel, halves rounded away from zero; the padding takes no part. */
export function averagePoolCodes(geometry: Geometry, inputs: Int32Array): Int32Array {
  return pool(geometry, inputs, (values) => {
    const sum = values.reduce((total, value) => total + value, 0);
    const half = Math.floor(values.length / 2);
    return Math.trunc((sum >= 0 ? sum + half : sum - half) / values.length);
  });
}

/** Sums of each window and channel; windows lie within the image. */
export function windowSums(geometry: Geometry, inputs: Int32Array): Int32Array {
  return pool(geometry, inputs, (values) => values.reduce((total, value) => total + value, 0));
}

function pool(geometry: Geometry, inputs: Int32Array, join: (values: readonly number[]) => number): Int32Array {
  const [rows, columns, channels] = geometry.to;
  const out = new Int32Array(rows * columns * channels);
  for (let at = 0; at < rows * columns; at++) {
    const starts = windowAt(geometry, Math.floor(at / columns), at % columns).filter((start) => start >= 0);
    for (let c = 0; c < channels; c++) {
      out[at * channels + c] = join(Array.from(starts, (start) => inputs[start + c]!));
    }
  }
  return out;
}
