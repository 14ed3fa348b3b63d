/** The state of a training between two steps: all that decides what follows, besides its settings. */
export interface Checkpoint {
  readonly step: number;
  /** Sums over the epoch so far: loss, right outputs, outputs. */
  readonly sums: readonly [number, number, number];
  /** Parameters, learned scales, moments and running statistics, in a fixed order. */
  readonly arrays: readonly Float32Array[];
  readonly activations: readonly (readonly number[])[];
}
