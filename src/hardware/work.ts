/** Whether arithmetic or memory decides the time. */
export type Bound = 'compute' | 'memory';

/** What a hardware model says of one layer. Modelled, never measured. */
export interface LayerCost {
  /** Seconds. */
  readonly latency: number;
  readonly bound: Bound;
}
