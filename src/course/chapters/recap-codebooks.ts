import { meetsBars } from '../bars';
import { percentGuess } from '../guess';
import { factsOf } from '../facts';
import { type Measured, layerOf } from '../measured';
import { compare, format, kmeans, lin } from '../presets';
import type { Step } from '../step';
import { because } from '../why';
import { count, decimals, known, percent } from '../words';
import { challengeStep } from './challenge';

/** Root mean square error of fc1 in B as a share of that in A. */
function errorRatio(measured: Measured): number | undefined {
  const [a, b] = [layerOf(measured, 'a', 'fc1'), layerOf(measured, 'b', 'fc1')];
  return a === null || b === null || a.metrics.mse === 0 ? undefined : Math.sqrt(b.metrics.mse / a.metrics.mse);
}

const placed: Step = {
  id: '1.4',
  title: 'Levels where the weights are',
  area: 'lab',
  layer: 'fc1',
  preset: () => compare('lenet', lin(4), format('codebook', { bits: 4, method: 'lloyd', iterations: 0 })),
  predict: percentGuess(
    '16 levels may lie anywhere. How large is the error of fc1 then, if that of the even grid of A is 100?',
    80,
  ),
  marks: [
    { kind: 'control', name: "Lloyd's iteration of B" },
    { kind: 'panel', name: 'fc1 weights' },
  ],
  done: (measured, did) => did.has('b') && meetsBars('1.4', { errorRatio: errorRatio(measured) }),
  answer: (measured) => {
    const ratio = errorRatio(measured);
    return ratio !== undefined && meetsBars('1.4', { errorRatio: ratio }) ? 100 * ratio : null;
  },
  numbers: (measured) =>
    known({
      ratio: decimals(100 * (errorRatio(measured) ?? NaN), 0),
      sqnrA: decimals(layerOf(measured, 'a', 'fc1')?.metrics.sqnrDb, 1),
      sqnrB: decimals(layerOf(measured, 'b', 'fc1')?.metrics.sqnrDb, 1),
      a: percent(measured.scores.a?.value),
      b: percent(measured.scores.b?.value),
      bitsB: decimals(layerOf(measured, 'b', 'fc1')?.metrics.bitsPerWeight, 2),
    }),
  result: (measured) => {
    const ratio = errorRatio(measured);
    if (ratio === undefined) return null;
    return `With moved levels the error of fc1 is ${decimals(100 * ratio, 0)} % of that of the even grid, with as many codes.`;
  },
  why: (measured) => {
    const [ratio, a] = [errorRatio(measured), layerOf(measured, 'a', 'fc1')];
    if (ratio === undefined || a === null) return null;
    return because(
      ratio < 1,
      `The even grid spends its levels evenly up to the largest weight, and ${percent(a.metrics.zeroShare)} % of the weights share the level 0. K-means moves each level to the mean of the weights nearest to it, so most go where most weights are.`,
      `the error of B is ${decimals(100 * ratio, 0)} % of that of A: its levels are not yet where the weights are.`,
    );
  },
  vary: [
    {
      label: 'The exact best codebook for every layer',
      change: (now) => ({ ...now, b: { ...now.b, overrides: {}, recipe: kmeans(4) } }),
    },
    { label: 'The same with 4 levels', change: () => compare('lenet', lin(2), kmeans(2)) },
  ],
};

const NAMES = ['stem', 'dw5', 'pw5', 'fc'];

const extra = (measured: Measured, layer: string): number | undefined => {
  const found = layerOf(measured, 'b', layer);
  return found === null ? undefined : found.metrics.bitsPerWeight - 4;
};

const bill: Step = {
  id: '1.5',
  title: 'The bill',
  area: 'lab',
  layer: 'pw5',
  preset: () => compare('dscnn', lin(4), kmeans(4)),
  predict: {
    kind: 'choice',
    question:
      'Each layer stores 16 centroids of 32 bits beside its codes. For which layer is that dearest, per weight?',
    options: NAMES,
  },
  marks: [
    { kind: 'panel', name: 'Network' },
    { kind: 'control', name: 'Recipe B' },
  ],
  done: (measured, did) =>
    did.has('layer') && measured.layer !== null && meetsBars('1.5', { extraBits: extra(measured, measured.layer) }),
  answer: (measured) => {
    const all = NAMES.map((name) => extra(measured, name) ?? NaN);
    return all.some(Number.isNaN) ? null : all.indexOf(Math.max(...all));
  },
  numbers: (measured) => {
    const shown = measured.layer === null ? null : layerOf(measured, 'b', measured.layer);
    return known({
      layer: measured.layer ?? undefined,
      weights: shown === null ? undefined : count(shown.metrics.n),
      bits: decimals(shown?.metrics.bitsPerWeight, 2),
      all: decimals(measured.networks.b?.bitsPerWeight, 2),
    });
  },
  result: (measured) => {
    const shown = measured.layer === null ? null : layerOf(measured, 'b', measured.layer);
    if (shown === null) return null;
    return `${shown.layer} stores ${decimals(shown.metrics.bitsPerWeight, 2)} bits per weight for codes of 4; the whole network ${decimals(measured.networks.b?.bitsPerWeight, 2)}.`;
  },
  why: (measured) => {
    const shown = measured.layer === null ? null : layerOf(measured, 'b', measured.layer);
    if (shown === null) return null;
    const { codebook } = shown.metrics.storage;
    const each = `The 16 centroids cost ${codebook} bits and are shared by ${count(shown.metrics.n)} weights: ${decimals(codebook / shown.metrics.n, 2)} bits for each.`;
    return because(
      meetsBars('1.5', { extraBits: shown.metrics.bitsPerWeight - 4 }),
      each,
      `${each} Look for a smaller layer.`,
    );
  },
  vary: [
    {
      label: 'Huffman-coded indices',
      change: (now) => ({ ...now, b: { ...now.b, recipe: format('codebook', { bits: 4, huffman: true }) } }),
    },
  ],
  check: {
    question: 'What does the multiplier see with a codebook?',
    options: ['Codes of 4 bits and one scale', 'Floats from a table'],
    right: 1,
    because: 'A code is only the place of a centroid in a table of floats. Linear codes are multiplied as integers.',
  },
};

/** Blanks that must be right. */
const BLANKS = 3;

const byHand: Step = {
  id: '1.6',
  title: 'By hand',
  area: 'lab',
  layer: 'fc1',
  preset: () => compare('lenet', lin(2), kmeans(2)),
  predict: null,
  marks: [{ kind: 'panel', name: 'fc1 weights' }],
  worked: ['W1', 'W2', 'W3'],
  done: (measured, did) => did.has('paper') && filled(measured) >= BLANKS,
  answer: () => null,
  numbers: (measured) => ({ filled: String(filled(measured)) }),
  result: (measured) => `${filled(measured)} blanks of the 4 × 4 matrix are right.`,
  why: (measured) =>
    because(
      filled(measured) >= BLANKS,
      'A linear code is a division and a rounding; a codebook is a search for the nearest centroid. Both store 2 bits for each weight here, and the table or the scale beside.',
      `${filled(measured)} blanks are right so far.`,
    ),
  vary: [],
};

function filled(measured: Measured): number {
  return factsOf(measured, 'paper').reduce((sum, fact) => sum + fact.filled, 0);
}

const challenge = challengeStep({
  id: 'challenge-1',
  title: 'Challenge: codebooks of 2.6 bits',
  area: 'lab',
  layer: 'fc1',
  preset: () => compare('lenet', kmeans(3), kmeans(3)),
  goal: 'Codebooks only, no training; each layer may have its own number of centroids.',
  hints: [
    'Look at how many weights each layer has: which of them can hardly change the bill?',
    'Choose “only this layer” above the settings of B, and give layers their own bits.',
    'fc1 has nine of ten weights: 2 bits there, 6 in the three others.',
  ],
  allows: ({ experiment: { b } }) =>
    b.weights === undefined &&
    b.activations === undefined &&
    [b.recipe, ...Object.values(b.overrides)].every(
      ({ quantizer }) => quantizer === undefined || quantizer.id === 'codebook',
    ),
});

export const RECAP_CODEBOOKS: readonly Step[] = [placed, bill, byHand, challenge];
