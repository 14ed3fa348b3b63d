/** Chapters 1 to 3: what quantizing the weights alone does. */
import { aff, compare, format, kmeans, lin, side } from '../../src/course/presets';
import type { Recipe, Side } from '../../src/experiment/spec';
import type { Lab } from '../lab';
import {
  type Attempt,
  type BarSource,
  FIRST,
  OTHERS,
  type Values,
  accuracy,
  atLeast,
  atMost,
  bits,
  exact,
  gain,
  gained,
  scored,
} from './measure';

const percent = '%';
const points = 'points';
const perWeight = 'bits per weight';

/** A value of one layer, which no sample decides. */
function ofLayer(words: string, quantity: string, measure: (lab: Lab) => Promise<number>): Attempt {
  return { words, measure: async (lab) => ({ [quantity]: exact(await measure(lab)) }) };
}

const sqnr = async (lab: Lab, recipe: Recipe, layer: string): Promise<number> =>
  (await lab.layer(side(recipe), layer)).metrics.sqnrDb;

const mse = async (lab: Lab, recipe: Recipe, layer: string): Promise<number> =>
  (await lab.layer(side(recipe), layer)).metrics.mse;

/** Decibels that a bit gives between two widths. */
const slope = (from: number, to: number) => async (lab: Lab) =>
  ((await sqnr(lab, lin(to), 'fc1')) - (await sqnr(lab, lin(from), 'fc1'))) / (to - from);

const errorRatio = (of: Recipe) => async (lab: Lab) =>
  Math.sqrt((await mse(lab, of, 'fc1')) / (await mse(lab, lin(4), 'fc1')));

const extraBits = (layer: string) => async (lab: Lab) =>
  (await lab.layer(side(kmeans(4)), layer)).metrics.bitsPerWeight - 4;

const pair = (a: Recipe | Side, b: Recipe | Side) => {
  const both = compare('', a, b);
  return [both.a, both.b] as const;
};

/** Accuracy and stored bits of B against A. */
function paid(words: string, a: Recipe, b: Recipe): Attempt {
  const [first, second] = pair(a, b);
  return {
    words,
    measure: async (lab): Promise<Values> => {
      const [before, after] = [await bits(lab, first), await bits(lab, second)];
      const { value, se } = await gain(lab, first, second, FIRST);
      return { lost: { value: -value, se }, saved: exact(before.value - after.value) };
    },
  };
}

/** A codebook of its own size in each layer of the LeNet. */
const codebooks =
  (...widths: readonly number[]) =>
  (lab: Lab) =>
    side(kmeans(widths[0] ?? 4), Object.fromEntries(lab.layers.map((name, i) => [name, kmeans(widths[i] ?? 4)])));

/** Clippers of their own in each layer of the LeNet, at 3 bits with one scale a tensor. */
const clipped =
  (...clippers: readonly (string | number)[]) =>
  (lab: Lab) =>
    side(lin(3), Object.fromEntries(lab.layers.map((name, i) => [name, lin(3, 'tensor', clippers[i] ?? 'minmax')])));

const CLIPPERS = ['minmax', 'percentile', 'kl', 'octav', 'mse', 'aciq'];

/** The best and the worst of the clippers on the DS-CNN at 4 bits. */
const arena = (clippers: readonly string[]): Attempt => ({
  words: clippers.join(', '),
  measure: async (lab) => {
    const all = await Promise.all(
      clippers.map(async (clipper) => ({
        clipper,
        share: (await accuracy(lab, side(lin(4, 'tensor', clipper)), FIRST)).value,
      })),
    );
    const sorted = all.sort((x, y) => x.share - y.share);
    const recipe = (at: number): Side => side(lin(4, 'tensor', sorted.at(at)?.clipper ?? 'minmax'));
    return { spread: await gain(lab, recipe(0), recipe(-1), FIRST) };
  },
});

const errorOver = (clipper: string | number) => async (lab: Lab) =>
  (await mse(lab, lin(3, 'tensor', clipper), 'fc1')) / (await leastError(lab, 3));

/** Mean squared error at the best of 200 thresholds. */
async function leastError(lab: Lab, width: number): Promise<number> {
  const all: number[] = [];
  for (let i = 1; i <= 200; i++) all.push(await mse(lab, lin(width, 'tensor', i / 200), 'fc1'));
  return Math.min(...all);
}

/** A smaller error of the weights that costs accuracy. */
const hurts = (words: string, a: Recipe, b: Recipe | Side): Attempt => ({
  words,
  measure: async (lab) => {
    const [first, second] = pair(a, b);
    const squared = async (of: Side) =>
      (await lab.network(of)).layers.reduce((sum, { metrics }) => sum + metrics.mse * metrics.n, 0);
    const { value, se } = await gain(lab, first, second, FIRST);
    return { error: exact((await squared(second)) / (await squared(first))), lost: { value: -value, se } };
  },
});

const difference = (a: Recipe, b: Recipe) => async (lab: Lab) =>
  (await sqnr(lab, b, 'dw5')) - (await sqnr(lab, a, 'dw5'));

const mx = (m: number) => format('mx-shared', { m });
const vsq = (weight: number, scaleBits: number, vectorSize: number, coarse = 'channel') =>
  format('vsquant', { bits: weight, scaleBits, vectorSize, coarse });

export const WEIGHT_BARS: Readonly<Record<string, BarSource>> = {
  welcome: {
    model: 'dscnn',
    images: FIRST,
    bars: [atLeast('gain', 15, points)],
    solution: gained('4 bits, a scale per channel', ...pair(lin(4), lin(4, 'channel'))),
    naive: gained('2 bits, a scale per channel', ...pair(lin(4), lin(2, 'channel'))),
  },
  '1.2': {
    model: 'lenet',
    images: null,
    bars: [atLeast('slope', 5, 'dB per bit'), atMost('slope', 7, 'dB per bit')],
    solution: ofLayer('from 5 to 8 bits', 'slope', slope(5, 8)),
    naive: ofLayer('from 2 to 3 bits', 'slope', slope(2, 3)),
  },
  '1.3': {
    model: 'lenet',
    images: FIRST,
    bars: [atLeast('gain', 4, points)],
    solution: gained('a zero point at 3 bits, one scale per layer', ...pair(lin(3), aff(3))),
    naive: gained('a zero point at 8 bits, one scale per layer', ...pair(lin(8), aff(8))),
  },
  '1.4': {
    model: 'lenet',
    images: null,
    bars: [atMost('errorRatio', 0.8, 'of the linear error')],
    solution: ofLayer('k-means, 16 centroids', 'errorRatio', errorRatio(kmeans(4))),
    naive: ofLayer(
      'centroids evenly spaced, not moved',
      'errorRatio',
      errorRatio(format('codebook', { bits: 4, method: 'lloyd', iterations: 0 })),
    ),
  },
  '1.5': {
    model: 'dscnn',
    images: null,
    bars: [atLeast('extraBits', 3, perWeight)],
    solution: ofLayer('the codebook of the stem', 'extraBits', extraBits('stem')),
    naive: ofLayer('the codebook of pw5, the largest layer', 'extraBits', extraBits('pw5')),
  },
  'challenge-1': {
    model: 'lenet',
    images: OTHERS,
    bars: [atLeast('accuracy', 88, percent), atMost('bits', 2.6, perWeight)],
    solution: scored('64, 64, 4 and 64 centroids', codebooks(6, 6, 2, 6)),
    naive: scored('4 centroids everywhere', codebooks(2, 2, 2, 2)),
  },
  '2.2': {
    model: 'dscnn',
    images: FIRST,
    bars: [atLeast('gain', 20, points)],
    solution: gained('4 bits, tensor and channel', ...pair(lin(4), lin(4, 'channel'))),
    naive: gained('8 bits, tensor and channel', ...pair(lin(8), lin(8, 'channel'))),
  },
  '2.4': {
    model: 'lenet',
    images: FIRST,
    bars: [atMost('lost', 1, points), atLeast('saved', 1.2, perWeight)],
    solution: paid('VSQuant 4/4/16', lin(4, 16), vsq(4, 4, 16)),
    naive: paid('groups of 32 with float scales', lin(4, 16), lin(4, 32)),
  },
  '2.5': {
    model: 'dscnn',
    images: null,
    bars: [atLeast('difference', 8, 'dB')],
    solution: ofLayer('MX4 against MX6 on dw5', 'difference', difference(mx(2), mx(4))),
    naive: ofLayer('one integer bit more on dw5', 'difference', difference(lin(4, 16), lin(5, 16))),
  },
  '2.6': {
    model: 'dscnn',
    images: FIRST,
    bars: [atLeast('lost', -2, points), atMost('lost', 2, points), atMost('saved', -0.5, perWeight)],
    solution: paid('channel and groups of 16 at 5 bits', lin(5, 'channel'), lin(5, 16)),
    naive: paid('tensor and channel at 5 bits', lin(5), lin(5, 'channel')),
  },
  'challenge-2': {
    model: 'dscnn',
    images: OTHERS,
    bars: [atLeast('accuracy', 86, percent), atMost('bits', 4.6, perWeight)],
    solution: scored('VSQuant 4/8/16, γ for the tensor', () => side(vsq(4, 8, 16, 'tensor'))),
    naive: scored('a float scale per channel', () => side(lin(4, 'channel'))),
  },
  '3.1': {
    model: 'lenet',
    images: null,
    bars: [atMost('errorOver', 1.15, 'of the least error')],
    solution: ofLayer('the threshold of least error', 'errorOver', errorOver('mse')),
    naive: ofLayer('half of the largest weight', 'errorOver', errorOver(0.5)),
  },
  '3.5': {
    model: 'dscnn',
    images: FIRST,
    bars: [atLeast('spread', 20, points)],
    solution: arena(CLIPPERS),
    naive: arena(['mse', 'octav']),
  },
  '3.6': {
    model: 'dscnn',
    images: FIRST,
    bars: [atMost('error', 1, 'of the error of A'), atLeast('lost', 3, points)],
    solution: hurts(
      '3 bits per channel, the range of pw1 by least squared error',
      lin(3, 'channel'),
      side(lin(3, 'channel'), { pw1: lin(3, 'channel', 'mse') }),
    ),
    naive: hurts('3 bits per channel, all ranges so', lin(3, 'channel'), lin(3, 'channel', 'mse')),
  },
  'challenge-3': {
    model: 'lenet',
    images: OTHERS,
    bars: [atLeast('accuracy', 87, percent)],
    solution: scored('conv1 at 0.75 of its largest weight, MSE, OCTAV, fc2 at 0.3', clipped(0.75, 'mse', 'octav', 0.3)),
    naive: scored('MSE in every layer', clipped('mse', 'mse', 'mse', 'mse')),
  },
};
