/** The networks of the zoo, untrained. */
import type { CardEssentials } from '../../src/model/card';
import type { Model } from '../../src/model/graph';
import { NetBuilder, type Uniform } from './builder';

type Card = Pick<CardEssentials, 'id' | 'output' | 'input'>;

/** Makes a network whose kernels are drawn from `uniform`. */
export type Network = (card: Card, uniform: Uniform) => Model;

/** Fully connected over the pixels as they lie: widths of the hidden layers, then the number of classes. */
export const mlp =
  (...widths: readonly number[]): Network =>
  (card, uniform) => {
    const net = new NetBuilder(card, uniform).flatten('flatten');
    widths.forEach((width, index) =>
      net.dense(`fc${String(index + 1)}`, width, isLast(widths, index) ? 'linear' : 'relu'),
    );
    return net.build();
  };

/** In the manner of LeNet-5 (LeCun et al. 1998): two convolutions with pooling, two dense layers. */
export const lenet: Network = (card, uniform) =>
  new NetBuilder(card, uniform)
    .conv('conv1', { filters: 8, size: 5, activation: 'relu' })
    .maxPool('pool1')
    .conv('conv2', { filters: 16, size: 5, activation: 'relu' })
    .maxPool('pool2')
    .flatten('flatten')
    .dense('fc1', 48, 'relu')
    .dense('fc2', 10)
    .build();

/** Output channels and stride of each depthwise-pointwise pair. */
const SEPARABLE = [
  [32, 1],
  [64, 2],
  [64, 1],
  [128, 1],
  [128, 1],
] as const;

/** In the manner of MobileNet (Howard et al. 2017): batch normalization and ReLU after every convolution. */
export const dscnn: Network = (card, uniform) => {
  const net = new NetBuilder(card, uniform);
  const norm = (name: string): NetBuilder => net.batchNorm(`${name}_bn`).relu(`${name}_relu`);
  net.conv('stem', { filters: 16, size: 3, stride: 2, bias: false });
  norm('stem');
  SEPARABLE.forEach(([filters, stride], index) => {
    const block = String(index + 1);
    net.depthwise(`dw${block}`, { size: 3, stride, bias: false });
    norm(`dw${block}`).conv(`pw${block}`, { filters, size: 1, bias: false });
    norm(`pw${block}`);
  });
  return net.globalAverage('pool').dense('fc', 10).build();
};

/** In the manner of He et al. 2016: three residual blocks of 16, 32 and 64 channels, the last two at half the resolution. */
export const resnet8: Network = (card, uniform) => {
  const net = new NetBuilder(card, uniform);
  net.conv('stem', { filters: 16, size: 3, bias: false }).batchNorm('stem_bn').relu('stem_relu');
  [16, 32, 64].forEach((filters, index) => {
    const [name, stride] = [`block${String(index + 1)}`, index === 0 ? 1 : 2];
    const start = net.last;
    net.conv(`${name}_conv1`, { filters, size: 3, stride, bias: false });
    net.batchNorm(`${name}_bn1`).relu(`${name}_relu1`);
    net.conv(`${name}_conv2`, { filters, size: 3, bias: false }).batchNorm(`${name}_bn2`);
    const main = net.last;
    const shortcut = stride === 1 ? start : shortcutOf(net, name, { filters, stride }, start);
    net.add(`${name}_add`, [main, shortcut]).relu(`${name}_relu2`);
  });
  return net.globalAverage('pool').dense('fc', 10).build();
};

function shortcutOf(net: NetBuilder, name: string, shape: { filters: number; stride: number }, start: number): number {
  return net.conv(`${name}_shortcut`, { ...shape, size: 1, bias: false }, start).batchNorm(`${name}_shortcut_bn`).last;
}

function isLast(list: readonly unknown[], index: number): boolean {
  return index === list.length - 1;
}
