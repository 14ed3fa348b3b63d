import { tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Activation } from '../model/graph';
import { activate } from './activation';
import { initBackend } from './backend';

const X = [-7, -3, -1, -0.5, 0, 0.25, 0.5, 1, 2, 5.5, 6, 9];

beforeAll(async () => {
  await initBackend({ plain: false });
});

/** Formulas of the Keras documentation, in double precision. */
const FORMULAS: readonly (readonly [string, Activation, (x: number) => number])[] = [
  ['linear', { kind: 'linear' }, (x) => x],
  ['relu', { kind: 'relu' }, (x) => Math.max(x, 0)],
  ['relu6', { kind: 'relu6' }, (x) => Math.min(Math.max(x, 0), 6)],
  ['leaky relu', { kind: 'leaky-relu', slope: 0.2 }, (x) => (x < 0 ? 0.2 * x : x)],
  [
    'ReLU with a maximum',
    { kind: 'general-relu', maxValue: 2, slope: 0, threshold: 0 },
    (x) => Math.min(Math.max(x, 0), 2),
  ],
  [
    'ReLU with a slope',
    { kind: 'general-relu', maxValue: Infinity, slope: 0.1, threshold: 0 },
    (x) => (x < 0 ? 0.1 * x : x),
  ],
  [
    'ReLU with all three',
    { kind: 'general-relu', maxValue: 5, slope: 0.1, threshold: 0.5 },
    (x) => (x >= 5 ? 5 : x >= 0.5 ? x : 0.1 * (x - 0.5)),
  ],
  ['elu', { kind: 'elu' }, (x) => (x < 0 ? Math.expm1(x) : x)],
  ['sigmoid', { kind: 'sigmoid' }, (x) => 1 / (1 + Math.exp(-x))],
  ['tanh', { kind: 'tanh' }, (x) => Math.tanh(x)],
  ['softplus', { kind: 'softplus' }, (x) => Math.log1p(Math.exp(x))],
  ['swish', { kind: 'swish' }, (x) => x / (1 + Math.exp(-x))],
  ['softmax', { kind: 'softmax' }, (x) => Math.exp(x) / X.reduce((sum, value) => sum + Math.exp(value), 0)],
];

describe('activate', () => {
  it.each(FORMULAS)('%s', (_name, activation, formula) => {
    const values = activate(tensor(X, [1, X.length]), activation).dataSync();
    X.forEach((x, index) => expect(values[index]).toBeCloseTo(formula(x), 5));
  });
});
