import type { Kernels } from '../kernels/index';

/** Values of a tensor cut into scale groups, in the order of the kernels (channel by channel). */
export interface ClipInput {
  readonly data: Float32Array;
  /** Values a channel. */
  readonly rows: number;
  readonly segmentLength: number;
  /** Number of segments. */
  readonly segments: number;
  readonly kernels: Kernels;
  /** Symmetric: ranges are [-T, T]. Affine: [low, high] with low <= 0 <= high. */
  readonly symmetric: boolean;
  readonly qmin: number;
  readonly qmax: number;
  /** Steps from 0 to the threshold of a symmetric range. */
  readonly divisor: number;
}

/** Clipping range of each segment. */
export interface ClipRanges {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** An input of one scale group. */
export function oneGroup(
  data: Float32Array,
  grid: Pick<ClipInput, 'kernels' | 'symmetric' | 'qmin' | 'qmax' | 'divisor'>,
): ClipInput {
  const { kernels, symmetric, qmin, qmax, divisor } = grid;
  const length = data.length;
  return {
    data,
    rows: length,
    segmentLength: Math.max(length, 1),
    segments: 1,
    kernels,
    symmetric,
    qmin,
    qmax,
    divisor,
  };
}

/** Ranges [-T, T] of thresholds. */
export function symmetricRanges(thresholds: Float32Array | Float64Array): ClipRanges {
  return { low: Float64Array.from(thresholds, (t) => (t === 0 ? 0 : -t)), high: Float64Array.from(thresholds) };
}

/** The values of one segment. */
export function segmentOf({ data, rows, segmentLength }: ClipInput, segment: number): Float32Array {
  if (rows === 0) return data.subarray(0, 0);
  const perChannel = Math.ceil(rows / segmentLength);
  const channel = Math.floor(segment / perChannel);
  const start = channel * rows + (segment % perChannel) * segmentLength;
  return data.subarray(start, Math.min(start + segmentLength, (channel + 1) * rows));
}
