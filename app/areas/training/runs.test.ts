import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/defaults';
import { withScreenParam } from '../../../src/experiment/screens/settings';
import type { Experiment } from '../../../src/experiment/spec';
import type { ParamValue } from '../../../src/params/param';
import { measuringSteps, runKey, taskFor } from './runs';

const base = defaultExperiment();
function changed(key: string, value: ParamValue): Experiment {
  const screens = withScreenParam(base.screens, 'training', key, value);
  return screens === undefined ? base : { ...base, screens };
}

describe('runKey', () => {
  it('changes with what decides the numbers of a run', () => {
    for (const [key, value] of [
      ['epochs', 3],
      ['seed', 5],
      ['learningRate', 0.003],
    ] as const) {
      for (const id of ['a', 'b', 'float'] as const)
        expect(runKey(changed(key, value), id), key).not.toBe(runKey(base, id));
    }
    expect(runKey({ ...base, images: 10000 }, 'a')).not.toBe(runKey(base, 'a'));
  });

  it('keeps a run when only the other side, or what is trained at all, changes', () => {
    expect(runKey(changed('scaleB', 'learned'), 'a')).toBe(runKey(base, 'a'));
    expect(runKey(changed('scaleB', 'learned'), 'b')).not.toBe(runKey(base, 'b'));
    expect(runKey({ ...base, b: base.a }, 'a')).toBe(runKey(base, 'a'));
    for (const key of ['train', 'control'] as const)
      expect(runKey(changed(key, key === 'train' ? 'a' : false), 'b')).toBe(runKey(base, 'b'));
  });

  it('keeps the float control when only quantization changes', () => {
    for (const [key, value] of [
      ['ste', 'torch'],
      ['activations', 'ema'],
    ] as const)
      expect(runKey(changed(key, value), 'float')).toBe(runKey(base, 'float'));
    expect(taskFor(base, 'float').side).toBeNull();
  });
});

it('measures at the start, at the end and at ascending steps between', () => {
  for (const steps of [1, 7, 156, 3120]) {
    const stops = measuringSteps(steps);
    expect([stops[0], stops.at(-1)]).toEqual([0, steps]);
    expect(stops.every((stop, i) => i === 0 || stop > (stops[i - 1] ?? 0))).toBe(true);
  }
});
