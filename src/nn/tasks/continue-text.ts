import { type Tensor, reshape, slice, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Model } from '../../model/graph';
import { uniformStream } from '../../numerics/random';
import { forward } from '../forward';
import type { NetworkWeights } from '../network';
import type { Feed } from '../operations';

/** A network on the backend. */
export interface LiveNetwork {
  readonly model: Model;
  readonly weights: NetworkWeights;
  readonly feed: Feed;
}

export interface Continuation {
  /** Characters to go on from; at least one. */
  readonly prompt: readonly number[];
  /** Characters to add. */
  readonly length: number;
  /** Logits are divided by it: 1 draws as the network expects, towards 0 ever more only the likeliest. */
  readonly temperature: number;
  readonly seed: number;
}

/**
 * Draws characters one after the other. What attention has seen is kept, so that each costs one row and not a whole text; when
 * the positions run out the text goes on from its last half. Two networks with the same seed draw with the same numbers.
 * Yields after every character. Throws RangeError for an empty prompt.
 */
export function* continueText(
  network: LiveNetwork,
  { prompt, length, temperature, seed }: Continuation,
): Generator<{ done: number; total: number }, Uint8Array, void> {
  if (prompt.length === 0) throw new RangeError('A text needs a first character to go on from.');
  const uniform = uniformStream(seed, 'text-sampling');
  const reader = new Reader(network);
  const text = [...prompt];
  let logits = reader.read(text);
  for (let done = 1; done <= length; done++) {
    const next = draw(logits, temperature, uniform());
    text.push(next);
    if (done < length) logits = reader.hasRoom ? reader.read([next]) : reader.restart(text);
    yield { done, total: length };
  }
  return Uint8Array.from(text.slice(prompt.length));
}

/** The logits after each character of a text, read piece by piece. */
class Reader {
  private readonly positions: number;
  /** For each node that an attention takes in: the queries, keys and values so far. */
  private readonly seen = new Map<number, Float32Array>();
  private time = 0;

  constructor(private readonly network: LiveNetwork) {
    this.positions = network.model.card.input.shape[0] ?? 0;
  }

  get hasRoom(): boolean {
    return this.time < this.positions;
  }

  /** Forgets the text but for its last half. */
  restart(text: readonly number[]): Float32Array {
    this.seen.clear();
    this.time = 0;
    return this.read(text.slice(-Math.floor(this.positions / 2)));
  }

  /** Logits after the last of some more characters; the beginning of what does not fit into the positions is left out. */
  read(characters: readonly number[]): Float32Array {
    const { model, weights, feed } = this.network;
    const fresh = characters.slice(-(this.positions - this.time));
    const known = new Map([[0, tensor(Float32Array.from(fresh), [1, fresh.length])]]);
    const tap = (node: number, output: Tensor): Tensor => this.extend(node, output, fresh.length);
    const output = forward({ model, weights, known, from: 1, tap, feed });
    const values = output.dataSync() as Float32Array;
    const logits = values.slice(-(model.nodes.at(-1)?.shape.at(-1) ?? 0));
    output.dispose();
    this.time += fresh.length;
    return logits;
  }

  /** Gives positions their place in the whole text, and attention what came before. */
  private extend(node: number, output: Tensor, fresh: number): Tensor {
    if (this.time === 0) {
      if (this.feedsAttention(node)) this.seen.set(node, (output.dataSync() as Float32Array).slice());
      return output;
    }
    const { op } = this.network.model.nodes[node] ?? { op: null };
    const channels = output.shape.at(-1) ?? 0;
    if (op?.kind === 'positions') {
      const [table] = this.network.weights.of(node).kernels;
      return table === undefined
        ? output
        : tidy(() => reshape(slice(table, [this.time, 0], [fresh, channels]), [1, fresh, channels]));
    }
    if (op?.kind === 'attention') return slice(output, [0, this.time, 0], [1, fresh, channels]);
    return this.feedsAttention(node) ? this.prolong(node, output, channels, fresh) : output;
  }

  private prolong(node: number, output: Tensor, channels: number, fresh: number): Tensor {
    const before = this.seen.get(node) ?? new Float32Array(0);
    const whole = new Float32Array(before.length + fresh * channels);
    whole.set(before);
    whole.set(output.dataSync(), before.length);
    this.seen.set(node, whole);
    return tensor(whole, [1, this.time + fresh, channels]);
  }

  private feedsAttention(node: number): boolean {
    return this.network.model.nodes.some(({ op, inputs }) => op.kind === 'attention' && inputs.includes(node));
  }
}

/** The character at which the sum of the softmax of logits / temperature passes `uniform`. */
function draw(logits: Float32Array, temperature: number, uniform: number): number {
  const largest = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const weights = Array.from(logits, (value) => Math.exp((value - largest) / temperature));
  let left = uniform * weights.reduce((sum, weight) => sum + weight, 0);
  for (let at = 0; at < weights.length; at++) {
    left -= weights[at] ?? 0;
    if (left < 0) return at;
  }
  return weights.length - 1;
}
