/** Forward passes in Node, on the same tfjs backend as in the page. */
import { defaultExperiment } from '../src/experiment/defaults';
import type { Side } from '../src/experiment/spec';
import { choose } from '../src/experiment/techniques';
import { evalJobs } from '../src/jobs/evaluate';
import type { PeerTimes } from './kernels';
import { time } from './measure';
import { worker } from './networks';
import type { Group, Row } from './rows';
import { finish } from '../src/jobs/finish';

/** A recipe that no earlier run has left anything of in a cache: every run clips a little tighter. */
function freshSide(run: number): Side {
  const { b } = defaultExperiment();
  return { ...b, recipe: { ...b.recipe, clipper: choose('clipper', 'manual', { ratio: 1 - 0.001 * run }) } };
}

/** One group: quantizing the LeNet anew and running it over 1,000 and 2,000 test images. */
export async function evaluationGroup(peer: PeerTimes): Promise<Group> {
  const { resources, backend } = await worker('lenet');
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
  return { title: `Evaluation of the LeNet in Node (${backend.backend}), one thread`, rows };
}
