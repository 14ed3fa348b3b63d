import type { Recipe } from '../experiment/spec';
import type { ActivationReport, ThresholdEstimate } from '../jobs/activation-reports';
import type { Kernels } from '../kernels/index';
import { sqnrDb } from '../quantizers/metrics';
import { quantizeFixed } from './apply';
import { activationClippers } from './clippers';
import { activationGranularities } from './granularities';
import { CALIBRATION_BATCH, type Observation } from './observe';
import { activationQuantizerOf } from './registry';
import type { TapScales } from './technique';

const HISTOGRAM_BINS = 101;
const MAGNITUDE_BINS = 2048;

type Errors = NonNullable<ActivationReport['metrics']>;

/**
 * Everything there is to draw about one tap, yielding between the clippers.
 * @param recipe that of the settings; null in float32.
 */
export function* reportOf(
  layer: string,
  observation: Observation,
  recipe: Recipe | null,
  kernels: Kernels,
): Generator<void, ActivationReport, void> {
  const { data, channels, nonNegative, images, values, every, batches } = observation;
  const isDynamic = recipe !== null && activationGranularities[recipe.granularity.id]?.moment === 'dynamic';
  const chosen = recipe === null || isDynamic ? null : fit(observation, recipe, kernels);
  const under = chosen === null || recipe === null ? null : measure(data, chosen, recipe, kernels);
  yield;
  const thresholds: ThresholdEstimate[] = [];
  for (const clipper of Object.values(activationClippers)) {
    if (recipe === null || recipe.quantizer.id !== 'uniform') break;
    thresholds.push(estimate(observation, recipe, clipper.id, kernels));
    yield;
  }
  const min = Math.min(...batches.tensor.low);
  const max = Math.max(...batches.tensor.high);
  const [low, high] = axis(min, max);
  return {
    layer,
    nonNegative,
    channels,
    images,
    values,
    kept: data.length,
    every,
    min,
    max,
    zeroShare: values > 0 ? observation.zeros / values : 0,
    histogram: {
      low,
      high,
      float: kernels.histogram(data, low, high, HISTOGRAM_BINS),
      clipped:
        under === null ? new Uint32Array(HISTOGRAM_BINS) : kernels.histogram(under.outside, low, high, HISTOGRAM_BINS),
      quantized:
        under === null ? new Uint32Array(HISTOGRAM_BINS) : kernels.histogram(under.values, low, high, HISTOGRAM_BINS),
    },
    magnitudes: magnitudesOf(data, kernels),
    batches: { size: CALIBRATION_BATCH, low: batches.tensor.low.slice(), high: batches.tensor.high.slice() },
    channelRanges: channelRangesOf(observation),
    chosen,
    metrics: under?.errors ?? null,
    thresholds,
  };
}

function fit(observation: Observation, recipe: Recipe, kernels: Kernels): TapScales {
  return activationQuantizerOf(recipe.quantizer.id).fit(observation, recipe, kernels);
}

/** One scale for all values by one clipper, with the parameters of the settings where they chose it. */
function estimate(observation: Observation, recipe: Recipe, id: string, kernels: Kernels): ThresholdEstimate {
  const clipper = recipe.clipper.id === id ? recipe.clipper : { id, params: {} };
  const own: Recipe = { ...recipe, granularity: { id: 'tensor', params: {} }, clipper };
  const scales = fit(observation, own, kernels);
  const { errors } = measure(observation.data, scales, own, kernels);
  return {
    clipper: id,
    label: activationClippers[id]?.label ?? id,
    low: scales.low[0] ?? 0,
    high: scales.high[0] ?? 0,
    ...errors,
  };
}

interface Measured {
  readonly values: Float32Array;
  /** Values outside the range of their scale. */
  readonly outside: Float32Array;
  readonly errors: Errors;
}

function measure(data: Float32Array, scales: TapScales, recipe: Recipe, kernels: Kernels): Measured {
  const { values } = quantizeFixed(data, scales, recipe, kernels);
  const sums = kernels.errorSums(data, values);
  const outside: number[] = [];
  const groups = scales.scales.length;
  let clipError = 0;
  for (let at = 0; at < data.length; at++) {
    const [x, group] = [data[at]!, at % groups];
    if (x >= (scales.low[group] ?? 0) && x <= (scales.high[group] ?? 0)) continue;
    outside.push(x);
    clipError += (x - values[at]!) ** 2;
  }
  const n = Math.max(data.length, 1);
  const mse = sums.error / n;
  const clipMse = Math.min(clipError / n, mse);
  return {
    values,
    outside: Float32Array.from(outside),
    errors: {
      clippedShare: outside.length / n,
      mse,
      clipMse,
      roundMse: mse - clipMse,
      sqnrDb: sqnrDb(sums.signal, sums.error),
    },
  };
}

/** A little wider than the values; from 0 where none is below it. */
function axis(min: number, max: number): readonly [number, number] {
  const room = (max - min) * 0.02;
  if (room === 0) return [Math.min(min, 0), Math.max(max, 0) + 1];
  return [min < 0 ? min - room : 0, max + room];
}

function magnitudesOf(data: Float32Array, kernels: Kernels): ActivationReport['magnitudes'] {
  const absMax = kernels.absMax(data);
  return { absMax, counts: kernels.histogram(data.map(Math.abs), 0, absMax, MAGNITUDE_BINS) };
}

function channelRangesOf({ channels, batches }: Observation): ActivationReport['channelRanges'] {
  const low = new Float32Array(channels).fill(Infinity);
  const high = new Float32Array(channels).fill(-Infinity);
  batches.channel.low.forEach((value, at) => {
    low[at % channels] = Math.min(low[at % channels]!, value);
    high[at % channels] = Math.max(high[at % channels]!, batches.channel.high[at] ?? value);
  });
  return { low, high };
}
