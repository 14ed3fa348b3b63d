import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { CardEssentials } from '../../src/model/card';
import { parsePreprocess } from '../../src/model/card';
import type { Activation, GraphNode, Model, Op, Padding, Pair } from '../../src/model/graph';
import { sizeOf } from '../../src/model/graph';
import { bordersOf, windowed } from '../../src/model/shapes';
import type { Layout } from '../../src/quantizers/types';

/** Numbers in [0, 1). */
export type Uniform = () => number;

interface ConvOptions {
  readonly filters: number;
  readonly size: number;
  readonly stride?: number;
  readonly padding?: Padding;
  readonly activation?: Activation['kind'] & ('linear' | 'relu');
  readonly bias?: boolean;
}

/** Builds an untrained network layer by layer. Kernels start uniform between -1 / sqrt(fan-in) and its opposite, biases at 0. */
export class NetBuilder {
  private readonly nodes: GraphNode[] = [];
  private readonly kernels: Model['kernels'][number][] = [];
  private biasBytes = 0;

  constructor(
    private readonly card: Pick<CardEssentials, 'id' | 'output' | 'input'>,
    private readonly uniform: Uniform,
  ) {
    this.nodes.push({ name: 'image', op: { kind: 'input' }, inputs: [], shape: card.input.shape });
  }

  /** Index of the node added last. */
  get last(): number {
    return this.nodes.length - 1;
  }

  conv(name: string, options: ConvOptions, input = this.last): this {
    const { filters, size } = options;
    const [height = 0, width = 0, channels = 0] = this.shapeOf(input);
    const window = convWindow(options, [height, width], name);
    const shape = [...window.out, filters];
    const kernel = this.kernel(name, 'Conv2D', 'conv2d', [size, size, channels, filters], window.out);
    return this.push(name, { kind: 'conv2d', kernel, ...window.op, ...this.end(options, filters) }, [input], shape);
  }

  depthwise(name: string, options: Omit<ConvOptions, 'filters'>): this {
    const { size } = options;
    const [height = 0, width = 0, channels = 0] = this.shapeOf(this.last);
    const window = convWindow(options, [height, width], name);
    const kernel = this.kernel(name, 'DepthwiseConv2D', 'depthwise', [size, size, channels, 1], window.out);
    const op: Op = { kind: 'depthwise', kernel, ...window.op, ...this.end(options, channels) };
    return this.push(name, op, [this.last], [...window.out, channels]);
  }

  dense(name: string, units: number, activation: 'linear' | 'relu' = 'linear'): this {
    const [width = 0] = this.shapeOf(this.last);
    const kernel = this.kernel(name, 'Dense', 'dense', [width, units], []);
    return this.push(name, { kind: 'dense', kernel, ...this.end({ activation }, units) }, [this.last], [units]);
  }

  /** Epsilon 1e-5, gamma 1, beta 0, running mean 0 and variance 1. */
  batchNorm(name: string): this {
    const shape = this.shapeOf(this.last);
    const vector = (value: number): Float32Array => this.floats(shape.at(-1) ?? 0, value);
    const op: Op = {
      kind: 'batch-norm',
      mean: vector(0),
      variance: vector(1),
      gamma: vector(1),
      beta: vector(0),
      epsilon: 1e-5,
    };
    return this.push(name, op, [this.last], shape);
  }

  relu(name: string): this {
    return this.push(name, { kind: 'activation', activation: { kind: 'relu' } }, [this.last], this.shapeOf(this.last));
  }

  maxPool(name: string): this {
    const [height = 0, width = 0, channels = 0] = this.shapeOf(this.last);
    const window = { size: [2, 2], strides: [2, 2], padding: 'valid' } as const;
    const out = windowed([height, width], { ...window, dilation: [1, 1] }, name);
    return this.push(name, { kind: 'pool', mode: 'max', ...window }, [this.last], [...out, channels]);
  }

  globalAverage(name: string): this {
    const op: Op = { kind: 'global-pool', mode: 'average', keepDims: false };
    return this.push(name, op, [this.last], [this.shapeOf(this.last)[2] ?? 0]);
  }

  flatten(name: string): this {
    return this.push(name, { kind: 'reshape' }, [this.last], [sizeOf(this.shapeOf(this.last))]);
  }

  add(name: string, inputs: readonly [number, number]): this {
    return this.push(name, { kind: 'add' }, inputs, this.shapeOf(inputs[0]));
  }

  build(): Model {
    const { id, output, input } = this.card;
    const card = { id, output, input, sha256: bytesToHex(sha256(new Uint8Array())) };
    const preprocess = parsePreprocess(input.preprocess);
    return { card, preprocess, nodes: this.nodes, kernels: this.kernels, biasBytes: this.biasBytes };
  }

  private shapeOf(node: number): readonly number[] {
    return this.nodes[node]?.shape ?? [];
  }

  private push(name: string, op: Op, inputs: readonly number[], shape: readonly number[]): this {
    this.nodes.push({ name, op, inputs, shape });
    return this;
  }

  private kernel(
    name: string,
    kind: string,
    layout: Layout,
    shape: readonly number[],
    positions: readonly number[],
  ): number {
    const weights = sizeOf(shape);
    const fanIn = weights / (layout === 'depthwise' ? (shape[2] ?? 1) : (shape.at(-1) ?? 1));
    const limit = 1 / Math.sqrt(fanIn);
    const data = Float32Array.from({ length: weights }, () => limit * (2 * this.uniform() - 1));
    const info = { name, kind, layout, shape, weights, macs: weights * sizeOf(positions) };
    return this.kernels.push({ info, data }) - 1;
  }

  private end({ activation = 'linear', bias = true }: Pick<ConvOptions, 'activation' | 'bias'>, channels: number) {
    return { bias: bias ? this.floats(channels, 0) : null, activation: { kind: activation } };
  }

  private floats(length: number, value: number): Float32Array {
    this.biasBytes += 4 * length;
    return new Float32Array(length).fill(value);
  }
}

function convWindow({ size, stride = 1, padding = 'same' }: Omit<ConvOptions, 'filters'>, image: Pair, owner: string) {
  const strides = [stride, stride] as const;
  const dilation = [1, 1] as const;
  const sliding = { size: [size, size] as const, strides, dilation, padding };
  return { op: { strides, dilation, borders: bordersOf(image, sliding) }, out: windowed(image, sliding, owner) };
}
