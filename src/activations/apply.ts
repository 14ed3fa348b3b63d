import type { Recipe } from '../experiment/spec';
import type { Kernels, Quantized } from '../kernels/index';
import { rounderOf } from '../rounding/registry';
import { activationQuantizerOf } from './registry';
import type { Tap } from './taps';
import { tapSize } from './taps';
import type { TapScales } from './technique';

/** Codes and dequantized values of a batch at a tap, [images, ..., channels], under fixed scales. */
export function quantizeFixed(data: Float32Array, scales: TapScales, recipe: Recipe, kernels: Kernels): Quantized {
  const { qmin, qmax } = scales;
  const channels = scales.scales.length;
  const steps = Float32Array.from(scales.scales);
  const zeros = Int32Array.from(scales.zeroPoints);
  const rounding = roundingOf(recipe);
  const rows = data.length / channels;
  if (channels === 1) return kernels.quantize(data, rows, Math.max(rows, 1), steps, zeros, qmin, qmax, rounding);
  const byChannel = kernels.transposeToChannelMajor(data, rows, channels);
  const { codes, values } = kernels.quantize(byChannel, rows, Math.max(rows, 1), steps, zeros, qmin, qmax, rounding);
  return {
    codes: kernels.transposeFromChannelMajor(codes, rows, channels),
    values: kernels.transposeFromChannelMajor(values, rows, channels),
  };
}

/**
 * The same with scales found in the values themselves: one for the whole batch (`batch`), or one for each image, for texts
 * one for each token (`sample`).
 */
export function quantizeDynamic(data: Float32Array, tap: Tap, recipe: Recipe, kernels: Kernels): Quantized {
  const quantizer = activationQuantizerOf(recipe.quantizer.id);
  const length = recipe.granularity.id === 'batch' ? data.length : sampleSize(tap);
  const found: TapScales[] = [];
  for (let from = 0; from < data.length; from += length) {
    const values = { data: data.slice(from, from + length), channels: tap.shape.at(-1) ?? 1 };
    found.push(quantizer.fit({ ...values, nonNegative: tap.nonNegative, batches: null }, recipe, kernels));
  }
  const [first] = found;
  if (first === undefined) return { codes: new Int32Array(0), values: new Float32Array(0) };
  return kernels.quantize(
    data,
    length,
    length,
    Float32Array.from(found, ({ scales }) => scales[0] ?? 1),
    Int32Array.from(found, ({ zeroPoints }) => zeroPoints[0] ?? 0),
    first.qmin,
    first.qmax,
    roundingOf(recipe),
  );
}

/** An image or, in a text [time, channels], one token. */
function sampleSize(tap: Tap): number {
  return tap.shape.length === 2 ? (tap.shape[1] ?? 1) : tapSize(tap);
}

function roundingOf(recipe: Recipe) {
  const { rounding } = rounderOf(recipe.rounder.id);
  if (rounding === 'stochastic') throw new RangeError('Activations are rounded to the nearest code.');
  return rounding;
}
