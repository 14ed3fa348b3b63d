/** The job behind the Granularity ladder: what a slider waits for, on layers of 200 k and of 1 M weights. */
import { rungsOf } from '../src/experiment/rungs';
import { ladderJobs } from '../src/jobs/ladder';
import { loadKernels } from '../src/kernels/index';
import type { WeightTensor } from '../src/quantizers/types';
import { quantile } from './measure';
import type { Group, Row } from './rows';
import { weights } from './weights';

const SIZES = [
  { count: 200_000, budget: 16 },
  { count: 1_000_000, budget: 50 },
];
const COLUMNS = 100;
const MOVES = 40;

/** Milliseconds of every move of the group size: one rung of the ladder is quantized anew, the others stay. */
function moves(tensor: WeightTensor, groups: readonly number[]): number[] {
  const resources = { kernels: loadKernels(), model: null, tensors: new Map([['layer', tensor]]) };
  const settings = { seed: 7, at: 0, outlier: null, window: { rows: 64, columns: 32 } } as const;
  return groups.map((groupSize) => {
    const rungs = rungsOf({ bits: 4, groupSize }).filter(({ id }) => id === 'group');
    const start = performance.now();
    const job = ladderJobs.ladder({ ...settings, tensor: { kind: 'layer', layer: 'layer' }, rungs }, resources);
    if (job instanceof Promise) throw new Error('The job is not a generator.');
    while (job.next().done !== true);
    return performance.now() - start;
  });
}

/** In Node on one thread. */
export function ladderGroup(): Group {
  const rows = SIZES.flatMap(({ count, budget }): Row[] => {
    const tensor: WeightTensor = { data: weights(count), shape: [count / COLUMNS, COLUMNS], layout: 'dense' };
    const [, , ...times] = moves(
      tensor,
      Array.from({ length: MOVES + 2 }, (_, i) => 4 + i),
    );
    const what = `${count.toLocaleString('en')} weights`;
    const row = (name: string, p: number, limit: number | null): Row => ({
      id: `ladder/${String(count)}/${name}`,
      what: `${what}, ${name} of ${String(times.length)} moves`,
      value: quantile(times, p),
      unit: 'ms',
      budget: limit,
      peer: null,
    });
    return [row('p50', 0.5, null), row('p95', 0.95, budget)];
  });
  return { title: 'Granularity ladder: group size to report', rows };
}
