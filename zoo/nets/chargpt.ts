import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type CardEssentials, parsePreprocess } from '../../src/model/card';
import type { Activation, GraphNode, Model, Op } from '../../src/model/graph';

export interface CharGptSize {
  /** Number of characters in the alphabet. */
  readonly characters: number;
  readonly width: number;
  readonly heads: number;
  readonly blocks: number;
}

/** The one that ships: 431,104 weights. */
export const CHARGPT: CharGptSize = { characters: 81, width: 128, heads: 4, blocks: 2 };

const NORM_EPSILON = 1e-5;

/**
 * A transformer over characters in the manner of GPT-2 (Radford et al. 2019): learned positions, layer normalization before
 * each part, GELU, a residual sum around attention and around the two dense layers after it. `uniform` gives numbers in
 * [0, 1) for the weights to start from.
 */
export function chargpt(
  card: Pick<CardEssentials, 'id' | 'output' | 'input'>,
  uniform: () => number,
  { characters, width, heads, blocks }: CharGptSize = CHARGPT,
): Model {
  const net = new SequenceBuilder(card, uniform);
  const tokens = net.table('tokens', 'Embedding', [characters, width]);
  const places = net.table('positions', 'PositionEmbedding', [card.input.shape[0] ?? 0, width]);
  net.add('embedded', [tokens, places]);
  // What enters the residual sum grows with their number, so each starts smaller (Radford et al. 2019, section 2.3).
  const last = 1 / Math.sqrt(2 * blocks);
  for (let block = 1; block <= blocks; block++) {
    const name = (part: string): string => `block${String(block)}_${part}`;
    const before = net.last;
    net.norm(name('norm1')).dense(name('qkv'), 3 * width);
    net.attention(name('attention'), heads).dense(name('proj'), width, { gain: last });
    const between = net.add(name('sum1'), [before, net.last]);
    net.norm(name('norm2')).dense(name('fc1'), 4 * width, { activation: 'gelu' });
    net.dense(name('fc2'), width, { gain: last });
    net.add(name('sum2'), [between, net.last]);
  }
  return net.norm('norm').dense('head', characters, { bias: false }).build();
}

interface DenseOptions {
  readonly activation?: 'gelu' | 'linear';
  /** Standard deviation of the start, as a multiple of 1 / sqrt(inputs). */
  readonly gain?: number;
  readonly bias?: boolean;
}

const ACTIVATIONS: Readonly<Record<'gelu' | 'linear', Activation>> = {
  linear: { kind: 'linear' },
  gelu: { kind: 'gelu', approximate: false },
};

/** Standard deviation that tables start with. */
const TABLE_DEVIATION = 0.1;

/** Builds a network over [time, channels] layer by layer, each on the one before. */
class SequenceBuilder {
  private readonly nodes: GraphNode[] = [];
  private readonly kernels: Model['kernels'][number][] = [];
  private biasBytes = 0;
  private readonly time: number;

  constructor(
    private readonly card: Pick<CardEssentials, 'id' | 'output' | 'input'>,
    private readonly uniform: () => number,
  ) {
    this.time = card.input.shape[0] ?? 0;
    this.nodes.push({ name: 'text', op: { kind: 'input' }, inputs: [], shape: card.input.shape });
  }

  get last(): number {
    return this.nodes.length - 1;
  }

  /** Returns the index of its node. */
  table(name: string, kind: 'Embedding' | 'PositionEmbedding', shape: readonly [number, number]): number {
    const kernel = this.kernel({ name, kind, shape, macs: 0 }, TABLE_DEVIATION);
    const op: Op = { kind: kind === 'Embedding' ? 'embedding' : 'positions', kernel };
    return this.push(name, op, [this.last], shape[1]);
  }

  norm(name: string): this {
    const [gamma, beta] = [this.floats(this.channels, 1), this.floats(this.channels, 0)];
    this.push(name, { kind: 'layer-norm', gamma, beta, epsilon: NORM_EPSILON }, [this.last], this.channels);
    return this;
  }

  attention(name: string, heads: number): this {
    this.push(name, { kind: 'attention', heads }, [this.last], this.channels / 3);
    return this;
  }

  dense(name: string, units: number, { activation = 'linear', gain = 1, bias = true }: DenseOptions = {}): this {
    const shape = [this.channels, units] as const;
    const macs = this.time * shape[0] * units;
    const kernel = this.kernel({ name, kind: 'Dense', shape, macs }, gain / Math.sqrt(shape[0]));
    const end = { bias: bias ? this.floats(units, 0) : null, activation: ACTIVATIONS[activation] };
    this.push(name, { kind: 'dense', kernel, ...end }, [this.last], units);
    return this;
  }

  /** Returns the index of its node. */
  add(name: string, inputs: readonly [number, number]): number {
    return this.push(name, { kind: 'add' }, inputs, this.channels);
  }

  build(): Model {
    const { id, output, input } = this.card;
    const card = { id, output, input, task: 'language' as const, sha256: bytesToHex(sha256(new Uint8Array())) };
    const preprocess = parsePreprocess(input.preprocess);
    return { card, preprocess, nodes: this.nodes, kernels: this.kernels, biasBytes: this.biasBytes };
  }

  private get channels(): number {
    return this.nodes.at(-1)?.shape.at(-1) ?? 0;
  }

  private push(name: string, op: Op, inputs: readonly number[], channels: number): number {
    return this.nodes.push({ name, op, inputs, shape: [this.time, channels] }) - 1;
  }

  /** Values start uniform with the given standard deviation. */
  private kernel(
    info: { name: string; kind: string; shape: readonly [number, number]; macs: number },
    deviation: number,
  ): number {
    const weights = info.shape[0] * info.shape[1];
    const limit = deviation * Math.sqrt(3);
    const data = Float32Array.from({ length: weights }, () => limit * (2 * this.uniform() - 1));
    return this.kernels.push({ info: { ...info, layout: 'dense', weights }, data }) - 1;
  }

  private floats(length: number, value: number): Float32Array {
    this.biasBytes += 4 * length;
    return new Float32Array(length).fill(value);
  }
}
