/** Ladders of made-up tensors, for tests. */
import { rungsOf } from '../experiment/rungs';
import { plainKernels } from '../kernels/index';
import type { WeightTensor } from '../quantizers/types';
import type { JobGenerator } from './catalogue';
import { ladderJobs } from './ladder';
import type { LadderInput, LadderReport, RungReport } from './ladder-reports';

export function dense(channels: readonly (readonly number[])[]): WeightTensor {
  const [first = []] = channels;
  const data = Float32Array.from(first.flatMap((_, row) => channels.map((channel) => channel[row] ?? 0)));
  return { data, shape: [first.length, channels.length], layout: 'dense' };
}

export function finish<P, R>(job: JobGenerator<P, R> | Promise<R>): R {
  if (job instanceof Promise) throw new Error('not a generator');
  for (;;) {
    const step = job.next();
    if (step.done === true) return step.value;
  }
}

export const resourcesWith = (tensor: WeightTensor) => ({
  kernels: plainKernels,
  model: null,
  tensors: new Map([['layer', tensor]]),
});

export const SETTINGS = { bits: 4, groupSize: 16 };

export const INPUT: LadderInput = {
  tensor: { kind: 'layer', layer: 'layer' },
  outlier: null,
  seed: 7,
  at: 0,
  rungs: rungsOf(SETTINGS),
  window: { rows: 64, columns: 32 },
};

export const climb = (tensor: WeightTensor, input: Partial<LadderInput> = {}): LadderReport =>
  finish(ladderJobs.ladder({ ...INPUT, ...input }, resourcesWith(tensor)));

export const rung = ({ rungs }: LadderReport, id: string): RungReport => {
  const found = rungs.find((one) => one.id === id);
  if (found === undefined || 'problem' in found) throw new Error(`no rung ${id}`);
  return found;
};

/** A fixed pseudo-random tensor with one loud channel. */
export const loud = dense(
  Array.from({ length: 24 }, (_, c) =>
    Array.from({ length: 80 }, (_v, r) => Math.sin(12.9898 * (c * 80 + r + 1)) * (c === 5 ? 8 : 1)),
  ),
);
