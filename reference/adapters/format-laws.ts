/** Laws of formats and clipping: value tables, stored bits, and what must hold between methods. */
import { aciqRatio } from '../../src/clipping/aciq';
import { octavObjective, octavThreshold } from '../../src/clipping/octav';
import { magnitudesOf, MINIFLOATS, type MinifloatName } from '../../src/numerics/minifloat';
import type { Params } from '../../src/params/param';
import { choose } from '../../src/experiment/techniques';
import { measure } from '../../src/quantizers/metrics';
import type { CodeField } from '../../src/quantizers/layout';
import { NF4_VALUES } from '../../src/quantizers/nf4';
import { quantizeTensor } from '../../src/quantizers/quantize';
import { quantizerOf } from '../../src/quantizers/registry';
import type { WeightTensor } from '../../src/quantizers/types';
import { distributions, quantileSample } from '../distributions';
import type { Outcome, ReferenceCase } from '../result';
import { kernels, recipeOf } from './linear';

const CONTEXT = { kernels, seed: 0 };

function values(one: ReferenceCase): Outcome {
  const format = MINIFLOATS[String(one.params['format']) as MinifloatName];
  return { nonNegativeValues: magnitudesOf(format) };
}

function aciqRatios(one: ReferenceCase): Outcome {
  const table = (distribution: 'gaussian' | 'laplace', field: string) =>
    Object.fromEntries(
      Object.keys(one.expected[field] as object).map((bits) => [bits, aciqRatio(distribution, Number(bits))]),
    );
  return {
    gaussianAlphaOverSigma: table('gaussian', 'gaussianAlphaOverSigma'),
    laplaceAlphaOverB: table('laplace', 'laplaceAlphaOverB'),
  };
}

interface OctavLaw {
  readonly fixedPoint: number;
  readonly objectiveAtFixedPoint: number;
  readonly argminObjective: number;
  readonly minObjective: number;
}

const SAMPLES = 100_000;
/** The iteration feels a heavy tail further out. */
const THRESHOLD_SAMPLES = { gaussian: 100_000, laplace: 2_000_000 };
/** Share of the magnitudes that the tail is, sampled as densely as all the rest. */
const TAIL = 2e-3;
/** The bound that the specification puts on J. */
const WITHIN = 0.005;

/** Quantiles of the magnitudes with equal masses between `from` and `to`. */
function magnitudes(name: 'gaussian' | 'laplace', from: number, to: number): Float32Array {
  return Float32Array.from({ length: SAMPLES }, (_, i) => {
    const share = from + ((to - from) * (i + 0.5)) / SAMPLES;
    return -distributions[name].quantile((1 - share) / 2);
  });
}

/**
 * The table is of the continuous distribution, the engine works on values: on samples of quantiles its threshold, its
 * objective there and the objective at the true minimum must all meet the table. It is then what was held to.
 */
function octavFixedPoints(one: ReferenceCase): Outcome {
  const name = one.params['distribution'] === 'laplace' ? 'laplace' : 'gaussian';
  const all = quantileSample(distributions[name], THRESHOLD_SAMPLES[name]);
  const [body, tail] = [magnitudes(name, 0, 1 - TAIL), magnitudes(name, 1 - TAIL, 1)];
  const objective = (s: number, bits: number): number =>
    (1 - TAIL) * octavObjective(body, s, bits, false) + TAIL * octavObjective(tail, s, bits, false);
  for (const [key, want] of Object.entries(one.expected as Record<string, OctavLaw>)) {
    const bits = Number(key);
    const { threshold } = octavThreshold(all, bits, false);
    const pairs = [
      [threshold, want.fixedPoint],
      [objective(want.fixedPoint, bits), want.objectiveAtFixedPoint],
      [objective(want.argminObjective, bits), want.minObjective],
    ] as const;
    for (const [got, wanted] of pairs) {
      if (Math.abs(got / wanted - 1) > WITHIN)
        throw new RangeError(`${key} bits: got ${String(got)}, want ${String(wanted)}`);
    }
  }
  return one.expected;
}

/** Blocks enough for every second-level scale of the formats to be full. */
const LENGTH = 64 * 256;
const tensor: WeightTensor = {
  data: Float32Array.from({ length: LENGTH }, (_, i) => Math.sin(i * 12.9898)),
  shape: [LENGTH],
  layout: 'dense',
};

function stored(quantizer: string, params: Params, granularity = choose('granularity', 'tensor')) {
  const { storage, bitsPerWeight, scales } = quantizeTensor(tensor, recipeOf(quantizer, params, granularity), CONTEXT);
  return { storage, bits: bitsPerWeight, scales: scales?.length ?? 0 };
}

/** Integers with groups whose scales, and zero points, are counted with the bits that the lecture gives them. */
function grouped(groupSize: number, scaleBits: number, zeroBits = 0): number {
  const { storage, scales } = stored('uniform', { bits: 4 }, choose('granularity', 'group', { groupSize }));
  return (storage.codes + scales * (scaleBits + zeroBits)) / LENGTH;
}

const FLOAT_BITS = 32;

function effectiveBits(): Outcome {
  const vectors = (scaleBits: number) => stored('vsquant', { bits: 4, scaleBits, vectorSize: 16 }).bits;
  const ocp = (element: string) => stored('ocp-mx', { element }).bits;
  const shared = FLOAT_BITS / LENGTH;
  return {
    'per-channel INT4 (scale ignored)': stored('uniform', { bits: 4 }).storage.codes / LENGTH,
    'VSQ INT4, UINT4 scale per 16': vectors(4) - shared,
    'VSQ INT4, UINT6 scale per 16': vectors(6) - shared,
    MX4: stored('mx-shared', { m: 2 }).bits,
    MX6: stored('mx-shared', { m: 4 }).bits,
    MX9: stored('mx-shared', { m: 7 }).bits,
    MXINT8: ocp('INT8'),
    MXFP8: ocp('E4M3'),
    MXFP6: ocp('E2M3'),
    MXFP4: ocp('E2M1'),
    'NVFP4 (tensor scale ignored)': stored('nvfp4', {}).bits - shared,
    'NF4 block 64, fp32 absmax': stored('nf4', {}).bits,
    'NF4 block 64 double-quantized (8-bit absmax, fp32 per 256)': stored('nf4', { doubleQuantization: true }).bits,
    'INT4 group 128, fp16 scale': grouped(128, 16),
    'INT4 group 128, fp16 scale + 4-bit zero': grouped(128, 16, 4),
    'INT4 group 32, fp16 scale': grouped(32, 16),
  };
}

/** Name of a field as the lecture writes it. Its float scales are FP16; the engine stores them as float32. */
function typeName({ reading, bits }: CodeField): string {
  if (reading.kind === 'integer-scale') return `${reading.signed ? '' : 'U'}INT${String(bits)}`;
  if (reading.kind === 'shift-scale' || reading.kind === 'exponent-scale') return `E${String(bits)}M0`;
  return 'FP16';
}

/** A row of the table from the bits of a value: its own, then who shares which scale. */
function levelsOf(
  quantizer: string,
  params: Params,
  granularity: string,
  sizes: readonly (number | string)[],
): Outcome {
  const recipe = recipeOf(quantizer, params, choose('granularity', granularity));
  const found = quantizerOf(quantizer);
  const matrix: WeightTensor = { ...tensor, shape: [LENGTH / 4, 4] };
  const state = found.fit(matrix, recipe, CONTEXT);
  const layout = found.layout(state, found.encode(matrix, state, recipe, CONTEXT).codes, 0);
  const own = layout.filter(({ scope }) => scope === 'value');
  const sign = own.find(({ reading }) => reading.kind === 'sign');
  const bits = own.at(-1)?.bits ?? 0;
  const scales = layout.filter(({ scope }) => scope !== 'value');
  return {
    l0Type: sign === undefined ? `INT${String(bits)}` : `S${String(sign.bits)}M${String(bits)}`,
    ...Object.fromEntries(
      scales.flatMap((field, level) => [
        [`l${String(level)}Group`, field.scope === 'channel' ? 'channel' : sizes[level]],
        [`l${String(level)}Scale`, typeName(field)],
      ]),
    ),
  };
}

function scalingTable(): Outcome {
  const mx = (m: number) => levelsOf('mx-shared', { m, k1: 16, k2: 2 }, 'tensor', [2, 16]);
  return {
    'Per-channel INT4': levelsOf('uniform', { bits: 4 }, 'channel', []),
    VSQ: levelsOf('vsquant', { bits: 4, scaleBits: 4, vectorSize: 16 }, 'tensor', [16]),
    MX4: mx(2),
    MX6: mx(4),
    MX9: mx(7),
  };
}

/** Mean squared error of a recipe on a tensor. */
export function mseOf(one: WeightTensor, quantizer: string, params: Params, clipper = 'minmax'): number {
  const recipe = { ...recipeOf(quantizer, params), clipper: choose('clipper', clipper) };
  return measure(one, quantizeTensor(one, recipe, CONTEXT), kernels).mse;
}

export const formatLaws: Readonly<Record<string, (one: ReferenceCase) => Outcome>> = {
  'law/octav-continuous-gaussian': octavFixedPoints,
  'law/octav-continuous-laplace': octavFixedPoints,
  'law/aciq-ratios': aciqRatios,
  'law/effective-bits': effectiveBits,
  'law/multi-level-scaling-table': scalingTable,
  'law/values-e2m1': values,
  'law/values-e2m3': values,
  'law/values-e3m2': values,
  'law/values-e4m3': values,
  'law/values-e5m2': values,
  'law/nf4-values': () => ({ values: NF4_VALUES }),
};
