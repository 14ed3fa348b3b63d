import type { TrainedWeights } from '../../src/experiment/spec';
import { prepareTraining } from '../areas/training/data';
import { nextRunNumber, trainingEngine } from '../areas/training/engine';
import { taskOf } from '../areas/training/runs';
import { type Outcome, failed } from '../engine/outcome';
import { setKey } from './key';
import type { KeptWeights } from './library';

/** The last training by number: interrupted and asked for again, it goes on where it was. */
let last = { key: '', number: 0 };

/**
 * Makes weights by training a model in one go. `testImages`: those that the worker holds beside; `onProgress` gets how much is
 * done, 0 to 1.
 */
export async function trainWeights(
  { model, testImages }: { readonly model: string; readonly testImages: number },
  weights: TrainedWeights,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
): Promise<Outcome<KeptWeights>> {
  const engine = trainingEngine();
  const ready = await prepareTraining(engine, model, testImages, () => undefined);
  if (!ready.ok) return ready;
  const key = setKey(model, weights);
  if (last.key !== key) last = { key, number: nextRunNumber() };
  const outcome = await engine.train(
    {
      ...{ run: last.number, task: taskOf(weights), checkpoint: null, testImages: 0 },
      until: weights.steps ?? Infinity,
    },
    { signal, onProgress: ({ step, steps }) => onProgress(step / Math.min(weights.steps ?? steps, steps)) },
  );
  if (!outcome.ok) return outcome;
  const { weights: set, failure, checkpoint } = outcome.value;
  if (failure !== null)
    return failed({
      title: 'A training was stopped',
      cause: failure.message,
      next: 'Choose a lower learning rate.',
    });
  const facts = { steps: checkpoint.step, ms: outcome.ms, score: null, origin: 'made' } as const;
  return { ...outcome, value: { model, weights, set, facts } };
}
