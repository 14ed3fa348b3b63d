/** Forward passes in Node, on the same tfjs backend as in the page. */
import { defaultExperiment } from '../src/experiment/defaults';
import type { Side } from '../src/experiment/spec';
import { choose } from '../src/experiment/techniques';
import { createEvalResources, evalJobs } from '../src/jobs/evaluate';
import type { JobGenerator } from '../src/jobs/catalogue';
import type { ModelBundle, ModelCard } from '../src/model/types';
import { bytesOf, parsed } from './files';
import type { PeerTimes } from './kernels';
import { time } from './measure';
import type { Group, Row } from './rows';

async function finish<Progress, Result>(job: JobGenerator<Progress, Result> | Promise<Result>): Promise<Result> {
  if (job instanceof Promise) return job;
  for (;;) {
    const step = job.next();
    if (step.done === true) return step.value;
  }
}

/** A recipe that no earlier run has left anything of in a cache: every run clips a little tighter. */
function freshSide(run: number): Side {
  const { b } = defaultExperiment();
  return { ...b, recipe: { ...b.recipe, clipper: choose('clipper', 'manual', { ratio: 1 - 0.001 * run }) } };
}

/** One group: quantizing the LeNet anew and running it over 1,000 and 2,000 test images. */
export async function evaluationGroup(peer: PeerTimes): Promise<Group> {
  const bundle: ModelBundle = {
    card: parsed('models/lenet/card.json') as ModelCard,
    topology: parsed('models/lenet/model.json'),
    weights: bytesOf('models/lenet/weights.bin'),
  };
  const resources = createEvalResources();
  const { backend } = await finish(evalJobs['load-model']({ bundle, plain: false }, resources));
  const packed = bytesOf('data/fashion-mnist/test-0-2000.bin');
  await finish(evalJobs['load-images']({ packed, count: 2000, offset: 0, from: 0, to: 2000 }, resources));
  let run = 0;
  const evaluate = (images: number) => () => {
    run += 1;
    return finish(evalJobs.evaluate({ side: freshSide(run), from: 0, to: images }, resources));
  };
  const rows: Row[] = [];
  for (const images of [1000, 2000]) {
    const { median } = await time(evaluate(images));
    const id = `evaluate/${String(images)}`;
    const what = `quantize and evaluate, ${images.toLocaleString('en')} images`;
    rows.push({
      id,
      what,
      value: median,
      unit: 'ms',
      budget: null,
      peer: peer[id] ?? null,
      note: 'peer: float network, not quantized',
    });
  }
  return { title: `Evaluation of the LeNet in Node (${backend}), one thread`, rows };
}
