/** What was measured of one network on the first `n` test items, as every task tells it. */
export interface Score {
  readonly n: number;
  /** In the unit of the task: accuracy of 0 to 1, bits per character, or decibel. */
  readonly value: number;
  /** Ends of the interval of `value` that the task states; low <= value <= high. */
  readonly low: number;
  readonly high: number;
  /** Right classes or characters; 0 where the task knows no right ones. */
  readonly correct: number;
  /** How many predictions, or values of pictures, there are in all. */
  readonly of: number;
  /** Those that differ from the float network's on the same items; null for the float network. */
  readonly changed: number | null;
  /** Difference of `value` to the float network, item by item, with its 95 % interval; null where the task has none. */
  readonly paired: Paired | null;
  /** Predicted class of each image, or character after each position; null in a pre-computed result. */
  readonly predictions: Uint8Array | null;
  /** Mean over items and outputs of (logits - float logits)^2; null for the float network and for pictures. */
  readonly logitsMse: number | null;
}

export interface Paired {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

/** What the workers report of one network on the first test items: their shards in one, with the fields of a shard. */
export interface Measured {
  readonly predictions: Uint8Array;
  /** Empty where the task has none. */
  readonly losses: Float32Array;
  readonly of: number;
  readonly correct: number;
  readonly changed: number | null;
  readonly logitsMse: number | null;
}

/** A network and the float network, null when it is that itself, on the first `n` items. */
export interface Measurement {
  readonly own: Measured;
  readonly float: Measured | null;
  readonly n: number;
}

const Z95 = 1.959963984540054;

/** Mean of some independent values with its 95 % interval from their spread (normal approximation). */
export function mean95(values: readonly number[]): { mean: number; low: number; high: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(n - 1, 1);
  const half = Z95 * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
}
