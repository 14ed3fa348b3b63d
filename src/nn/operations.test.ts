import '@tensorflow/tfjs-backend-cpu';
import { type Tensor4D, depthwiseConv2d, memory, mul, setBackend, tensor, tensor4d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { GraphNode, Model } from '../model/graph';
import { initBackend } from './backend';
import { cutsOf } from './cuts';
import { forward } from './forward';
import { NetworkWeights } from './network';
import { compute } from './operations';

beforeAll(async () => {
  await initBackend({ plain: false });
});

const NO_WEIGHTS = { kernels: [], bias: null, norm: null };
const wave = (count: number): Float32Array => Float32Array.from({ length: count }, (_, at) => Math.sin(at * 1.7) * 2);

describe('compute', () => {
  it('dilates depthwise kernels', async () => {
    const [image, kernel] = [wave(2 * 9 * 8 * 3), wave(3 * 3 * 3 * 2)];
    const tensors = (): [Tensor4D, Tensor4D] => [tensor4d(image, [2, 9, 8, 3]), tensor4d(kernel, [3, 3, 3, 2])];
    for (const padding of ['same', 'valid'] as const) {
      await setBackend('cpu');
      const wanted = depthwiseConv2d(...tensors(), 1, padding, 'NHWC', 2);
      const values = wanted.dataSync();
      await setBackend('wasm');
      const border: [number, number] = padding === 'same' ? [2, 2] : [0, 0];
      const op = {
        kind: 'depthwise' as const,
        kernel: 0,
        bias: null,
        activation: { kind: 'linear' as const },
        strides: [1, 1] as const,
        dilation: [2, 2] as const,
        borders: { rows: border, columns: border },
      };
      const [x, filter] = tensors();
      const got = compute({ name: 'd', op, inputs: [0], shape: [] }, [x], { ...NO_WEIGHTS, kernels: [filter] });
      expect(got.shape).toEqual(wanted.shape);
      got.dataSync().forEach((value, at) => expect(value).toBeCloseTo(values[at] ?? NaN, 4));
    }
  });

  it('keeps the axes of global pooling when told to', () => {
    const x = tensor([1, 10, 2, 20, 3, 30, 6, 60], [1, 2, 2, 2]);
    const pool = (mode: 'max' | 'average') =>
      compute(
        { name: 'g', op: { kind: 'global-pool', mode, keepDims: true }, inputs: [0], shape: [1, 1, 2] },
        [x],
        NO_WEIGHTS,
      );
    expect([pool('max'), pool('average')].map((y) => [y.shape, [...y.dataSync()]])).toEqual([
      [
        [1, 1, 1, 2],
        [6, 60],
      ],
      [
        [1, 1, 1, 2],
        [3, 30],
      ],
    ]);
  });
});

/** relu(x W) + x, then V: a skip connection around the first of two dense layers. */
const node = (name: string, op: GraphNode['op'], inputs: readonly number[]): GraphNode => ({
  name,
  op,
  inputs,
  shape: [2],
});
const linear = { bias: null, activation: { kind: 'linear' } } as const;
const kernel = (name: string, values: readonly number[]): Model['kernels'][number] => ({
  info: { name, kind: 'Dense', layout: 'dense', shape: [2, 2], weights: 4, macs: 4 },
  data: Float32Array.from(values),
});
const skip: Model = {
  card: { id: 'skip', output: 'two values', sha256: '', input: { shape: [2], preprocess: 'pixel/255' } },
  preprocess: { mean: 0, std: 1 },
  nodes: [
    node('input', { kind: 'input' }, []),
    node('first', { kind: 'dense', kernel: 0, ...linear }, [0]),
    node('relu', { kind: 'activation', activation: { kind: 'relu' } }, [1]),
    node('second', { kind: 'dense', kernel: 1, ...linear }, [2]),
    node('sum', { kind: 'add' }, [3, 0]),
  ],
  kernels: [kernel('first', [1, -1, 0, 2]), kernel('second', [1, 0, 1, 1])],
  biasBytes: 0,
};

describe('forward', () => {
  // x = [1, 2]: x W = [1, 3], relu the same, times V = [4, 3], plus x = [5, 5].
  const run = (given: Partial<Parameters<typeof forward>[0]>): number[] => {
    const weights = new NetworkWeights(
      skip,
      skip.kernels.map(({ data }) => data),
    );
    const output = forward({ model: skip, weights, known: new Map([[0, tensor([1, 2], [1, 2])]]), from: 1, ...given });
    const values = [...output.dataSync()];
    output.dispose();
    weights.dispose();
    return values;
  };

  it('shows every output to the tap, in order, and takes what it returns instead', () => {
    const before = memory().numTensors;
    const seen: string[] = [];
    const values = run({
      tap: (index, output) => {
        seen.push(skip.nodes[index]?.name ?? '');
        return index === 2 ? mul(output, 10) : output;
      },
    });
    expect(seen).toEqual(['first', 'relu', 'second', 'sum']);
    expect(values).toEqual([41, 32]);
    expect(memory().numTensors).toBe(before);
  });

  it('goes on from a cut with nothing but its live outputs', () => {
    const [cut] = cutsOf(skip);
    expect(cut).toEqual({ from: 3, live: [0, 2], kernels: 1, bytes: 16 });
    const known = new Map([
      [0, tensor([1, 2], [1, 2])],
      [2, tensor([1, 3], [1, 2])],
    ]);
    expect(run({ known, from: 3 })).toEqual([5, 5]);
  });

  it('disposes of what it has when a layer fails', () => {
    const before = memory().numTensors;
    const weights = new NetworkWeights(
      skip,
      skip.kernels.map(({ data }) => data),
    );
    const known = new Map([[0, tensor([1, 2, 3], [1, 3])]]);
    expect(() => forward({ model: skip, weights, known, from: 1 })).toThrow();
    weights.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('cutsOf', () => {
  it('cuts before every layer with kernels but the first, and at the end', () => {
    expect(cutsOf(skip).map(({ from, live, kernels }) => ({ from, live, kernels }))).toEqual([
      { from: 3, live: [0, 2], kernels: 1 },
      { from: 5, live: [4], kernels: 2 },
    ]);
  });
});
