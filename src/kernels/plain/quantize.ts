import { roundingFunctions, type Rounding } from '../../numerics/round';
import type { UniformGrid } from '../computation';
import { forEachSegment, type Segments } from '../segments';
import type { Quantized } from '../types';

export function quantize(data: Float32Array, segments: Segments, grid: UniformGrid, rounding: Rounding): Quantized {
  return quantizeSegments(data, segments, grid, roundingFunctions[rounding]);
}

export function quantizeWithUniforms(
  data: Float32Array,
  segments: Segments,
  grid: UniformGrid,
  uniforms: Float64Array,
): Quantized {
  return quantizeSegments(data, segments, grid, (v, i) => {
    const floor = Math.floor(v);
    return uniforms[i]! < v - floor ? floor + 1 : floor;
  });
}

function quantizeSegments(
  data: Float32Array,
  segments: Segments,
  { scales, zeroPoints, qmin, qmax }: UniformGrid,
  round: (v: number, index: number) => number,
): Quantized {
  const codes = new Int32Array(data.length);
  const values = new Float32Array(data.length);
  forEachSegment(segments, (segment, start, end) => {
    const scale = scales[segment]!;
    const zeroPoint = zeroPoints === null ? 0 : zeroPoints[segment]!;
    for (let i = start; i < end; i++) {
      const v = data[i]! / scale;
      const rounded = Number.isNaN(v) ? 0 : round(v, i);
      const code = Math.min(Math.max(rounded + zeroPoint, qmin), qmax);
      codes[i] = code;
      values[i] = (code - zeroPoint) * scale;
    }
  });
  return { codes, values };
}
