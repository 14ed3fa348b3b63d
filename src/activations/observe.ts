import type { BatchRanges, TapValues } from './technique';
import { type Tap, tapSize } from './taps';

/** Images of a calibration batch. */
export const CALIBRATION_BATCH = 32;

/** Values kept of one tap; of more than that, evenly spaced positions are. */
const MOST_KEPT = 2 ** 19;

/** What calibration saw at one tap. */
export interface Observation extends TapValues {
  readonly batches: NonNullable<TapValues['batches']>;
  readonly images: number;
  /** Values that passed. */
  readonly values: number;
  /** `data` holds every `every`-th position with all its channels. */
  readonly every: number;
}

/** Collects the values of one tap over calibration batches: exact ranges, and as many values as are worth keeping. */
export class Observer {
  private readonly channels: number;
  private readonly positions: number;
  private readonly every: number;
  private readonly kept: Float32Array;
  private readonly tensor = ends();
  private readonly channel = ends();
  private seen = 0;
  private filled = 0;
  private images = 0;

  constructor(
    private readonly tap: Tap,
    images: number,
  ) {
    this.channels = tap.shape.at(-1) ?? 1;
    this.positions = tapSize(tap) / this.channels;
    const total = images * this.positions;
    this.every = strideFor(total * this.channels, this.positions);
    this.kept = new Float32Array(Math.ceil(total / this.every) * this.channels);
  }

  /** Values of one batch, row-major [images, ..., channels]. */
  add(values: Float32Array): void {
    const { channels } = this;
    const low = new Float32Array(channels).fill(Infinity);
    const high = new Float32Array(channels).fill(-Infinity);
    for (let at = 0, row = 0; at < values.length; at += channels, row++) {
      const isKept = this.seen++ % this.every === 0;
      for (let c = 0; c < channels; c++) {
        const value = values[at + c]!;
        if (value < low[c]!) low[c] = value;
        if (value > high[c]!) high[c] = value;
        if (isKept) this.kept[this.filled++] = value;
      }
    }
    this.images += values.length / (this.positions * channels);
    low.forEach((value, c) => push(this.channel, value, high[c] ?? 0));
    push(this.tensor, Math.min(...low), Math.max(...high));
  }

  result(): Observation {
    const { tap, channels, every, images } = this;
    return {
      data: this.kept.subarray(0, this.filled),
      channels,
      nonNegative: tap.nonNegative,
      batches: { tensor: rangesFrom(this.tensor, 1), channel: rangesFrom(this.channel, channels) },
      images,
      values: this.seen * channels,
      every,
    };
  }
}

/** Smallest stride that keeps few enough values and meets every position of an image: it shares no factor with their number. */
function strideFor(values: number, positions: number): number {
  let stride = Math.max(1, Math.ceil(values / MOST_KEPT));
  while (commonFactor(stride, positions) > 1) stride++;
  return stride;
}

function commonFactor(a: number, b: number): number {
  return b === 0 ? a : commonFactor(b, a % b);
}

interface Ends {
  readonly low: number[];
  readonly high: number[];
}

function ends(): Ends {
  return { low: [], high: [] };
}

/** A channel in which every value is NaN has no range; it counts as 0. */
function push(to: Ends, low: number, high: number): void {
  to.low.push(low <= high ? low : 0);
  to.high.push(low <= high ? high : 0);
}

function rangesFrom({ low, high }: Ends, groups: number): BatchRanges {
  return { groups, low: Float32Array.from(low), high: Float32Array.from(high) };
}
