/** What becomes of trained weights. */
import type { SideId } from '../../../src/experiment/spec';
import { adoptWeights, toast } from '../../store/actions';
import { keepMade } from './controller';
import { RUN_NAMES } from './settings';
import type { RunId } from './runs';
import { trainingStore } from './store';

/** Puts what a run has made into a side, which the whole app then works with. */
export async function takeRunTo(side: SideId, id: RunId): Promise<void> {
  const weights = await madeBy(id);
  if (weights === null) return;
  adoptWeights(side, weights);
  toast(`${side.toUpperCase()} now uses the weights of the run of ${RUN_NAMES[id]}.`, true);
}

/** Saves what a run has made as a file. */
export async function saveRun(id: RunId): Promise<void> {
  const weights = await madeBy(id);
  const run = trainingStore.getState().runs[id];
  if (weights === null || run === null) return;
  const { saveWeights } = await import('../../weights/files');
  await saveWeights(run.model, weights);
}

async function madeBy(id: RunId) {
  const run = trainingStore.getState().runs[id];
  return run === null ? null : keepMade(run);
}
