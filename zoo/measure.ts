import { createEvalResources, evalJobs } from '../src/jobs/evaluate';
import type { EvaluationShard } from '../src/jobs/reports';
import { countCorrect } from '../src/model/score';
import type { FloatMetric, ModelBundle } from '../src/model/types';
import { finish } from '../src/jobs/finish';
import { readSplits } from './files';

interface Measured {
  readonly shard: EvaluationShard;
  readonly labels: Uint8Array;
}

/** What a model reaches on the whole test part of its data set, by the jobs that the app runs. */
export async function measureModel(bundle: ModelBundle): Promise<FloatMetric> {
  const { task, dataset } = bundle.card;
  if (task === 'super-resolution') return { task };
  const parts = await evaluateAll(bundle, dataset);
  if (task === 'language') return { task, text: bitsOf(parts) };
  return {
    task,
    accuracy: {
      correct: sumOf(parts, ({ shard, labels }) => countCorrect(shard.predictions, labels)),
      images: sumOf(parts, ({ shard }) => shard.count),
    },
  };
}

async function evaluateAll(bundle: ModelBundle, dataset: string): Promise<readonly Measured[]> {
  const resources = createEvalResources();
  await finish(evalJobs['load-model']({ bundle, plain: false }, resources));
  const parts: Measured[] = [];
  for (const { packed, count, offset } of await readSplits(dataset, 'test')) {
    const [from, to] = [offset, offset + count];
    const { labels } = await finish(evalJobs['load-images']({ packed, count, offset, from, to }, resources));
    parts.push({ labels, shard: await finish(evalJobs.evaluate({ side: null, from, to }, resources)) });
  }
  return parts;
}

function bitsOf(parts: readonly Measured[]): { bitsPerCharacter: number; characters: number } {
  const characters = sumOf(parts, ({ shard }) => shard.of);
  // Texts are of one length, and a loss is the mean of one text.
  const bits = sumOf(parts, ({ shard: { losses, of, count } }) =>
    (losses ?? new Float32Array(0)).reduce((sum, loss) => sum + (loss * of) / count, 0),
  );
  return { bitsPerCharacter: Number((bits / characters).toFixed(6)), characters };
}

function sumOf<T>(list: readonly T[], value: (one: T) => number): number {
  return list.reduce((sum, one) => sum + value(one), 0);
}
