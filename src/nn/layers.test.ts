import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { layersOf, parseModel } from '../model/model';
import { initBackend } from './backend';
import { compareWithLayers, saved } from './layers-oracle';

/** Every layer is compared with the layers API of tfjs on its plain JavaScript backend, through a saved model. */
const RELATIVE = 1e-5;

beforeAll(async () => {
  await initBackend({ plain: false });
});

async function compare(model: tf.LayersModel): Promise<void> {
  const { shapes, scale, worst, leaked } = await compareWithLayers(model);
  expect(leaked).toBe(0);
  expect(shapes.got).toEqual(shapes.wanted);
  expect(shapes.told).toEqual(shapes.wanted);
  expect(scale).toBeGreaterThan(0);
  expect(worst / scale).toBeLessThan(RELATIVE);
}

function alone(layer: tf.layers.Layer, shape: number[]): Promise<void> {
  return compare(tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: shape }), layer] }));
}

type Padding = 'same' | 'valid';
const PADDINGS: readonly Padding[] = ['same', 'valid'];
const IMAGE = [9, 7, 3];

describe('convolutions', () => {
  for (const padding of PADDINGS) {
    for (const [kernelSize, strides, dilationRate] of [
      [1, 1, 1],
      [1, 2, 1],
      [3, 1, 1],
      [3, 2, 1],
      [5, 1, 1],
      [4, 2, 1],
      [2, 3, 1],
      [3, 1, 2],
    ] as const) {
      const text = `kernel ${String(kernelSize)}, stride ${String(strides)}, dilation ${String(dilationRate)}, ${padding}`;
      const window = { kernelSize, strides, dilationRate, padding };
      it(`Conv2D ${text}`, () => alone(tf.layers.conv2d({ ...window, filters: 5 }), IMAGE));
      // The layers API of tfjs drops the dilation of this layer; see the test of its own below.
      if (dilationRate === 1)
        it(`DepthwiseConv2D ${text}`, () => alone(tf.layers.depthwiseConv2d({ ...window, depthMultiplier: 2 }), IMAGE));
      it(`SeparableConv2D ${text}`, () =>
        alone(tf.layers.separableConv2d({ ...window, filters: 5, depthMultiplier: 2 }), IMAGE));
    }
    it(`windows and strides that are not square, ${padding}`, async () => {
      await alone(tf.layers.conv2d({ kernelSize: [3, 2], strides: [2, 1], padding, filters: 4 }), IMAGE);
      await alone(tf.layers.maxPooling2d({ poolSize: [3, 2], strides: [2, 1], padding }), IMAGE);
    });
  }
  it('without bias', async () => {
    await alone(tf.layers.conv2d({ kernelSize: 3, filters: 4, useBias: false }), IMAGE);
    await alone(tf.layers.depthwiseConv2d({ kernelSize: 3, useBias: false }), IMAGE);
    await alone(tf.layers.separableConv2d({ kernelSize: 3, filters: 4, useBias: false }), IMAGE);
    await alone(tf.layers.dense({ units: 4, useBias: false }), [6]);
  });
  for (const activation of ['relu', 'relu6', 'sigmoid', 'tanh', 'softmax', 'elu', 'softplus', 'swish'] as const) {
    it(`with ${activation} inside the layer`, async () => {
      await alone(tf.layers.conv2d({ kernelSize: 3, filters: 4, activation }), IMAGE);
      await alone(tf.layers.depthwiseConv2d({ kernelSize: 3, activation }), IMAGE);
      await alone(tf.layers.separableConv2d({ kernelSize: 3, filters: 4, activation }), IMAGE);
      await alone(tf.layers.dense({ units: 4, activation }), [6]);
      await alone(tf.layers.activation({ activation }), [6]);
    });
  }
});

describe('layers without kernels', () => {
  for (const padding of PADDINGS) {
    for (const [poolSize, strides] of [
      [2, 2],
      [3, 2],
      [3, 1],
      [2, 3],
    ] as const) {
      const text = `${String(poolSize)}/${String(strides)} ${padding}`;
      it(`MaxPooling2D ${text}`, () => alone(tf.layers.maxPooling2d({ poolSize, strides, padding }), IMAGE));
      it(`AveragePooling2D ${text}`, () => alone(tf.layers.averagePooling2d({ poolSize, strides, padding }), IMAGE));
    }
  }
  const cases: readonly (readonly [string, () => tf.layers.Layer, number[]])[] = [
    ['GlobalAveragePooling2D', () => tf.layers.globalAveragePooling2d({}), IMAGE],
    ['GlobalMaxPooling2D', () => tf.layers.globalMaxPooling2d({}), IMAGE],
    ['Flatten', () => tf.layers.flatten(), IMAGE],
    ['Reshape', () => tf.layers.reshape({ targetShape: [3, -1] }), IMAGE],
    ['ZeroPadding2D, both axes', () => tf.layers.zeroPadding2d({ padding: [1, 2] }), IMAGE],
    [
      'ZeroPadding2D, four sides',
      () =>
        tf.layers.zeroPadding2d({
          padding: [
            [0, 1],
            [2, 3],
          ],
        }),
      IMAGE,
    ],
    ['UpSampling2D nearest', () => tf.layers.upSampling2d({ size: [2, 3] }), IMAGE],
    ['UpSampling2D bilinear', () => tf.layers.upSampling2d({ size: [2, 3], interpolation: 'bilinear' }), IMAGE],
    ['BatchNormalization of images', () => tf.layers.batchNormalization({ epsilon: 0.01 }), IMAGE],
    ['BatchNormalization of vectors', () => tf.layers.batchNormalization(), [6]],
    ['BatchNormalization without scale', () => tf.layers.batchNormalization({ scale: false }), IMAGE],
    ['BatchNormalization without centre', () => tf.layers.batchNormalization({ center: false }), IMAGE],
    ['ReLU', () => tf.layers.reLU(), IMAGE],
    ['ReLU with a maximum', () => tf.layers.reLU({ maxValue: 0.5 }), IMAGE],
    ['ReLU up to 6', () => tf.layers.reLU({ maxValue: 6 }), IMAGE],
    ['LeakyReLU', () => tf.layers.leakyReLU({ alpha: 0.1 }), IMAGE],
    ['Softmax', () => tf.layers.softmax(), [6]],
    ['Softmax along the last of three axes', () => tf.layers.softmax({ axis: -1 }), IMAGE],
    ['Dropout', () => tf.layers.dropout({ rate: 0.5 }), IMAGE],
    ['Dense along the last axis', () => tf.layers.dense({ units: 4 }), IMAGE],
  ];
  it.each(cases)('%s', (_name, make, shape) => alone(make(), shape));
});

describe('graphs', () => {
  const image = (): tf.SymbolicTensor => tf.input({ shape: [8, 8, 3] });
  const conv = (filters: number, strides = 1): tf.layers.Layer =>
    tf.layers.conv2d({ kernelSize: 3, filters, strides, padding: 'same', useBias: false });
  const norm = (): tf.layers.Layer => tf.layers.batchNormalization();
  const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]): tf.SymbolicTensor =>
    layer.apply(x) as tf.SymbolicTensor;

  it('a residual network with a projection', async () => {
    const inputs = image();
    const stem = apply(tf.layers.reLU(), apply(norm(), apply(conv(4), inputs)));
    const plain = apply(tf.layers.reLU(), apply(tf.layers.add(), [apply(norm(), apply(conv(4), stem)), stem]));
    const main = apply(norm(), apply(conv(6), apply(tf.layers.reLU(), apply(norm(), apply(conv(6, 2), plain)))));
    const skip = apply(tf.layers.conv2d({ kernelSize: 1, strides: 2, filters: 6 }), plain);
    const sum = apply(tf.layers.reLU(), apply(tf.layers.add(), [main, skip]));
    await compare(
      tf.model({
        inputs,
        outputs: apply(tf.layers.dense({ units: 5 }), apply(tf.layers.globalAveragePooling2d({}), sum)),
      }),
    );
  });

  it('branches that are joined along channels and along rows', async () => {
    const inputs = image();
    const [left, right] = [
      apply(conv(2), inputs),
      apply(tf.layers.maxPooling2d({ poolSize: 3, strides: 1, padding: 'same' }), inputs),
    ];
    const channels = apply(tf.layers.concatenate(), [left, right, left]);
    const rows = apply(tf.layers.concatenate({ axis: 1 }), [channels, channels]);
    await compare(tf.model({ inputs, outputs: apply(tf.layers.flatten(), rows) }));
  });

  it('a sum of three with one broadcast', async () => {
    const inputs = image();
    const pooled = apply(
      tf.layers.reshape({ targetShape: [1, 1, 3] }),
      apply(tf.layers.globalMaxPooling2d({}), inputs),
    );
    await compare(tf.model({ inputs, outputs: apply(tf.layers.add(), [inputs, pooled, inputs]) }));
  });

  it('depthwise-separable blocks', async () => {
    await compare(
      tf.sequential({
        layers: [
          tf.layers.conv2d({
            inputShape: [9, 9, 1],
            kernelSize: 3,
            strides: 2,
            padding: 'same',
            filters: 4,
            activation: 'relu6',
          }),
          tf.layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', useBias: false }),
          norm(),
          tf.layers.reLU(),
          tf.layers.separableConv2d({ kernelSize: 3, strides: 2, padding: 'same', filters: 6, activation: 'relu' }),
          tf.layers.globalAveragePooling2d({}),
          tf.layers.dense({ units: 10 }),
        ],
      }),
    );
  });

  it('names, shapes and multiply-accumulates of the kernels', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.separableConv2d({
          name: 'sep',
          inputShape: [8, 8, 2],
          kernelSize: 3,
          strides: 2,
          padding: 'same',
          filters: 6,
          depthMultiplier: 2,
        }),
        tf.layers.flatten(),
        tf.layers.dense({ name: 'out', units: 3 }),
      ],
    });
    expect(layersOf(parseModel(await saved(model, [8, 8, 2])))).toEqual([
      {
        name: 'sep/depthwise',
        kind: 'SeparableConv2D',
        layout: 'depthwise',
        shape: [3, 3, 2, 2],
        weights: 36,
        macs: 36 * 16,
      },
      {
        name: 'sep/pointwise',
        kind: 'SeparableConv2D',
        layout: 'conv2d',
        shape: [1, 1, 4, 6],
        weights: 24,
        macs: 24 * 16,
      },
      { name: 'out', kind: 'Dense', layout: 'dense', shape: [96, 3], weights: 288, macs: 288 },
    ]);
  });
});
