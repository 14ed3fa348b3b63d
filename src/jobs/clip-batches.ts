import { emaClipTrace } from '../clipping/ema';
import type { ClipTrace } from '../clipping/trace';

/** Batches that a sample is cut into. */
const BATCHES = 40;
/** The artificial bad batch: how much larger it is, and where it comes. */
const BAD_FACTOR = 8;
const BAD_PLACE = 0.3;

/** Smallest and largest value of each batch, in the order in which they come. */
export type Batches = readonly (readonly [number, number])[];

/** Smallest and largest value of each batch, and what a running maximum and a moving average make of them. */
export interface ClipBatches {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Largest |x| so far, after each batch. */
  readonly running: Float64Array;
  /** Threshold of the moving average after each batch. */
  readonly smoothed: Float64Array;
  /** Index of the batch that was made larger; null when none was. */
  readonly bad: number | null;
}

/** A sample in the order in which it was drawn, cut into batches of equal size. */
export function cutIntoBatches(data: Float32Array): Batches {
  const size = Math.max(1, Math.ceil(data.length / BATCHES));
  return Array.from({ length: Math.ceil(data.length / size) }, (_, i) => {
    let [low, high] = [0, 0];
    for (const x of data.subarray(i * size, (i + 1) * size)) {
      if (x < low && x > -Infinity) low = x;
      else if (x > high && x < Infinity) high = x;
    }
    return [low, high] as const;
  });
}

/** Largest |x| of all batches, or without codes below zero the largest x. */
export function largestOf(batches: Batches, signed: boolean): number {
  return batches.reduce((most, [low, high]) => Math.max(most, high, signed ? -low : 0), 0);
}

/** One batch made eight times as large, as a broken image would. The data has no such batch. */
function withBadBatch(batches: Batches): { batches: Batches; bad: number } {
  const bad = Math.floor(batches.length * BAD_PLACE);
  const worse = batches.map(([low, high], i) =>
    i === bad ? ([low * BAD_FACTOR, high * BAD_FACTOR] as const) : ([low, high] as const),
  );
  return { batches: worse, bad };
}

/** What min-max and the moving average see after each batch. */
export function traceBatches(given: Batches, alpha: number, isBad: boolean): ClipBatches {
  const { batches, bad } = isBad && given.length > 0 ? withBadBatch(given) : { batches: given, bad: null };
  let largest = 0;
  return {
    low: Float64Array.from(batches, ([low]) => low),
    high: Float64Array.from(batches, ([, high]) => high),
    running: Float64Array.from(batches, ([low, high]) => (largest = Math.max(largest, -low, high))),
    smoothed: batches.length === 0 ? new Float64Array(0) : emaTraceOf(batches, alpha).values.slice(),
    bad,
  };
}

/** The trace of the moving average as an estimator; one threshold for both signs. */
export function emaTraceOf(batches: Batches, alpha: number): ClipTrace {
  return emaClipTrace(batches, alpha, true);
}
