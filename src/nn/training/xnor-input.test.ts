import { memory, tensor, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { channelMeans, filterScales, inputScales, signConvolution } from '../../binary/xnor';
import type { GraphNode } from '../../model/graph';
import { uniformStream } from '../../numerics/random';
import { initBackend } from '../backend';
import { XnorInput } from './xnor-input';

beforeAll(async () => {
  await initBackend({ plain: false });
});

const next = uniformStream(5, 'sample-values');
const random = (count: number): Float32Array => Float32Array.from({ length: count }, () => next() * 2 - 1);
const [HEIGHT, WIDTH, CHANNELS, OUTPUTS, SIDE] = [6, 5, 3, 4, 3];
const image = random(HEIGHT * WIDTH * CHANNELS);
const kernel = random(SIDE * SIDE * CHANNELS * OUTPUTS);

/** [..., channels] to [channels, ...]. */
const channelsFirst = (values: Float32Array, channels: number): Float32Array =>
  Float32Array.from(values, (_, i) => {
    const area = values.length / channels;
    return values[(i % area) * channels + Math.floor(i / area)]!;
  });

const node: GraphNode = {
  name: 'conv',
  op: {
    kind: 'conv2d',
    kernel: 0,
    strides: [1, 1],
    dilation: [1, 1],
    borders: { rows: [0, 0], columns: [0, 0] },
    bias: null,
    activation: { kind: 'linear' },
  },
  inputs: [0],
  shape: [HEIGHT - SIDE + 1, WIDTH - SIDE + 1, OUTPUTS],
};

/** Mean 0 and deviation 1 in every channel: the input stays as it is. */
function identity(): XnorInput {
  const input = new XnorInput();
  input.restore([...new Array<number>(CHANNELS).fill(0), ...new Array<number>(CHANNELS).fill(1 - 1e-3)]);
  return input;
}

describe('XnorInput', () => {
  it('gives K times the packed convolution of the signs', () => {
    const maps = { channels: CHANNELS, height: HEIGHT, width: WIDTH, data: channelsFirst(image, CHANNELS) };
    const perOutput = channelsFirst(kernel, OUTPUTS);
    const data = Float32Array.from({ length: kernel.length }, (_, i) => {
      const size = kernel.length / OUTPUTS;
      return channelsFirst(perOutput.slice(Math.floor(i / size) * size, (Math.floor(i / size) + 1) * size), CHANNELS)[
        i % size
      ]!;
    });
    const filters = { outputs: OUTPUTS, channels: CHANNELS, height: SIDE, width: SIDE, data };
    const scales = inputScales(channelMeans(maps), maps, filters);
    const alphas = filterScales(filters);
    const want = signConvolution(maps, filters).map((map, o) => map.map((dot, p) => dot * scales[p]! * alphas[o]!));
    const input = identity();
    const got = tidy(() => {
      const x = input.apply(tensor(image, [1, HEIGHT, WIDTH, CHANNELS]), null, false);
      const signs = kernel.map((w, i) => (w < 0 ? -1 : 1) * alphas[i % OUTPUTS]!);
      const weights = { kernels: [tensor(signs, [SIDE, SIDE, CHANNELS, OUTPUTS])], bias: null, norm: null };
      return input.multiply(node, x, weights).dataSync().slice();
    });
    got.forEach((value, i) => expect(value).toBeCloseTo(want[i % OUTPUTS]![Math.floor(i / OUTPUTS)]!, 4));
    expect(memory().numTensors).toBe(0);
  });

  it('sets its statistics by the first batch, follows later ones while it observes, and restores them', () => {
    const input = new XnorInput();
    const see = (values: Float32Array, observes: boolean) =>
      tidy(() => [...input.apply(tensor(values, [2, 2]), null, observes).dataSync()]);
    expect(see(Float32Array.of(0, 4, 2, 8), true)).toEqual([-1, -1, 1, 1]);
    expect(input.state()).toEqual([1, 6, 1, 4]);
    see(Float32Array.of(11, 6, 11, 6), true);
    expect(input.state()[0]).toBeCloseTo(0.9 * 1 + 0.1 * 11, 5);
    const before = input.state();
    see(Float32Array.of(0, 0, 0, 0), false);
    expect(input.state()).toEqual(before);
    const copy = new XnorInput();
    copy.restore(before);
    expect(copy.state()).toEqual(before);
  });
});
