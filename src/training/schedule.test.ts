import { describe, expect, it } from 'vitest';
import { learningRateAt } from './schedule';
import { TRAINING_DEFAULTS, type TrainingSettings } from './settings';

const settings = (change: Partial<TrainingSettings>): TrainingSettings => ({
  ...TRAINING_DEFAULTS,
  learningRate: 0.5,
  epochs: 4,
  ...change,
});
const rates = (change: Partial<TrainingSettings>, steps = 40): number[] =>
  Array.from({ length: steps }, (_, step) => learningRateAt(settings(change), step, 10));

describe('learningRateAt', () => {
  it('stays with the constant schedule', () => {
    expect(new Set(rates({ schedule: { kind: 'constant' } }))).toEqual(new Set([0.5]));
  });

  it('falls along half a cosine to its floor', () => {
    const cosine = rates({ schedule: { kind: 'cosine', floor: 0.1 } }, 41);
    expect(cosine[0]).toBe(0.5);
    expect(cosine[20]).toBeCloseTo(0.5 * 0.55, 6);
    expect(cosine[40]).toBeCloseTo(0.05, 6);
    expect(cosine.every((rate, i) => i === 0 || rate <= (cosine[i - 1] ?? 0))).toBe(true);
  });

  it('falls by its factor after every so many epochs', () => {
    const steps = rates({ schedule: { kind: 'step', epochs: 2, factor: 0.1 } });
    expect(steps.slice(0, 20)).toEqual(Array(20).fill(0.5));
    expect(steps.slice(20)).toEqual(Array(20).fill(Math.fround(0.05)));
  });

  it('rises from a first share to the full rate over the warm-up, and then begins the schedule', () => {
    const warm = rates({ warmUpSteps: 5, schedule: { kind: 'cosine', floor: 0 } });
    [0.1, 0.2, 0.3, 0.4, 0.5, 0.5].forEach((rate, step) => expect(warm[step]).toBeCloseTo(rate, 6));
    expect(warm[6]).toBeLessThan(0.5);
  });

  it('gives float32 numbers, so that the last bit of a cosine cannot matter', () => {
    for (const rate of rates({ schedule: { kind: 'cosine', floor: 0 } })) expect(Math.fround(rate)).toBe(rate);
  });
});
