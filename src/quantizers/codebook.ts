import type { Recipe } from '../experiment/spec';
import { huffmanBits } from '../numerics/stats';
import { readBoolean, readChoice, readInteger, readNumbers } from '../params/read';
import { kmeansExact } from './kmeans-exact';
import { assignToNearest, lloyd, lloydStart, type LloydStart } from './kmeans-lloyd';
import { layoutOf } from './layout';
import { matrixOf } from './matrix';
import {
  type Encoded,
  FLOAT_BITS,
  NO_STORAGE,
  problemOf,
  type Quantizer,
  type QuantizerContext,
  type QuantizerState,
  UNBOUNDED,
} from './quantizer';
import type { WeightTensor } from './types';

export interface CodebookState extends QuantizerState {
  readonly centroids: readonly number[];
  /** Entries paid for: 2^bits, used or not. */
  readonly k: number;
  readonly huffman: boolean;
}

/** Width of a fixed-length index into k centroids. */
export function indexBits(k: number): number {
  return Math.ceil(Math.log2(k));
}

const MAX_BITS = 8;
const MAX_CENTROIDS = 2 ** MAX_BITS;

const bitsOf = (recipe: Recipe): number => readInteger(codebook.params, recipe.quantizer.params, 'bits', 1, MAX_BITS);

function startOf(tensor: WeightTensor, recipe: Recipe, k: number, seed: number): Float64Array {
  const { params } = recipe.quantizer;
  const init = readChoice(codebook.params, params, 'init');
  if (init !== 'given') return lloydStart(tensor.data, k, init as LloydStart, seed);
  const given = readNumbers(codebook.params, params, 'centroids');
  return given.length === 0 ? lloydStart(tensor.data, k, 'linear', seed) : Float64Array.from(given.slice(0, k)).sort();
}

function findCentroids(
  tensor: WeightTensor,
  recipe: Recipe,
  k: number,
  { kernels, seed }: QuantizerContext,
): Float64Array {
  if (readChoice(codebook.params, recipe.quantizer.params, 'method') === 'exact')
    return kmeansExact(tensor.data, k, kernels).centroids;
  const start = startOf(tensor, recipe, k, seed);
  return lloyd(tensor.data, start, readInteger(codebook.params, recipe.quantizer.params, 'iterations', 0), kernels)
    .centroids;
}

function fit(tensor: WeightTensor, recipe: Recipe, context: QuantizerContext): CodebookState {
  const k = 2 ** bitsOf(recipe);
  const size = matrixOf(tensor);
  const centroids = findCentroids(tensor, recipe, k, context).sort();
  return {
    ...size,
    regions: { kind: 'tensor', rowsPerGroup: size.rows },
    scales: null,
    zeroPoints: null,
    low: [-UNBOUNDED],
    high: [UNBOUNDED],
    qmin: 0,
    qmax: Math.max(centroids.length - 1, 0),
    centroids: Array.from(centroids.length > 0 ? centroids : [0]),
    k,
    huffman: readBoolean(codebook.params, recipe.quantizer.params, 'huffman'),
  };
}

function decode(codes: Int32Array, { centroids }: CodebookState): Float32Array {
  return Float32Array.from(codes, (code) => centroids[code] ?? 0);
}

function encode(tensor: WeightTensor, state: CodebookState, _recipe: Recipe, { kernels }: QuantizerContext): Encoded {
  const codes = assignToNearest(tensor.data, Float64Array.from(state.centroids), kernels);
  return { codes, values: decode(codes, state) };
}

/** Bits of all indices by fixed length or by Huffman code; the table of lengths is not counted. */
function codeBits(codes: Int32Array, { k, huffman }: CodebookState): number {
  if (!huffman) return codes.length * Math.max(indexBits(k), 1);
  const counts = new Uint32Array(MAX_CENTROIDS);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return huffmanBits(counts);
}

export const codebook: Quantizer<CodebookState> = {
  id: 'codebook',
  label: 'K-means codebook',
  summary: 'Every weight becomes the index of its nearest centroid in one codebook for the layer.',
  source: 'Han et al. 2016 (Deep Compression), section 3; lecture, k-means-based quantization',
  params: {
    bits: {
      kind: 'integer',
      min: 1,
      max: 8,
      default: 4,
      label: 'Bits',
      help: 'Width of an index; the codebook has 2^bits entries.',
    },
    method: {
      kind: 'choice',
      default: 'exact',
      label: 'Method',
      help: 'How the centroids are found.',
      options: [
        { value: 'exact', label: 'Exact', help: 'The best codebook there is, by dynamic programming.' },
        {
          value: 'lloyd',
          label: "Lloyd's iteration",
          help: 'Assign and average in turn; may stop in a local minimum.',
        },
      ],
    },
    init: {
      kind: 'choice',
      default: 'linear',
      label: 'Start of Lloyd',
      help: "Centroids before the first pass of Lloyd's iteration.",
      options: [
        { value: 'linear', label: 'Linear', help: 'Evenly spaced from the smallest to the largest weight.' },
        { value: 'density', label: 'Density', help: 'Evenly spaced quantiles.' },
        { value: 'random', label: 'Random', help: 'Weights picked at random; seeded.' },
        { value: 'kmeans++', label: 'k-means++', help: 'Weights picked far from those already picked; seeded.' },
        { value: 'given', label: 'By hand', help: 'Centroids placed on the histogram.' },
      ],
    },
    iterations: {
      kind: 'integer',
      min: 0,
      max: 100,
      default: 20,
      label: 'Iterations of Lloyd',
      help: 'Passes; it stops early when no centroid moves.',
    },
    centroids: {
      kind: 'numbers',
      maxLength: MAX_CENTROIDS,
      default: [],
      label: 'Centroids',
      help: 'Centroids placed by hand.',
    },
    huffman: {
      kind: 'boolean',
      default: false,
      label: 'Huffman-coded indices',
      help: 'Frequent indices get shorter codes.',
    },
  },
  applies: () => ({
    granularity: 'One codebook serves the whole layer.',
    clipper: 'Centroids reach where the weights are; there is no range to clip.',
    rounder: 'A weight takes its nearest centroid; there is no grid to round to.',
  }),
  problem: (recipe) => problemOf(() => bitsOf(recipe)),
  fit,
  encode,
  decode,
  levels: ({ centroids }) => Float64Array.from(centroids, Math.fround),
  layout: ({ k, centroids }, codes, index) =>
    layoutOf([
      {
        id: 'code',
        label: 'Index',
        bits: Math.max(indexBits(k), 1),
        raw: codes[index] ?? 0,
        scope: 'value',
        reading: { kind: 'table', values: centroids },
      },
    ]),
  storage: (state, codes) => ({ ...NO_STORAGE, codes: codeBits(codes, state), codebook: state.k * FLOAT_BITS }),
};
