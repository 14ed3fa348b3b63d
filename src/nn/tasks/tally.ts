import type { EvaluationShard } from '../../jobs/reports';

/** One piece of the test data as it lives in the worker: the bytes that go into the network, and one that belongs to them. */
export interface Item {
  readonly bytes: Uint8Array;
  /** The class of an image, the character after a text; 0 where there is nothing to say. */
  readonly label: number;
}

/** What a tally is made for: items [from, from + count), and outputs of the given shape without the batch. */
export interface TallyInput {
  readonly from: number;
  readonly count: number;
  readonly shape: readonly number[];
  /** False for the float network itself. */
  readonly compares: boolean;
  readonly item: (index: number) => Item;
}

/** Collects what an evaluation reports. */
export interface Tally {
  /** Outputs of some items from number `start` on, one after the other, and those of the float network. */
  add(start: number, outputs: Float32Array, reference: Float32Array): void;
  result(): EvaluationShard;
}

/** Place of the largest of `values` from `start`, the first of equal ones, counted from `start`. */
export function firstLargest(values: Float32Array, start: number, length: number): number {
  let best = 0;
  for (let at = 1; at < length; at++) if ((values[start + at] ?? 0) > (values[start + best] ?? 0)) best = at;
  return best;
}

/** Sum of squared differences. */
export function squaredDistance(outputs: Float32Array, reference: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < outputs.length; at++) sum += ((outputs[at] ?? 0) - (reference[at] ?? 0)) ** 2;
  return sum;
}
