import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/defaults';
import type { LayerSigns, LayerSnapshot } from '../../../src/jobs/train-reports';
import { faultOf, signsOf } from './doctor';
import { type Run, newRun, taskFor } from './runs';

const HEALTHY: LayerSigns = {
  n: 1000,
  low: -1,
  high: 1,
  scale: 0.1,
  masked: 0.05,
  changed: 0.2,
  oscillating: 2,
  window: 10,
  spread: 4,
  steps: new Uint32Array(60),
};

interface Change {
  readonly signs?: Partial<LayerSigns>;
  readonly zeroShare?: number;
  readonly params?: Run['task']['params'];
  readonly run?: Partial<Run>;
}

function run({ signs = {}, zeroShare = 0.5, params = {}, run: change = {} }: Change): Run {
  const task = taskFor(defaultExperiment(), 'a');
  const layer = { layer: 'conv', zeroShare, signs: { ...HEALTHY, ...signs } } as unknown as LayerSnapshot;
  const base = newRun('a', 'lenet', 2000, { ...task, params: { ...task.params, ...params } }, null);
  return { ...base, status: 'finished', step: 100, steps: 100, snapshots: [{ step: 100, layers: [layer] }], ...change };
}
const maxAbs = { task: { ...run({}).task, scale: 'max-abs' } } as const;
const rising = [0, 50, 80, 100].map((step) => ({ step, correct: 1000 + step * 5, images: 2000 }));

describe('the doctor', () => {
  it('finds nothing in a run that learns', () => {
    expect(faultOf(run({}), 'conv')).toBeNull();
    expect(signsOf(run({}), 'conv').every(({ isGood }) => isGood !== false)).toBe(true);
  });

  it.each<[string, Change, { key: string; value: unknown }]>([
    [
      'one weight sets the scale',
      { signs: { spread: 9 }, zeroShare: 0.99, run: maxAbs },
      { key: 'scaleA', value: 'learned' },
    ],
    ['the range is too narrow', { signs: { masked: 0.4 } }, { key: 'scaleA', value: 'learned' }],
    [
      'nothing clips the gradient',
      {
        signs: { steps: Uint32Array.from({ length: 60 }, (_, bin) => (bin === 0 ? 400 : 10)) },
        params: { ste: 'pass-through' },
      },
      { key: 'ste', value: 'clipped' },
    ],
    ['hardly any code changes', { signs: { changed: 0.001 } }, { key: 'learningRate', value: 0.01 }],
    [
      'weights oscillate',
      { signs: { oscillating: 60 }, params: { schedule: 'constant' } },
      { key: 'schedule', value: 'cosine' },
    ],
    ['it was still rising', { run: { points: rising } }, { key: 'epochs', value: 2 }],
    [
      'the loss grew',
      { run: { status: 'stopped', problem: { title: '', cause: 'The loss grows.', next: '' } } },
      { key: 'learningRate', value: 0.0001 },
    ],
  ])('sees that %s, and names the setting that cures it', (_, change, cure) => {
    expect(faultOf(run(change), 'conv')?.cure).toMatchObject(cure);
  });

  it('says nothing of a layer without signs', () => {
    expect(signsOf(run({}), 'other')).toEqual([]);
    expect(faultOf(run({}), 'other')).toBeNull();
  });
});
