import { memory, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { uniformStream } from '../../numerics/random';
import { chargpt } from '../../../zoo/nets/chargpt';
import { initBackend } from '../backend';
import { forward } from '../forward';
import { NetworkWeights } from '../network';
import { type Continuation, type LiveNetwork, continueText } from './continue-text';

const POSITIONS = 16;
const CHARACTERS = 11;
const card = { id: 'tiny', output: 'logits', input: { shape: [POSITIONS], preprocess: 'token' } };

let network: LiveNetwork;
beforeAll(async () => {
  await initBackend({ plain: false });
  const size = { characters: CHARACTERS, width: 12, heads: 2, blocks: 2 };
  const model = chargpt(card, uniformStream(5, 'initial-weights'), size);
  // Large logits, so that the draws depend on every weight.
  const kernels = model.kernels.map(({ data }) => data.map((value) => value * 2.5));
  network = { model, weights: new NetworkWeights(model, kernels), feed: (_kernel, input) => input };
});

function run(continuation: Continuation): { text: readonly number[]; steps: number } {
  const drawing = continueText(network, continuation);
  for (let steps = 0; ; steps++) {
    const step = drawing.next();
    if (step.done === true) return { text: [...step.value], steps };
  }
}

/** The definition: a whole forward pass for each character, from the last half when the positions run out. */
function naive({ prompt, length, temperature, seed }: Continuation): readonly number[] {
  const uniform = uniformStream(seed, 'text-sampling');
  const text = [...prompt];
  let window = text.slice(-POSITIONS);
  for (let done = 0; done < length; done++) {
    const known = new Map([[0, tensor(Float32Array.from(window), [1, window.length])]]);
    const output = forward({ model: network.model, weights: network.weights, known, from: 1 });
    const weights = Array.from(output.dataSync().slice(-CHARACTERS), (value) => Math.exp(value / temperature));
    output.dispose();
    const limit = uniform() * weights.reduce((sum, weight) => sum + weight, 0);
    let sum = 0;
    const next = weights.findIndex((weight) => (sum += weight) > limit);
    text.push(next);
    window = window.length < POSITIONS ? [...window, next] : text.slice(-POSITIONS / 2);
  }
  return text.slice(prompt.length);
}

describe('continueText', () => {
  it.each([
    ['within the positions', { prompt: [3, 1, 4], length: 12, temperature: 1, seed: 1 }],
    ['beyond the positions', { prompt: [3, 1, 4, 1, 5], length: 60, temperature: 0.8, seed: 2 }],
    [
      'from a prompt as long as they are',
      { prompt: Array.from({ length: 16 }, (_, at) => at % 11), length: 5, temperature: 1, seed: 3 },
    ],
    [
      'from a longer prompt',
      { prompt: Array.from({ length: 40 }, (_, at) => at % 11), length: 20, temperature: 1, seed: 3 },
    ],
  ])('draws what whole passes draw, %s', (_name, continuation) => {
    expect(run(continuation).text).toEqual(naive(continuation));
  });

  it('is decided by the seed', () => {
    const given = { prompt: [2], length: 30, temperature: 1, seed: 7 };
    expect(run(given)).toEqual(run(given));
    expect(run({ ...given, seed: 8 }).text).not.toEqual(run(given).text);
  });

  it('draws ever more the likeliest as the temperature falls', () => {
    const given = { prompt: [2], length: 20, temperature: 1e-4, seed: 7 };
    expect(run(given).text).toEqual(run({ ...given, seed: 99 }).text);
  });

  it('reports every character, and leaves nothing behind when it is stopped', () => {
    expect(run({ prompt: [1], length: 9, temperature: 1, seed: 1 }).steps).toBe(9);
    const before = memory().numTensors;
    const drawing = continueText(network, { prompt: [1], length: 9, temperature: 1, seed: 1 });
    drawing.next();
    drawing.next();
    drawing.return(new Uint8Array());
    expect(memory().numTensors).toBe(before);
  });

  it('needs something to go on from', () => {
    expect(() => run({ prompt: [], length: 1, temperature: 1, seed: 1 })).toThrow(RangeError);
  });
});
