import { readFileSync } from 'node:fs';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../experiment/defaults';
import { plainKernels } from '../../kernels/index';
import { parseModelCard } from '../../model/card';
import { type Model, parseModel } from '../../model/model';
import { uniformStream } from '../../numerics/random';
import { JOINT_BATCH } from '../../rounding/joint-adaround';
import { initBackend } from '../backend';
import { registerTrainingKernels } from '../gradients/register';
import { NetworkLoss } from './network-loss';
import { roundablesOf } from './roundable';

const read = (name: string): Buffer =>
  readFileSync(new URL(`../../../public/models/digits-mlp/${name}`, import.meta.url));

/** All of them are seen in each step. */
const IMAGES = JOINT_BATCH;
let model: Model;
let loss: NetworkLoss;
let float: Float64Array;

beforeAll(async () => {
  await initBackend({ plain: false });
  registerTrainingKernels();
  model = parseModel({
    card: parseModelCard(JSON.parse(read('card.json').toString())),
    topology: JSON.parse(read('model.json').toString()) as unknown,
    weights: Uint8Array.from(read('weights.bin')).buffer,
  });
  const next = uniformStream(1, 'codebook-start');
  const inputs = Float32Array.from({ length: IMAGES * 64 }, () => next());
  const side = { ...defaultExperiment().a, overrides: {} };
  const layers = roundablesOf(model, side, plainKernels);
  loss = new NetworkLoss({ model, side, kernels: plainKernels, inputs, images: IMAGES }, layers);
  float = Float64Array.from(layers.flatMap(({ choices }) => [...choices.weights]));
});

describe('the error of the outputs of a network', () => {
  it('is none for the float network', () => {
    expect(loss.error(float, loss.offsets)).toBeLessThan(1e-9);
  });

  it('has the slopes that differences give, over weights and biases', () => {
    const [weights, offsets] = [float.map((w, i) => w + 0.1 * Math.sin(i)), loss.offsets.map((b) => b + 0.05)];
    const slopes = loss.slopes(weights, offsets, 0, 'weights and offsets');
    expect(slopes.error).toBeCloseTo(loss.error(weights, offsets), 4);
    const difference = (list: Float64Array, at: number): number => {
      const kept = list[at]!;
      const [above, below] = [1e-3, -1e-3].map((step) => {
        list[at] = kept + step;
        return loss.error(weights, offsets);
      });
      list[at] = kept;
      return (above! - below!) / 2e-3;
    };
    const largest = Math.max(...slopes.weights!.map(Math.abs));
    for (let at = 0; at < weights.length; at += 97)
      expect(Math.abs(difference(weights, at) - slopes.weights![at]!)).toBeLessThan(0.02 * largest);
    offsets.forEach((_, at) => {
      expect(Math.abs(difference(offsets, at) - slopes.offsets[at]!)).toBeLessThan(0.02 * largest);
    });
  });

  it('has the same slopes over biases where only they move', () => {
    const weights = float.map((w) => 1.1 * w);
    const both = loss.slopes(weights, loss.offsets, 0, 'weights and offsets');
    expect(loss.slopes(weights, loss.offsets, 0, 'offsets')).toEqual({ ...both, weights: null });
  });

  it('sees other images in the steps of another epoch only in another order', () => {
    const weights = float.map((w) => 1.1 * w);
    expect(loss.slopes(weights, loss.offsets, 1, 'weights and offsets').error).toBeCloseTo(
      loss.slopes(weights, loss.offsets, 0, 'weights and offsets').error,
      4,
    );
  });

  it('keeps no tensor', () => {
    const { numTensors } = memory();
    loss.error(float, loss.offsets);
    loss.slopes(float, loss.offsets, 0, 'weights and offsets');
    expect(memory().numTensors).toBe(numTensors);
  });
});
