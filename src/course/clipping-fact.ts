/** What the Clipping arena has measured of one tensor, as plain values. Thresholds are shares of its largest value. */
export interface ClippingFact {
  readonly kind: 'clipping';
  readonly key: string;
  readonly layer: string;
  readonly source: 'weights' | 'activations';
  readonly bits: number;
  readonly largest: number;
  /** By method; `hand` for a threshold set by hand. */
  readonly methods: Readonly<Record<string, ClippedBy>>;
  readonly kl: {
    readonly candidates: number;
    /** Bins kept under the cursor and by the best candidate, with their divergences in nats. */
    readonly at: { readonly bins: number; readonly nats: number };
    readonly best: { readonly bins: number; readonly nats: number };
  } | null;
  /** Thresholds of OCTAV, one after the other. */
  readonly iterates: readonly number[];
  /** Batches that came one after the other; null where all values are there at once. */
  readonly batches: {
    readonly alpha: number;
    /** Index of the batch that was made eight times as large; null when none was. */
    readonly bad: number | null;
    /** Running maximum and moving average after each batch, in units of the values. */
    readonly running: readonly number[];
    readonly smoothed: readonly number[];
  } | null;
}

/** What one method makes of the tensor, and of the network. */
export interface ClippedBy {
  readonly threshold: number;
  readonly mse: number;
  /** Part of `mse` from values beyond the threshold. */
  readonly clipMse: number;
  /** Share of the values beyond the threshold. */
  readonly clipped: number;
  /** Share of right predictions with this method in every layer; null before it is measured. */
  readonly value: number | null;
}
