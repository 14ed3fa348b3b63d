/** The pool of the page on the DS-CNN and 2,000 images, for `bench/pool.ts`, and two workers that compute in integers. */
import { wrap } from 'comlink';
import { loadBundle, loadCard, loadDataSet, loadSplit } from '../../app/engine/models';
import type { Outcome } from '../../app/engine/outcome';
import { EvalPool } from '../../app/engine/pool';
import { spawnEvalWorker } from '../../app/engine/spawn';
import { Staff } from '../../app/engine/staff';
import { defaultExperiment } from '../../src/experiment/defaults';
import { choose } from '../../src/experiment/techniques';
import type { CodesWorker } from './codes.worker';

const WORKERS = 2;
const IMAGES = 2000;
const ROUNDS = 15;

/** Milliseconds of each round, and of compiling both plans in each worker. */
export interface PoolTimes {
  readonly float: readonly number[];
  readonly int8: readonly number[];
  readonly compiling: readonly number[];
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.problem.cause);
  return outcome.value;
}

/** A recipe of which no worker remembers anything: every round clips a little tighter. */
function freshSide(round: number) {
  const { b } = defaultExperiment();
  return { ...b, recipe: { ...b.recipe, clipper: choose('clipper', 'manual', { ratio: 1 - 0.001 * round }) } };
}

async function timed(work: (round: number) => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    await work(round);
    times.push(performance.now() - start);
  }
  return times.slice(1);
}

async function measure(): Promise<PoolTimes> {
  const card = valueOf(await loadCard('dscnn'));
  const bundle = valueOf(await loadBundle(card, () => undefined));
  const data = valueOf(await loadDataSet(card.dataset));
  const test = valueOf(await loadSplit(data.id, data.test[0]!, () => undefined));
  const train = valueOf(await loadSplit(data.id, data.train[0]!, () => undefined));
  const share = IMAGES / WORKERS;
  const remotes = Array.from({ length: WORKERS }, () =>
    wrap<CodesWorker>(new Worker(new URL('./codes.worker.ts', import.meta.url), { type: 'module' })),
  );
  // One after the other: the time to compile is that of one worker.
  const compiling: number[] = [];
  for (const [at, remote] of remotes.entries()) {
    const found = await remote.prepare({ bundle, test, train, from: at * share, to: (at + 1) * share });
    compiling.push(found.float + found.codes);
  }
  const pool = new EvalPool(Array.from({ length: WORKERS }, () => new Staff(spawnEvalWorker)));
  valueOf(await pool.loadModel(bundle, false));
  valueOf(await pool.loadImages(test));
  valueOf(await pool.evaluate(null, IMAGES));
  const float = await timed(async (round) => valueOf(await pool.evaluate(freshSide(round), IMAGES)));
  const int8 = await timed(() => Promise.all(remotes.map((remote) => remote.run())));
  return { float, int8, compiling };
}

Object.assign(window, { measurePool: measure });
