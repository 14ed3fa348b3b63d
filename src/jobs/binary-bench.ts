import { packCodes } from '../binary/packed-storage';
import { modelledSpeedup } from '../binary/theory';
import { type Kernels } from '../kernels/index';
import { type PackedKernels, placeFloats } from '../kernels/packed/index';
import type { Model } from '../model/graph';
import { placeTfjsProduct } from '../nn/tfjs-product';
import { uniformStream } from '../numerics/random';
import { matrixOf } from '../quantizers/matrix';
import { quantizeTensor } from '../quantizers/quantize';
import { binaryRecipe, ternaryRecipe } from '../training/binary-methods';
import type { BenchReport, BenchTime, BinaryTrainJobs, PackedBytes } from './binary-reports';
import type { JobGenerator } from './catalogue';

type Input = BinaryTrainJobs['bench-binary']['input'];

/** What the job needs of its worker. */
export interface BenchSources {
  readonly model: Model;
  readonly kernels: Kernels;
  readonly packed: PackedKernels;
  /** A clock in milliseconds. */
  readonly now: () => number;
}

/** Samples of each contender, and the least time of one: shorter work is repeated within a sample. */
const SAMPLES = 21;
const SAMPLE_MS = 4;
/** Inputs of a dense layer; images of a convolution, each of whose outputs is a row. */
const INPUTS = 256;
const IMAGES = 16;

interface Sizes {
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

type Progress = { readonly done: number; readonly total: number };

/** The same product in float and in bits, timed here; and the bytes of the packed network. */
export function* benchBinary({ subject }: Input, sources: BenchSources): JobGenerator<Progress, BenchReport> {
  const { packed, now } = sources;
  const { sizes, weights } = subjectOf(subject, sources);
  const { m, k, n } = sizes;
  const inputs = randomValues(m * k);
  const tfjs = placeTfjsProduct(inputs, weights, sizes);
  const own = placeFloats(inputs, weights, m, k, n);
  const columns = sources.kernels.transposeToChannelMajor(weights, k, n);
  const signs = packed.packSigns(columns, n, k);
  const product = packed.place(packed.packSigns(inputs, m, k), signs);
  const ternary = packed.place(packed.packTernary(sparse(inputs), m, k), packed.packTernary(sparse(columns), n, k));
  const works: readonly (readonly [BenchTime['id'], (() => void) | null])[] = [
    ['tfjs', () => tfjs.run()],
    ['own', own === null ? null : () => own.run()],
    ['xnor', () => product.run()],
    [
      'packing',
      () => {
        packed.packSigns(inputs, m, k);
        product.run();
      },
    ],
    ['ternary', () => ternary.run()],
  ];
  const times: BenchTime[] = [];
  const total = works.length * SAMPLES;
  try {
    for (const [index, [id, work]] of works.entries()) {
      if (work === null) continue;
      const samples: number[] = [];
      for (const ms of timed(work, now)) {
        samples.push(ms);
        yield { done: index * SAMPLES + samples.length, total };
      }
      times.push({ id, ...summary(samples) });
    }
    const exact = equal(product.read(), tfjs.signs());
    return { ...sizes, kernels: packed.kind, backend: tfjs.backend, times, exact, ...bytesOf(sources, sizes) };
  } finally {
    tfjs.dispose();
  }
}

function subjectOf(subject: Input['subject'], { model }: BenchSources): { sizes: Sizes; weights: Float32Array } {
  if (subject.kind === 'square') {
    const { size } = subject;
    return { sizes: { m: size, k: size, n: size }, weights: randomValues(size * size, 1) };
  }
  const kernel = model.kernels.find(({ info }) => info.name === subject.layer);
  if (kernel === undefined || kernel.info.layout === 'depthwise')
    throw new RangeError(`Layer "${subject.layer}" is no matrix product.`);
  const { rows, columns } = matrixOf({ ...kernel.info, data: kernel.data });
  const places = Math.max(1, Math.round(kernel.info.macs / kernel.info.weights));
  return { sizes: { m: places > 1 ? places * IMAGES : INPUTS, k: rows, n: columns }, weights: kernel.data };
}

function randomValues(count: number, index = 0): Float32Array {
  const next = uniformStream(1, 'sample-values', index);
  return Float32Array.from({ length: count }, () => next() * 2 - 1);
}

/** Half of the values become 0. */
function sparse(values: Float32Array): Float32Array {
  const sorted = Float32Array.from(values, Math.abs).sort();
  const median = sorted[sorted.length >>> 1] ?? 0;
  return values.map((x) => (Math.abs(x) > median ? x : 0));
}

function* timed(work: () => void, now: () => number): Generator<number, void, void> {
  work();
  const from = now();
  work();
  const loops = Math.max(1, Math.ceil(SAMPLE_MS / Math.max(now() - from, 0.01)));
  for (let sample = 0; sample < SAMPLES; sample++) {
    const start = now();
    for (let i = 0; i < loops; i++) work();
    yield (now() - start) / loops;
  }
}

function summary(samples: readonly number[]): { median: number; best: number } {
  const sorted = [...samples].sort((a, b) => a - b);
  return { median: sorted[sorted.length >>> 1] ?? NaN, best: sorted[0] ?? NaN };
}

function equal(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, i) => value === b[i]);
}

function bytesOf(
  { model, kernels }: BenchSources,
  { k, n }: Sizes,
): Pick<BenchReport, 'modelled' | 'layer' | 'network'> {
  const rows = Math.ceil(k / 128) * 16;
  return {
    modelled: { word32: modelledSpeedup(k, 1, 32), word64: modelledSpeedup(k, 1, 64) },
    layer: { float: 4 * k * n, stored: Math.ceil((k * n) / 8) + 4 * n, inKernel: (rows + 4) * n },
    network: {
      float: sumOf(model, ({ data }) => 4 * data.length),
      binary: networkBytes('binary'),
      ternary: networkBytes('ternary'),
    },
  };

  /** Every kernel really packed, beside what the bits of its format add up to. */
  function networkBytes(format: 'binary' | 'ternary'): PackedBytes {
    const recipe = format === 'binary' ? binaryRecipe('channel') : ternaryRecipe(0.7, 'channel');
    let [packed, counted] = [0, 0];
    for (const { info, data } of model.kernels) {
      const tensor = { data, shape: info.shape, layout: info.layout };
      const { codes, scales, storage } = quantizeTensor(tensor, recipe, { kernels, seed: 0 });
      const signed = format === 'binary' ? codes.map((bit) => 2 * bit - 1) : codes;
      packed += packCodes({ codes: signed, scales: scales ?? [], bits: format === 'binary' ? 1 : 2 }).length;
      counted += (storage.codes + storage.scales) / 8;
    }
    return { packed, counted };
  }
}

function sumOf(model: Model, of: (kernel: Model['kernels'][number]) => number): number {
  return model.kernels.reduce((sum, kernel) => sum + of(kernel), 0);
}
