import type { SweepSeries } from '../../src/experiment/sweep';
import { store } from './store';

/** What the sweep's chart asks of the engine; the effect that owns the workers answers. */
export interface SweepCommands {
  start(series: readonly SweepSeries[]): void;
  cancel(): void;
}

let commands: SweepCommands | null = null;

/** Called once by the effect that runs sweeps. */
export function connectSweep(handlers: SweepCommands): void {
  commands = handlers;
}

/** Measures the given series over 2 to 8 bits; a sweep under way is cancelled first. Nothing happens before the model is there. */
export function startSweep(series: readonly SweepSeries[]): void {
  if (series.length > 0) commands?.start(series);
}

/** Stops the sweep at once; the points measured so far stay. */
export function cancelSweep(): void {
  if (store.getState().sweep.status === 'running') commands?.cancel();
}
