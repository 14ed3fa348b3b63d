import type { Bound } from './work';

/** Operations and bytes a second of a machine. */
export interface RooflineConstants {
  readonly peak: number;
  readonly bandwidth: number;
}

export interface RooflinePoint {
  /** Operations a byte. */
  readonly intensity: number;
  /** Intensity from which arithmetic is the limit. */
  readonly ridge: number;
  /** Operations a second. */
  readonly attainable: number;
  /** Seconds. */
  readonly time: number;
  readonly bound: Bound;
}

/** Where a kernel stands under the roof of a machine (Williams, Waterman and Patterson 2009). */
export function roofline(operations: number, bytes: number, { peak, bandwidth }: RooflineConstants): RooflinePoint {
  const intensity = operations / bytes;
  const ridge = peak / bandwidth;
  const attainable = Math.min(peak, intensity * bandwidth);
  return {
    intensity,
    ridge,
    attainable,
    time: operations / attainable,
    bound: intensity < ridge ? 'memory' : 'compute',
  };
}
