/** A model of the page with its test images, in the jobs of an evaluation worker. */
import { type EvalResources, createEvalResources, evalJobs } from '../src/jobs/evaluate';
import type { EvaluationBackend } from '../src/jobs/backend-info';
import type { ModelBundle, ModelCard } from '../src/model/types';
import { bytesOf, parsed } from './files';
import { finish } from '../src/jobs/finish';

export function bundleOf(id: string): ModelBundle {
  return {
    card: parsed(`models/${id}/card.json`) as ModelCard,
    topology: parsed(`models/${id}/model.json`),
    weights: bytesOf(`models/${id}/weights.bin`),
  };
}

/** Loads a model and the first 2,000 test images. */
export async function worker(id: string): Promise<{ resources: EvalResources; backend: EvaluationBackend }> {
  const resources = createEvalResources();
  const backend = await finish(evalJobs['load-model']({ bundle: bundleOf(id), plain: false }, resources));
  const packed = bytesOf('data/fashion-mnist/test-0-2000.bin');
  await finish(evalJobs['load-images']({ packed, count: 2000, offset: 0, from: 0, to: 2000 }, resources));
  return { resources, backend };
}
