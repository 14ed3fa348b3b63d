import { TrainingEngine } from '../../engine/training';
import { store } from '../../store/store';

let engine: TrainingEngine | null = null;
let runs = 0;

/** The worker that trains. Started when it is first needed. */
export function trainingEngine(): TrainingEngine {
  engine ??= new TrainingEngine(store.getState().engine.kernels === 'plain');
  return engine;
}

/** A number for a run that no other in that worker has. */
export function nextRunNumber(): number {
  return ++runs;
}

/** Frees what the worker keeps of a run. */
export function forgetTraining(): void {
  void engine?.forget();
}
