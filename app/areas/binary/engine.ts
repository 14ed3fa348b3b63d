import { TrainingEngine } from '../../engine/training';
import { store } from '../../store/store';

let engine: TrainingEngine | null = null;

/** The worker of this screen: trains, measures and times. Started when it is first needed. */
export function binaryEngine(): TrainingEngine {
  engine ??= new TrainingEngine(store.getState().engine.kernels === 'plain');
  return engine;
}
