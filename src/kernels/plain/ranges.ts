import { forEachSegment, type Segments } from '../segments';
import type { Floats, Ranges } from '../types';

export function absMax(data: Float32Array, segments: Segments): Floats {
  const result = new Float32Array(segments.count);
  forEachSegment(segments, (segment, start, end) => {
    let largest = 0;
    for (let i = start; i < end; i++) {
      const magnitude = Math.abs(data[i]!);
      if (magnitude > largest && magnitude < Infinity) largest = magnitude;
    }
    result[segment] = largest;
  });
  return result;
}

export function minMax(data: Float32Array, segments: Segments): Ranges {
  const low = new Float32Array(segments.count);
  const high = new Float32Array(segments.count);
  forEachSegment(segments, (segment, start, end) => {
    let smallest = Infinity;
    let largest = -Infinity;
    for (let i = start; i < end; i++) {
      const x = data[i]!;
      if (!Number.isFinite(x)) continue;
      if (x < smallest) smallest = x;
      if (x > largest) largest = x;
    }
    if (smallest > largest) return;
    // Which of -0 and 0 came first must not show: adding 0 leaves only the positive one.
    low[segment] = smallest + 0;
    high[segment] = largest + 0;
  });
  return { low, high };
}
