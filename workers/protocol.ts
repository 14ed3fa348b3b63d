/** Messages between the interface and a worker. Failures travel as values, never as thrown errors. */
import type { JobName } from '../src/jobs/catalogue';

export interface Failure {
  /** Error class name, such as RangeError. */
  readonly name: string;
  readonly message: string;
  readonly stack: string | null;
}

export type WorkerEvent =
  | { readonly type: 'progress'; readonly job: number; readonly value: unknown }
  | { readonly type: 'done'; readonly job: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly job: number; readonly failure: Failure }
  | { readonly type: 'cancelled'; readonly job: number };

/** What a worker exposes through comlink. Jobs of one worker run one after the other in the order they were started. */
export interface WorkerApi {
  /** One subscription for the life of the worker. */
  subscribe(listener: (event: WorkerEvent) => void): void;
  start(job: number, name: JobName, input: unknown): void;
  /** Takes effect at the job's next yield, or at once if it has not begun. */
  cancel(job: number): void;
  ping(): true;
}
