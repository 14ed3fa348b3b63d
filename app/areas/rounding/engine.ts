import { RoundingEngine } from '../../engine/rounding';
import { store } from '../../store/store';

let engine: RoundingEngine | null = null;

/** The worker that rounds. Started when it is first needed. */
export function roundingEngine(): RoundingEngine {
  engine ??= new RoundingEngine(store.getState().engine.kernels === 'plain');
  return engine;
}
