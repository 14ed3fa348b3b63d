import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { activationTechniques } from '../activations/registry';
import type { ActivationSettings, Side } from '../experiment/spec';
import { choose } from '../experiment/techniques';
import { parseModelCard } from '../model/card';
import { parseModel } from '../model/model';
import type { Model } from '../model/graph';
import { countChanged, countCorrect } from '../model/score';
import type { ModelBundle } from '../model/types';
import { calibrationImages } from '../nn/calibrate';
import { type EvalResources, createEvalResources, evalJobs } from './evaluate';
import { finish } from './finish';
import { settings, side, uniform } from './calibration-fakes';

const read = (path: string): Buffer => readFileSync(new URL(`../../public/${path}`, import.meta.url));
const bytes = (path: string): ArrayBuffer => Uint8Array.from(read(path)).buffer;
const IMAGES = 400;

const bundle = (): ModelBundle => ({
  card: parseModelCard(JSON.parse(read('models/lenet/card.json').toString())),
  topology: JSON.parse(read('models/lenet/model.json').toString()),
  weights: bytes('models/lenet/weights.bin'),
});

async function worker(): Promise<{ resources: EvalResources; labels: Uint8Array }> {
  const resources = createEvalResources();
  await finish(evalJobs['load-model']({ bundle: bundle(), plain: false }, resources));
  const test = { packed: bytes('data/fashion-mnist/test-0-2000.bin'), count: 2000, offset: 0, from: 0, to: IMAGES };
  const { labels } = await finish(evalJobs['load-images'](test, resources));
  const packed = bytes('data/fashion-mnist/train-0-10000.bin');
  await finish(evalJobs['load-calibration']({ packed, count: 10_000 }, resources));
  return { resources, labels };
}

let shared: { resources: EvalResources; labels: Uint8Array };
let model: Model;

async function evaluate(given: Side | null, from = 0, to = IMAGES, resources = shared.resources) {
  const activations = given?.activations;
  const taps = activations === undefined ? {} : await finish(evalJobs.calibrate({ activations }, resources));
  return finish(evalJobs.evaluate({ side: given, from, to, taps }, resources));
}

beforeAll(async () => {
  shared = await worker();
  model = parseModel(bundle());
});

describe('calibration images', () => {
  it('are distinct, seeded, and the first ones of a longer choice', () => {
    const chosen = calibrationImages(1000, { images: 300, seed: 5 });
    expect(new Set(chosen).size).toBe(300);
    expect(chosen.every((image) => image >= 0 && image < 1000)).toBe(true);
    expect(calibrationImages(1000, { images: 100, seed: 5 })).toEqual(chosen.slice(0, 100));
    expect(calibrationImages(1000, { images: 300, seed: 6 })).not.toEqual(chosen);
  });

  it('cannot be more than there are', () => {
    expect(() => calibrationImages(10, { images: 11, seed: 0 })).toThrow(/1 to 10 images/);
  });
});

/** The LeNet-like network in loops, with `quantize` at the input of each layer with weights. */
function plainForward(image: Float32Array, quantize: (layer: string, x: Float32Array) => Float32Array): Float32Array {
  let x = image;
  for (const node of model.nodes) {
    const { op } = node;
    if ('kernel' in op && 'bias' in op) {
      const kernel = model.kernels[op.kernel];
      if (kernel === undefined) throw new RangeError('no kernel');
      const from = model.nodes[node.inputs[0] ?? 0]?.shape ?? [];
      const input = quantize(kernel.info.name, x);
      const y = op.kind === 'dense' ? product(input, kernel) : convolution(input, from, node.shape, kernel, op);
      x = y.map((v, at) => {
        const sum = v + (op.bias?.[at % (op.bias.length || 1)] ?? 0);
        return op.activation.kind === 'relu' ? Math.max(sum, 0) : sum;
      });
    } else if (op.kind === 'pool') {
      x = maxPool(x, model.nodes[node.inputs[0] ?? 0]?.shape ?? [], node.shape);
    }
  }
  return x;
}

type KernelOf = Model['kernels'][number];

function product(x: Float32Array, { data, info }: KernelOf): Float32Array {
  const [rows = 0, columns = 0] = info.shape;
  const out = new Float32Array(columns);
  for (let o = 0; o < columns; o++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += (x[i] ?? 0) * (data[i * columns + o] ?? 0);
    out[o] = sum;
  }
  return out;
}

function convolution(
  x: Float32Array,
  from: readonly number[],
  to: readonly number[],
  { data, info }: KernelOf,
  op: { readonly borders?: { readonly rows: readonly number[]; readonly columns: readonly number[] } },
): Float32Array {
  const [height = 0, width = 0, inputs = 0] = from;
  const [rows = 0, columns = 0, outputs = 0] = to;
  const [kh = 0, kw = 0] = info.shape;
  const [top = 0, left = 0] = [op.borders?.rows[0], op.borders?.columns[0]];
  const out = new Float32Array(rows * columns * outputs);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++)
      for (let o = 0; o < outputs; o++) {
        let sum = 0;
        for (let i = 0; i < kh; i++)
          for (let j = 0; j < kw; j++) {
            const [y, z] = [r + i - top, c + j - left];
            if (y < 0 || z < 0 || y >= height || z >= width) continue;
            for (let n = 0; n < inputs; n++)
              sum += (x[(y * width + z) * inputs + n] ?? 0) * (data[((i * kw + j) * inputs + n) * outputs + o] ?? 0);
          }
        out[(r * columns + c) * outputs + o] = sum;
      }
  return out;
}

function maxPool(x: Float32Array, from: readonly number[], to: readonly number[]): Float32Array {
  const [, width = 0, channels = 0] = from;
  const [rows = 0, columns = 0] = to;
  const out = new Float32Array(rows * columns * channels).fill(-Infinity);
  for (let r = 0; r < rows * 2; r++)
    for (let c = 0; c < columns * 2; c++)
      for (let n = 0; n < channels; n++) {
        const at = ((r >> 1) * columns + (c >> 1)) * channels + n;
        out[at] = Math.max(out[at] ?? 0, x[(r * width + c) * channels + n] ?? 0);
      }
  return out;
}

function imageOf(index: number): Float32Array {
  const { mean, std } = model.preprocess;
  return Float32Array.from(shared.resources.images.item(index).bytes, (pixel) => (pixel / 255 - mean) / std);
}

describe('quantized activations', () => {
  it('are those of a network in plain loops with the same scales', async () => {
    const activations = settings({ quantizer: uniform({ bits: 4 }) });
    const taps = await finish(evalJobs.calibrate({ activations }, shared.resources));
    const shard = await evaluate(side(activations));
    const logits = plainForward(imageOf(0), (layer, x) => {
      const { scales, zeroPoints, qmin, qmax } = taps[layer] ?? { scales: [], zeroPoints: [], qmin: 0, qmax: 0 };
      const [s = Number.NaN, z = 0] = [scales[0], zeroPoints[0]];
      return x.map((v) => {
        const whole = Math.round(v / s);
        const even = Math.abs(v / s - Math.trunc(v / s)) === 0.5 && whole % 2 !== 0 ? whole - 1 : whole;
        return Math.fround((Math.min(Math.max(even + z, qmin), qmax) - z) * s);
      });
    });
    shard.firstLogits?.forEach((got, at) => expect(got).toBeCloseTo(logits[at] ?? 0, 3));
    const float = await evaluate(null);
    expect(Math.abs((float.firstLogits?.[0] ?? 0) - (logits[0] ?? 0))).toBeGreaterThan(0.01);
  });

  it('cost nothing at 8 bits, and much at 2', async () => {
    const float = await evaluate(null);
    const right = (predictions: Uint8Array) => countCorrect(predictions, shared.labels);
    const eight = await evaluate(side(settings({})));
    const two = await evaluate(side(settings({ quantizer: uniform({ bits: 2 }) })));
    expect(Math.abs(right(eight.predictions) - right(float.predictions))).toBeLessThanOrEqual(4);
    expect(countChanged(eight.predictions, float.predictions)).toBeLessThan(IMAGES * 0.03);
    expect(right(two.predictions)).toBeLessThan(right(float.predictions) - IMAGES * 0.05);
  });

  it.each([
    ['per-tensor, affine', {}],
    ['per-channel', { granularity: choose('granularity', 'channel', {}, 'activations') }],
    ['per batch', { granularity: choose('granularity', 'batch', { batchSize: '50' }, 'activations') }],
    ['per sample', { granularity: choose('granularity', 'sample', {}, 'activations') }],
    ['symmetric, unsigned after ReLU', { quantizer: uniform({ scheme: 'symmetric' }) }],
    ['symmetric, signed', { quantizer: uniform({ scheme: 'symmetric', codes: 'signed' }) }],
    ...['ema', 'percentile', 'mse', 'octav', 'manual'].map(
      (id) => [id, { clipper: choose('clipper', id, {}, 'activations') }] as const,
    ),
  ] as const)('stay near the float network at 8 bits: %s', async (_name, change) => {
    const float = await evaluate(null);
    const shard = await evaluate(side(settings(change), 'uniform'));
    expect(countChanged(shard.predictions, float.predictions)).toBeLessThan(IMAGES * 0.06);
    expect(shard.logitsSquaredError).toBeGreaterThan(0);
  });

  it('are the same in shards, again, after an edit elsewhere, and in a fresh worker', async () => {
    const given = side(settings({ quantizer: uniform({ bits: 4 }) }), 'uniform');
    const whole = await evaluate(given);
    const parts = [await evaluate(given, 0, 100), await evaluate(given, 100, IMAGES)];
    expect(parts.flatMap(({ predictions }) => [...predictions])).toEqual([...whole.predictions]);
    const edited = settings({}, { overrides: { dense1: { quantizer: uniform({ bits: 3 }) } } });
    await evaluate(side({ ...edited, recipe: { ...edited.recipe, quantizer: uniform({ bits: 4 }) } }, 'uniform'));
    const again = await evaluate(given);
    const fresh = await worker();
    const other = await evaluate(given, 0, IMAGES, fresh.resources);
    for (const shard of [again, other]) {
      expect(shard.predictions).toEqual(whole.predictions);
      expect(shard.logitsSquaredError).toBe(whole.logitsSquaredError);
    }
  });

  it('of one layer run again from there and change nothing before', async () => {
    const four = settings({ quantizer: uniform({ bits: 4 }) });
    const names = model.kernels.map(({ info }) => info.name);
    const last = names.at(-1) ?? '';
    const edited = { ...four, overrides: { [last]: { quantizer: uniform({ bits: 2 }) } } };
    const first = await evaluate(side(four));
    const second = await evaluate(side(edited));
    const fresh = await worker();
    const direct = await evaluate(side(edited), 0, IMAGES, fresh.resources);
    expect(second.logitsSquaredError).toBe(direct.logitsSquaredError);
    expect(second.logitsSquaredError).not.toBe(first.logitsSquaredError);
  });

  it('need calibrated ranges, unless they are dynamic', async () => {
    const run = (activations: ActivationSettings) =>
      finish(evalJobs.evaluate({ side: side(activations), from: 0, to: 100 }, shared.resources));
    await expect((async () => run(settings({})))()).rejects.toThrow(/has not been calibrated/);
    const dynamic = settings({ granularity: choose('granularity', 'sample', {}, 'activations') });
    await expect(run(dynamic)).resolves.toMatchObject({ count: 100 });
  });

  it('with biases at int32 move the logits by next to nothing', async () => {
    const eight = settings({});
    const float = await evaluate(side(eight, 'uniform'));
    const rounded = await evaluate(side({ ...eight, bias: 'int32' }, 'uniform'));
    expect(rounded.logitsSquaredError).not.toBe(float.logitsSquaredError);
    rounded.firstLogits?.forEach((got, at) => expect(got).toBeCloseTo(float.firstLogits?.[at] ?? 0, 1));
  });

  it('calibrated on one image have a defined range under every clipper, and a network that answers', async () => {
    for (const id of Object.keys(activationTechniques.clipper)) {
      for (const granularity of ['tensor', 'channel']) {
        const given = settings(
          {
            clipper: choose('clipper', id, {}, 'activations'),
            granularity: choose('granularity', granularity, {}, 'activations'),
          },
          { calibration: { images: 1, seed: 7 } },
        );
        const taps = await finish(evalJobs.calibrate({ activations: given }, shared.resources));
        for (const { scales, zeroPoints, low, high } of Object.values(taps)) {
          expect([...scales, ...zeroPoints, ...low, ...high].every(Number.isFinite), `${id} ${granularity}`).toBe(true);
          expect(scales.every((scale) => scale > 0)).toBe(true);
        }
        if (id !== 'minmax') continue;
        const { firstLogits } = await finish(
          evalJobs.evaluate({ side: side(given), from: 0, to: 20, taps }, shared.resources),
        );
        expect(firstLogits?.every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('say why a clipper cannot follow a dynamic range', async () => {
    const given = settings({
      granularity: choose('granularity', 'batch', {}, 'activations'),
      clipper: choose('clipper', 'ema', {}, 'activations'),
    });
    await expect((async () => evaluate(side(given)))()).rejects.toThrow(/needs calibration batches/);
  });
});

describe('the values of a tap', () => {
  const calibration = { images: 64, seed: 3 };
  const valuesOf = (kernel: number) =>
    finish(evalJobs['tap-values']({ layer: model.kernels[kernel]?.info.name ?? '', calibration }, shared.resources));

  it('are all kept where they are few, within the ends of their batches', async () => {
    const { data, nonNegative, values, images, batches } = await valuesOf(1);
    expect({ nonNegative, images, kept: data.length }).toEqual({ nonNegative: true, images: 64, kept: values });
    expect(batches.low).toHaveLength(2);
    expect(Math.min(...batches.low)).toBe(0);
    expect(data.reduce((most, value) => Math.max(most, value), 0)).toBe(Math.max(...batches.high));
  });

  it('have both signs before the first layer', async () => {
    const { nonNegative, batches } = await valuesOf(0);
    expect(nonNegative).toBe(false);
    expect(Math.min(...batches.low)).toBeLessThan(0);
  });
});
