import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { choose } from '../../experiment/techniques';
import type { GraphNode, Model, Op } from '../../model/graph';
import { uniformStream } from '../../numerics/random';
import { valueExamples } from '../../training/examples';
import type { ActivationScheme, QuantizationSettings, TrainingSettings, WeightScheme } from '../../training/settings';
import { initBackend } from '../backend';
import { registerTrainingKernels } from '../gradients/register';
import { type Trainer, createTrainer } from './trainer';

beforeAll(async () => {
  await initBackend({ plain: false });
  registerTrainingKernels();
});

const next = uniformStream(1, 'stochastic-rounding');
const random = (count: number, size = 1): Float32Array =>
  Float32Array.from({ length: count }, () => (next() * 2 - 1) * size);

function kernel(name: string, layout: 'conv2d' | 'depthwise' | 'dense', shape: number[]): Model['kernels'][number] {
  const data = random(
    shape.reduce((product, dim) => product * dim, 1),
    0.5,
  );
  return { info: { name, kind: layout, layout, shape, weights: data.length, macs: 0 }, data };
}

const LINEAR = { kind: 'linear' } as const;
const RELU = { kind: 'relu' } as const;
const window = { strides: [1, 1], dilation: [1, 1], borders: { rows: [1, 1], columns: [1, 1] } } as const;

/** Convolution, batch normalization, ReLU, depthwise convolution, max-pool, dense with softmax: 6 x 6 x 2 to 3 classes. */
function small(): Model {
  const kernels = [
    kernel('conv', 'conv2d', [3, 3, 2, 4]),
    kernel('dw', 'depthwise', [3, 3, 4, 1]),
    kernel('fc', 'dense', [36, 3]),
  ];
  const ops: readonly (readonly [string, Op, number[]])[] = [
    ['image', { kind: 'input' }, [6, 6, 2]],
    ['conv', { kind: 'conv2d', kernel: 0, ...window, bias: null, activation: LINEAR }, [6, 6, 4]],
    [
      'norm',
      {
        kind: 'batch-norm',
        mean: random(4, 0.1),
        variance: random(4).map((v) => 1 + v * v),
        gamma: random(4).map((v) => 1 + v * 0.2),
        beta: random(4, 0.1),
        epsilon: 1e-3,
      },
      [6, 6, 4],
    ],
    ['relu', { kind: 'activation', activation: RELU }, [6, 6, 4]],
    ['dw', { kind: 'depthwise', kernel: 1, ...window, bias: random(4, 0.1), activation: RELU }, [6, 6, 4]],
    ['pool', { kind: 'pool', mode: 'max', size: [2, 2], strides: [2, 2], padding: 'valid' }, [3, 3, 4]],
    ['flat', { kind: 'reshape' }, [36]],
    ['fc', { kind: 'dense', kernel: 2, bias: random(3, 0.1), activation: { kind: 'softmax' } }, [3]],
  ];
  const nodes = ops.map(([name, op, shape], index): GraphNode => ({
    name,
    op,
    shape,
    inputs: index === 0 ? [] : [index - 1],
  }));
  const card = { id: 'small', input: { shape: [6, 6, 2] } } as unknown as Model['card'];
  return { card, preprocess: { mean: 0, std: 1 }, nodes, kernels, biasBytes: 0 };
}

/** Three classes that differ in which corner is bright. */
const COUNT = 96;
const labels = Int32Array.from({ length: COUNT }, (_, i) => i % 3);
const images = random(COUNT * 72).map((value, i) => {
  const [image, place] = [Math.floor(i / 72), i % 72];
  return value * 0.5 + (Math.floor(place / 24) === image % 3 ? 1 : 0);
});
const examples = {
  count: COUNT,
  batch: (indices: Uint32Array) => ({
    inputs: valueExamples(images, images, COUNT).batch(indices, null).inputs,
    targets: Int32Array.from(indices, (index) => labels[index] ?? 0),
  }),
};

const model = small();
const SETTINGS: Partial<TrainingSettings> = { learningRate: 5e-3, batchSize: 16, epochs: 2, seed: 9 };
const recipe = {
  quantizer: choose('quantizer', 'uniform', { bits: 3 }),
  granularity: choose('granularity', 'channel'),
  clipper: choose('clipper', 'minmax'),
  rounder: choose('rounder', 'nearest-even'),
};
const FROZEN: WeightScheme = { kind: 'recipe', recipe, scale: 'frozen', ste: 'clipped', seed: 0 };
const EMA: ActivationScheme = { kind: 'ema', bits: 8, averaging: 0.1, ste: 'clipped' };

function quantization(scheme: WeightScheme, activations: ActivationScheme | null = EMA): QuantizationSettings {
  return { weights: { conv: scheme, dw: scheme, fc: scheme }, activations, batchNorm: 'fold' };
}

function trainer(
  change: Partial<TrainingSettings> = {},
  quantized: QuantizationSettings | null = quantization(FROZEN),
): Trainer {
  return createTrainer({ model, examples, settings: { ...SETTINGS, ...change }, quantization: quantized });
}

function losses(one: Trainer, until?: number): number[] {
  return Array.from(one.run(until), ({ loss }) => loss);
}

const weights = (one: Trainer): number[][] => one.trained().kernels.map(({ data }) => [...data]);

const SCHEMES: Readonly<Record<string, QuantizationSettings | null>> = {
  float: null,
  frozen: quantization(FROZEN),
  'max-abs': quantization({ ...FROZEN, scale: 'max-abs' }, null),
  'learned scales': quantization({ kind: 'lsq', recipe }, { kind: 'lsq', bits: 4 }),
  'dorefa and pact': quantization({ kind: 'dorefa', bits: 3 }, { kind: 'pact', bits: 4, start: 4, decay: 1e-4 }),
  'batch norm kept apart': { ...quantization(FROZEN), batchNorm: 'keep' },
};

describe.each(Object.entries(SCHEMES))('training with %s', (_name, quantized) => {
  it('lowers the loss', () => {
    const all = losses(trainer({ epochs: 12 }, quantized));
    const mean = (part: number[]): number => part.reduce((sum, loss) => sum + loss, 0) / part.length;
    expect(mean(all.slice(-6))).toBeLessThan(0.7 * mean(all.slice(0, 6)));
  });

  it('gives the same weights for the same seed, and other ones for another', () => {
    const [first, second, other] = [trainer({}, quantized), trainer({}, quantized), trainer({ seed: 10 }, quantized)];
    for (const one of [first, second, other]) losses(one);
    expect(weights(second)).toEqual(weights(first));
    expect(weights(other)).not.toEqual(weights(first));
  });

  it('goes on from a checkpoint, cloned and in another trainer, exactly as if it had never stopped', () => {
    const whole = trainer({}, quantized);
    const expected = losses(whole);
    const begun = trainer({}, quantized);
    losses(begun, 5);
    const resumed = trainer({}, quantized);
    resumed.restore(structuredClone(begun.checkpoint()));
    expect(losses(resumed)).toEqual(expected.slice(5));
    expect(weights(resumed)).toEqual(weights(whole));
    expect(resumed.checkpoint()).toEqual(whole.checkpoint());
  });

  it('leaves no tensor behind, between steps and when it is given up', () => {
    const { numTensors } = memory();
    const one = trainer({}, quantized);
    const run = one.run();
    for (let step = 0; step < 3; step++) {
      run.next();
      expect(memory().numTensors).toBe(numTensors);
    }
    run.return(null);
    const test = one.evaluate(examples, 32);
    test.next();
    test.return({ loss: 0, correct: 0, count: 0, predictions: new Int32Array(0) });
    expect(memory().numTensors).toBe(numTensors);
  });
});

describe('createTrainer', () => {
  it('pauses at any step and goes on', () => {
    const expected = losses(trainer());
    const paused = trainer();
    const first = paused.run();
    first.next();
    first.next();
    first.return(null);
    expect(paused.step).toBe(2);
    expect(losses(paused)).toEqual(expected.slice(2));
  });

  it('refuses more in a batch than there are examples, and the checkpoint of another network', () => {
    expect(() => trainer({ batchSize: 97 })).toThrow(RangeError);
    const { arrays, ...rest } = trainer().checkpoint();
    expect(() => trainer().restore({ ...rest, arrays: arrays.slice(1) })).toThrow(RangeError);
  });

  it('shows the network nothing but the levels of its recipe, and keeps the float weights between them', () => {
    const one = trainer();
    losses(one);
    for (const { latent, seen } of one.kernels()) {
      const columns = seen.length % 3 === 0 && seen.length === 108 ? 3 : 4;
      for (let column = 0; column < columns; column++) {
        const levels = new Set([...seen].filter((_, i) => i % columns === column).map(Math.abs));
        expect(levels.size).toBeLessThanOrEqual(4);
      }
      expect(new Set(latent).size).toBeGreaterThan(latent.length / 2);
    }
  });

  it('measures the folded network as it is deployed: with running statistics', () => {
    const float = trainer({}, null);
    const sixteen = {
      ...FROZEN,
      recipe: { ...recipe, quantizer: choose('quantizer', 'uniform', { bits: 16 }) },
      scale: 'max-abs',
    } as const;
    const folded = trainer({}, quantization(sixteen, null));
    const [one, other] = [float, folded].map((each) => {
      const run = each.evaluate(examples, 32);
      for (let step = run.next(); ; step = run.next()) if (step.done === true) return step.value;
    });
    expect(other?.loss).toBeCloseTo(one?.loss ?? NaN, 3);
    expect(other?.predictions).toEqual(one?.predictions);
  });

  it('follows the statistics of the batches until they are frozen', () => {
    const of = (one: Trainer) => one.trained().nodes[2]?.op as Extract<Op, { kind: 'batch-norm' }>;
    const before = of(trainer());
    const moving = trainer({ freezeAfter: 0.5 });
    losses(moving, 6);
    const middle = [...of(moving).mean];
    expect(middle).not.toEqual([...before.mean]);
    losses(moving);
    expect([...of(moving).mean]).toEqual(middle);
  });

  it('stops a loss that is no number, names the learning rate and goes back to sound weights', () => {
    const wild = trainer({ learningRate: 1e30, epochs: 4, optimizer: { kind: 'sgd', momentum: 0.9 } });
    const run = wild.run();
    let step = run.next();
    while (step.done !== true) step = run.next();
    expect(step.value?.message).toMatch(/learning rate of 1e\+30/);
    for (const { data } of wild.trained().kernels) expect(data.every(Number.isFinite)).toBe(true);
    expect(wild.checkpoint().arrays.every((array) => array.every((value) => !Number.isNaN(value)))).toBe(true);
  });
});
