import { describe, expect, it } from 'vitest';
import { type Trainable, startMoments, updateTrainable } from './optimizer';
import { TRAINING_DEFAULTS, type OptimizerSettings } from './settings';

const trainable = (values: number[], change: Partial<Trainable> = {}): Trainable => ({
  values: Float32Array.from(values),
  decays: false,
  unit: 1,
  floor: -Infinity,
  ...change,
});

function run(one: Trainable, gradients: readonly number[][], settings: OptimizerSettings, weightDecay = 0): number[] {
  const moments = startMoments(one, settings);
  gradients.forEach((gradient, i) =>
    updateTrainable(one, gradient, moments, settings, { learningRate: 0.01, weightDecay, count: i + 1 }),
  );
  return [...one.values];
}

const ADAM = TRAINING_DEFAULTS.optimizer;

describe('updateTrainable', () => {
  it('moves a weight by the learning rate in the first step of Adam, whatever the size of the gradient', () => {
    const [small = 0, large = 0] = run(trainable([1, 1]), [[1e-3, 1e3]], ADAM);
    expect(small).toBeCloseTo(0.99, 5);
    expect(large).toBeCloseTo(0.99, 5);
  });

  // Algorithm 1 of Kingma and Ba, worked in float64 by a separate program over the gradients 1, -2, 0.5 from 1.
  it('agrees with Adam as published over three steps', () => {
    const [value] = run(trainable([1]), [[1], [-2], [0.5]], ADAM);
    expect(value).toBeCloseTo(0.9950279419673822, 5);
  });

  it('gathers speed with momentum: v = 0.9 v + g', () => {
    const [value] = run(trainable([1]), [[1], [1]], { kind: 'sgd', momentum: 0.9 });
    expect(value).toBeCloseTo(1 - 0.01 * 1 - 0.01 * 1.9, 6);
  });

  it('takes weight decay off what decays, and off nothing else', () => {
    const none: number[][] = [[0]];
    expect(run(trainable([2], { decays: true }), none, ADAM, 0.5)[0]).toBeCloseTo(2 * (1 - 0.01 * 0.5), 6);
    expect(run(trainable([2]), none, ADAM, 0.5)).toEqual([2]);
  });

  it('steps a scale in units of itself and keeps it positive', () => {
    expect(run(trainable([0.2], { unit: 0.2 }), [[1]], ADAM)[0]).toBeCloseTo(0.198, 5);
    expect(run(trainable([0.005], { floor: 0.001 }), [[1]], ADAM)[0]).toBeCloseTo(0.001, 6);
  });
});
