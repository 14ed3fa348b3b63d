import { percentileOfHistogram, percentileRange, percentileThreshold } from '../../src/clipping/percentile';
import { safeScale } from '../../src/numerics/float32';
import { symmetricCodes } from '../../src/quantizers/uniform';
import { ParamReader, toFloat32 } from '../read';
import type { Outcome, ReferenceCase } from '../result';
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
  const magnitudes = toFloat32(one.input['data']).map(Math.abs);
  const absMax = kernels.absMax(magnitudes);
  const histogram = kernels.histogram(magnitudes, 0, absMax, bins);
  return { histogram, ...percentileOfHistogram(histogram, absMax, share) };
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

export const clippingAdapters = {
  clip_minmax: minmax,
  clip_percentile: percentile,
  clip_percentile_hist: percentileHistogram,
  clip_mse: searchMse,
};
