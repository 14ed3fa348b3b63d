import type { LloydTrace } from '../../src/jobs/reports';
import { store } from '../store/store';
import type { Engine } from './engine';
import { type Outcome, failed } from './outcome';

let engine: Engine | null = null;

/** Called once when the workers have been started. */
export function connectRequests(started: Engine): void {
  engine = started;
}

/** uint8 pixels of some loaded test images, one after the other in the order asked for. */
export function readImages(indices: readonly number[], signal?: AbortSignal): Promise<Outcome<Uint8Array>> {
  return engine?.pool.readImages(indices, signal) ?? Promise.resolve(NOT_STARTED);
}

/** Lloyd's iteration on all weights of a layer, from given centroids. */
export function traceLloyd(
  layer: string,
  centroids: readonly number[],
  steps: number,
  signal?: AbortSignal,
): Promise<Outcome<LloydTrace>> {
  if (engine === null || store.getState().model.status !== 'ready') return Promise.resolve(NOT_STARTED);
  return engine.quant.run('lloyd', { layer, centroids, steps }, { signal });
}

const NOT_STARTED = failed({
  title: 'The model is not there yet',
  cause: 'The model is still being loaded.',
  next: 'Try again in a moment.',
});
