import { aciqFit } from '../../src/clipping/aciq';
import { emaTrace } from '../../src/clipping/ema';
import { histogramOfMagnitudes } from '../../src/clipping/histogram';
import { finiteRange } from '../../src/clipping/input';
import { klSearch } from '../../src/clipping/kl-divergence';
import { octavObjective, octavThreshold } from '../../src/clipping/octav';
import { percentileOfHistogram, percentileRange, percentileThreshold } from '../../src/clipping/percentile';
import { safeScale } from '../../src/numerics/float32';
import { symmetricCodes } from '../../src/quantizers/uniform';
import { ParamReader, toFloat32, toNumbers } from '../read';
import { NotImplemented, type Outcome, type ReferenceCase } from '../result';
import { kernels } from './linear';

function minmax(one: ReferenceCase): Outcome {
  new ParamReader(one.technique, one.params).finish();
  const data = toFloat32(one.input['data']);
  const [min, max] = kernels.minMax(data);
  return { min, max, absMax: kernels.absMax(data) };
}

function percentile(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const share = params.number('percentile');
  params.finish();
  const data = toFloat32(one.input['data']);
  const [low, high] = percentileRange(data, share);
  return { threshold: percentileThreshold(data, share), low, high };
}

function percentileHistogram(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const [share, bins] = [params.number('percentile'), params.number('numBins', 2048)];
  params.finish();
  const { counts, absMax } = histogramOfMagnitudes(toFloat32(one.input['data']), bins, kernels);
  return { histogram: counts, ...percentileOfHistogram(counts, absMax, share) };
}

function searchMse(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const [bits, gridSize] = [params.number('bits'), params.number('gridSize', 100)];
  params.finish();
  const data = toFloat32(one.input['data']);
  const grid = { ...symmetricCodes(bits, 'restricted'), gridSize };
  const absMax = kernels.absMax(data);
  const found = kernels.mseSearch(data, data.length, Math.max(data.length, 1), Float32Array.of(absMax), grid);
  const curve = kernels.mseCurve(data, absMax, grid);
  const threshold = found.threshold[0] ?? 0;
  return {
    gridIndex: found.gridIndex[0],
    threshold,
    scale: safeScale(threshold / grid.divisor),
    mse: found.mse[0],
    mseAtMax: curve[gridSize - 1],
    mseCurveEvery10: Array.from(curve).filter((_, i) => (i + 1) % 10 === 0),
  };
}

function movingAverage(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const alpha = params.number('alpha', 0.01);
  params.finish();
  const batches = (one.input['batches'] as unknown[]).map((batch) => finiteRange(toFloat32(batch)));
  const { min, max } = emaTrace(batches, alpha);
  return { trace: Array.from(min, (low, i) => [low, max[i]]), min: min.at(-1), max: max.at(-1) };
}

/** A histogram with its largest magnitude, or values to count. */
function klHistogram({ input, technique }: ReferenceCase, numBins: number) {
  if (input['histogram'] === undefined) return histogramOfMagnitudes(toFloat32(input['data']), numBins, kernels);
  const counts = Uint32Array.from(toNumbers(input['histogram']));
  if (counts.length !== numBins) throw new NotImplemented(`${technique} with ${String(counts.length)} bins given`);
  return { counts, absMax: Number(input['amax']) };
}

function divergence(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const levels = params.number('levels');
  const [numBins, startBin] = [params.number('numBins', 2048), params.number('startBin', 128)];
  const stride = params.number('stride', 1);
  params.finish();
  const { counts, absMax } = klHistogram(one, numBins);
  const { bins, divergences, chosen } = klSearch(counts, { levels, startBin, stride });
  const bin = bins[chosen] ?? 0;
  return {
    histogram: counts,
    amax: absMax,
    bin,
    threshold: (bin * absMax) / numBins,
    divergence: divergences[chosen],
  };
}

function newton(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const [bits, unsigned] = [params.number('bits'), params.boolean('unsigned', false)];
  params.finish();
  const data = toFloat32(one.input['data']);
  const { threshold, iterates } = octavThreshold(data, bits, unsigned);
  return {
    threshold,
    firstIterates: iterates.slice(0, 5),
    iterations: iterates.length - 1,
    objective: octavObjective(data, threshold, bits, unsigned),
  };
}

function analytical(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const distribution = params.word('distribution', ['gaussian', 'laplace'] as const);
  const [bits, halfRange] = [params.number('bits'), params.boolean('halfRange', false)];
  params.finish();
  return { ...aciqFit(toFloat32(one.input['data']), distribution, bits, halfRange) };
}

export const clippingAdapters = {
  clip_minmax: minmax,
  clip_percentile: percentile,
  clip_percentile_hist: percentileHistogram,
  clip_mse: searchMse,
  clip_ema: movingAverage,
  clip_kl: divergence,
  clip_octav: newton,
  clip_aciq: analytical,
};
