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
  const high = new Float64Array(thresholds);
  return { low: high.map((t) => (t === 0 ? 0 : -t)), high };
}

/** The values of one segment. */
export function segmentOf({ data, rows, segmentLength }: ClipInput, segment: number): Float32Array {
  if (rows === 0) return data.subarray(0, 0);
  const perChannel = Math.ceil(rows / segmentLength);
  const channel = Math.floor(segment / perChannel);
  const start = channel * rows + (segment % perChannel) * segmentLength;
  return data.subarray(start, Math.min(start + segmentLength, (channel + 1) * rows));
}

/** Width of the codes, those that a restricted range leaves out included. */
export function codeBits({ qmin, qmax }: ClipInput): number {
  return Math.ceil(Math.log2(qmax - qmin + 1));
}

/** Whether a group has no codes below zero: none at all, or, in an affine scheme, no values that would need them. */
export function isUnsigned({ symmetric, qmin }: ClipInput, low: number): boolean {
  return symmetric ? qmin >= 0 : low >= 0;
}

/** Smallest and largest finite value of a group; [0, 0] without any. */
export function finiteRange(values: Float32Array): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const x of values) {
    if (!Number.isFinite(x)) continue;
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return low > high ? [0, 0] : [low + 0, high + 0];
}

/** The part of [low, high] that a group's values reach: symmetric around 0, or holding 0. */
export function withinValues(
  symmetric: boolean,
  values: readonly [number, number],
  [low, high]: readonly [number, number],
): readonly [number, number] {
  if (symmetric) {
    const threshold = Math.min(Math.max(-low, high), Math.max(-values[0], values[1]));
    return [threshold > 0 ? -threshold : 0, Math.max(threshold, 0)];
  }
  return [Math.min(Math.max(low, values[0]), 0), Math.max(Math.min(high, values[1]), 0)];
}

/** The range of each group, found from its values alone. */
export function rangesOfGroups(
  input: ClipInput,
  rangeOf: (values: Float32Array) => readonly [number, number],
): ClipRanges {
  const low = new Float64Array(input.segments);
  const high = new Float64Array(input.segments);
  for (let s = 0; s < input.segments; s++) [low[s], high[s]] = rangeOf(segmentOf(input, s)) as [number, number];
  return { low, high };
}
