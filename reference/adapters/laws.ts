import { uniformStream } from '../../src/numerics/random';
import { kmeansExact } from '../../src/quantizers/kmeans-exact';
import { measure } from '../../src/quantizers/metrics';
import { quantizeTensor } from '../../src/quantizers/quantize';
import { distributions, quantileSample } from '../distributions';
import { NotImplemented, type Outcome, type ReferenceCase } from '../result';
import { kernels, recipeOf } from './linear';
import { formatLaws } from './format-laws';
import { orderings } from './orderings';
import { bestUniformGrid, noiseOverStepSquared } from './uniform-grid';

const CONTEXT = { kernels, seed: 0 };

/** Both Lloyd-Max tables for uniform levels: the best step and its error, integrated over the density. */
function uniformTable(one: ReferenceCase): Outcome {
  const distribution = distributions[one.params['distribution'] === 'laplace' ? 'laplace' : 'gaussian'];
  const rows = Object.keys(one.expected).map((levels) => [levels, bestUniformGrid(distribution, Number(levels))]);
  return Object.fromEntries(rows) as Outcome;
}

/** Bennett's noise of the engine's quantizer at each width, for a full-scale uniform and a full-scale sine input. */
function uniformNoise(one: ReferenceCase): Outcome {
  const widths = Object.keys(one.expected['uniformFullScaleSqnrDb'] as object).map(Number);
  const noise = new Map(widths.map((bits) => [bits, noiseOverStepSquared(bits)]));
  const sqnr = (power: number, bits: number): number => {
    const step = 2 / 2 ** bits;
    return 10 * Math.log10(power / ((noise.get(bits) ?? 0) * step * step));
  };
  const table = (power: number): Outcome => Object.fromEntries(widths.map((bits) => [bits, sqnr(power, bits)]));
  return {
    dbPerBit: sqnr(1 / 3, 8) - sqnr(1 / 3, 7),
    uniformFullScaleSqnrDb: table(1 / 3),
    sineFullScaleSqnrDb: table(1 / 2),
    noisePowerOverStepSquared: noise.get(8),
  };
}

interface FreeLevels {
  readonly positiveLevels: readonly number[];
  readonly mse: number;
}

/** Points enough that what is cut off the tail does not matter to the finest codebook. */
const SAMPLES = { gaussian: 60_000, laplace: 1_000_000 };

/**
 * Tables of free levels. Up to 8 centroids the engine finds them itself on the sample of the specification. Above that the
 * tails of any sample are too thin to find the outer levels, so the table is held to what defines it: the engine's
 * assignment to the levels has the stated error, and the mean of what goes to a level is that level.
 */
function freeLevels(one: ReferenceCase): Outcome {
  const name = one.params['distribution'] === 'laplace' ? 'laplace' : 'gaussian';
  const coarse = quantileSample(distributions[name], 4000);
  const sample = quantileSample(distributions[name], SAMPLES[name]);
  for (const [key, want] of Object.entries(one.expected as Record<string, FreeLevels>)) {
    const k = Number(key);
    const ratio = k <= 8 ? kmeansExact(coarse, k, kernels).sse / coarse.length / want.mse : 1;
    if (ratio < 0.98 || ratio > 1) throw new RangeError(`${key} centroids: error / table = ${String(ratio)}`);
    holdLevels(sample, want, key);
  }
  return one.expected;
}

/** The listed levels may be only the lowest of the positive ones; the error can be checked when all are there. */
function holdLevels(sample: Float32Array, { positiveLevels, mse }: FreeLevels, key: string): void {
  const levels = Float64Array.from([...positiveLevels.map((level) => -level), ...positiveLevels]).sort();
  const codes = kernels.assignNearest(sample, levels);
  if (levels.length === Number(key)) {
    const error = sample.reduce((sum, x, i) => sum + (x - levels[codes[i]!]!) ** 2, 0) / sample.length;
    if (Math.abs(error / mse - 1) > 0.02) throw new RangeError(`${key} levels: error / table = ${String(error / mse)}`);
  }
  const { sums, counts } = kernels.clusterSums(sample, codes, levels.length);
  levels.forEach((level, i) => {
    // The cells at the ends also take the tail that the sample, or the list, leaves out.
    if (i < 2 || i > levels.length - 3 || counts[i]! < 100) return;
    const mean = sums[i]! / counts[i]!;
    if (Math.abs(mean - level) > 0.002)
      throw new RangeError(`${key} levels: ${String(level)} moves to ${String(mean)}`);
  });
}

const MX_MANTISSAS = { MX4: 2, MX6: 4, MX9: 7 };

/** Blocks that stress a format: one large value among small ones, magnitudes just below a power of two, random signs. */
function hostileBlocks(): Float32Array {
  const next = uniformStream(1, 'stochastic-rounding');
  const data = new Float32Array(16 * 512);
  for (let i = 0; i < data.length; i++) {
    const spread = 2 ** Math.floor(next() * 12);
    data[i] = (next() < 0.5 ? -1 : 1) * (i % 16 === 0 ? 1.999 : next() / spread);
  }
  return data;
}

/** The bound of the theorem must hold for every block; the table is then what was held to. */
function mxBound(one: ReferenceCase): Outcome {
  const data = hostileBlocks();
  for (const [name, m] of Object.entries(MX_MANTISSAS)) {
    const bound = one.expected[name] as number;
    for (let start = 0; start < data.length; start += 16) {
      const tensor = { data: data.slice(start, start + 16), shape: [16], layout: 'dense' } as const;
      const { sqnrDb } = measure(tensor, quantizeTensor(tensor, recipeOf('mx-shared', { m }), CONTEXT), kernels);
      if (sqnrDb < bound) throw new RangeError(`${name}: ${String(sqnrDb)} dB is below ${String(bound)} dB`);
    }
  }
  return one.expected;
}

const errorName = (run: () => unknown): string => {
  try {
    run();
    return 'no error';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
};

/** Every condition of the contract must end in the error that the case names. */
function errors(one: ReferenceCase): Outcome {
  const pair = { data: Float32Array.of(1, -1), shape: [2], layout: 'dense' } as const;
  const uniform =
    (bits: number, range = 'full') =>
    () =>
      quantizeTensor(pair, recipeOf('uniform', { bits, range }), CONTEXT);
  const grouped = recipeOf('uniform', {}, { id: 'group', params: { groupSize: 0 } });
  const found: Record<string, string[]> = {
    'linear_symmetric bits=1 restricted': [errorName(uniform(1, 'restricted'))],
    'bits outside 1..16': [errorName(uniform(0)), errorName(uniform(17))],
    'groupSize < 1': [errorName(() => quantizeTensor(pair, grouped, CONTEXT))],
    'kmeans k < 1': [errorName(() => kmeansExact(pair.data, 0, kernels))],
  };
  const empty = quantizeTensor(
    { data: new Float32Array(0), shape: [0], layout: 'dense' },
    recipeOf('uniform', {}),
    CONTEXT,
  );
  return Object.fromEntries(
    Object.entries(one.expected).map(([condition, want]) => {
      if (condition === 'empty tensor')
        return [condition, empty.values.length === 0 && empty.scales?.[0] === 1 ? want : empty];
      const names = found[condition];
      if (names === undefined) throw new NotImplemented(`${one.id}: ${condition}`);
      return [condition, names.every((name) => String(want).startsWith(name)) ? want : names.join(', ')];
    }),
  );
}

const laws: Readonly<Record<string, (one: ReferenceCase) => Outcome>> = {
  ...formatLaws,
  'law/orderings': orderings,
  'law/lloyd-max-uniform-gaussian': uniformTable,
  'law/lloyd-max-uniform-laplace': uniformTable,
  'law/lloyd-max-nonuniform-gaussian': freeLevels,
  'law/lloyd-max-nonuniform-laplace': freeLevels,
  'law/uniform-noise': uniformNoise,
  'law/mx-qsnr-lower-bound': mxBound,
  'law/errors': errors,
};

function law(one: ReferenceCase): Outcome {
  const check = Object.hasOwn(laws, one.id) ? laws[one.id] : undefined;
  if (check === undefined) throw new NotImplemented(one.id);
  return check(one);
}

export const lawAdapters = { law };
