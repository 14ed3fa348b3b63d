/** What must hold between methods, checked on seeded values; a rule that holds gives the words of the case back. */
import { entropyBits, huffmanBits } from '../../src/numerics/stats';
import type { Params } from '../../src/params/param';
import { kmeansExact } from '../../src/quantizers/kmeans-exact';
import { assignToNearest, lloyd, lloydStart } from '../../src/quantizers/kmeans-lloyd';
import { quantizerOf } from '../../src/quantizers/registry';
import type { WeightTensor } from '../../src/quantizers/types';
import { NotImplemented, type Outcome, type ReferenceCase } from '../result';
import { mseOf } from './format-laws';
import { integerPathHolds } from './integer-law';
import { kernels, recipeOf } from './linear';

const CONTEXT = { kernels, seed: 0 };
const N = 256;

/** Heavy-tailed values of several shapes, with a zero among them. */
const tensors: readonly WeightTensor[] = [1, 3, 5].map((power) => {
  const data = Float32Array.from({ length: N }, (_, i) => (i === 0 ? 0 : Math.sin(i * 78.233 * power) ** power));
  return { data, shape: [N], layout: 'dense' };
});

const FORMATS: readonly (readonly [string, Params])[] = [
  ['uniform', { scheme: 'symmetric' }],
  ['uniform', { scheme: 'affine' }],
  ['vsquant', { elementScale: 'quantized' }],
  ['mx-shared', {}],
  ['nvfp4', {}],
  ['nf4', {}],
];

/** Room for the order of additions. */
const SLACK = 1 + 1e-9;

function exactIsBest({ data }: WeightTensor): boolean {
  const { sse } = kmeansExact(data, 8, kernels);
  const starts = (['linear', 'density', 'random', 'kmeans++'] as const).map((start) => {
    const { centroids } = lloyd(data, lloydStart(data, 8, start, 1), 50, kernels);
    const codes = assignToNearest(data, centroids, kernels);
    return data.reduce((sum, x, i) => sum + (x - centroids[codes[i] ?? 0]!) ** 2, 0);
  });
  const grids = ['full', 'midpoint'].map(
    (range) => mseOf({ data, shape: [N], layout: 'dense' }, 'uniform', { bits: 3, range }) * N,
  );
  return [...starts, ...grids].every((other) => sse <= other * SLACK);
}

function huffmanIsTight({ data }: WeightTensor): boolean {
  const counts = kernels.histogram(data, -1, 1, 16).filter((count) => count > 0);
  const average = huffmanBits(counts) / N;
  const entropy = entropyBits(counts);
  return entropy <= average + 1e-12 && average < entropy + 1;
}

/** Codes of a tensor, and codes of the values that they stand for, with the same state. */
function requantized(tensor: WeightTensor, id: string, params: Params) {
  const quantizer = quantizerOf(id);
  const recipe = recipeOf(id, params);
  const state = quantizer.fit(tensor, recipe, CONTEXT);
  const { values } = quantizer.encode(tensor, state, recipe, CONTEXT);
  return { values, again: quantizer.encode({ ...tensor, data: values }, state, recipe, CONTEXT).values };
}

const RULES: Readonly<Record<string, (tensor: WeightTensor) => boolean>> = {
  'kmeans_exact sse': exactIsBest,
  clip_mse: (tensor) =>
    [2, 3, 4, 8].every((bits) => mseOf(tensor, 'uniform', { bits }, 'mse') <= mseOf(tensor, 'uniform', { bits })),
  huffman: huffmanIsTight,
  'exact zero': (tensor) => FORMATS.every(([id, params]) => requantized(tensor, id, params).values[0] === 0),
  idempotence: (tensor) =>
    FORMATS.every(([id, params]) => {
      const { values, again } = requantized(tensor, id, params);
      return again.every((value, i) => value === values[i]);
    }),
  'integer path': integerPathHolds,
};

export function orderings(one: ReferenceCase): Outcome {
  return Object.fromEntries(
    Object.entries(one.expected).map(([name, words]) => {
      const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
      if (rule === undefined) throw new NotImplemented(`${one.id}: ${name}`);
      return [name, tensors.every(rule) ? words : 'does not hold'];
    }),
  );
}
