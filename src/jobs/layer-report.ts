import type { Kernels } from '../kernels/index';
import type { LayerInfo } from '../model/types';
import { groupOf, type QuantizedTensor } from '../quantizers/quantize';
import type { WeightTensor } from '../quantizers/types';
import type { LayerReport, TensorMetrics } from './reports';
import { scanElements, type ElementScan } from './scan-elements';

const HISTOGRAM_BINS = 101;
const ERROR_BINS = 81;
const MAX_STEMS = 64;
const MAX_LEVELS = 256;
const MAX_THRESHOLDS = 512;

export interface LayerReportInput {
  readonly layer: LayerInfo;
  readonly tensor: WeightTensor;
  readonly quantized: QuantizedTensor;
  readonly metrics: TensorMetrics;
  readonly kernels: Kernels;
}

/** Everything the Lab draws about one layer under one recipe, binned so that it is cheap to send. */
export function buildLayerReport(input: LayerReportInput): LayerReport {
  const { layer, tensor, quantized, metrics, kernels } = input;
  const columns = tensor.shape.length === 0 ? 1 : quantized.columns;
  const limit = histogramLimit(tensor.data, kernels);
  const scan = scanElements({ data: tensor.data, quantized, limit, bins: HISTOGRAM_BINS });
  const order = groupsByThreshold(quantized);
  const median = order[Math.floor((order.length - 1) / 2)] ?? 0;
  const medianHigh = quantized.thresholds.high[median] ?? limit;
  const groupMax = scan.groupAbsMax[median] ?? 0;
  return {
    layer: layer.name,
    layout: layer.layout,
    shape: layer.shape,
    rows: quantized.rows,
    columns,
    metrics,
    histogram: {
      low: -limit,
      high: limit,
      float: floatHistogram(tensor.data, limit, kernels),
      clipped: scan.clipped,
      quantized: kernels.histogram(quantized.values, -limit, limit, HISTOGRAM_BINS),
    },
    stems: stemsOf(quantized),
    levels: levelsOf(quantized, median),
    thresholds: sampleThresholds(quantized, order),
    clip: {
      low: quantized.thresholds.low[median] ?? -limit,
      high: medianHigh,
      ratio: groupMax > 0 ? Math.min(medianHigh / groupMax, 1) : 1,
    },
    roundError: errorHistogram(tensor.data, quantized, scan, median),
    channels: scan.channels,
    errorMap: scan.errorMap,
    regions: quantized.regions,
    example: exampleOf(tensor.data, quantized, scan.worstRounded),
    codebook: codebookOf(quantized),
  };
}

/** Half-width of the shared histogram axis: a little more than the largest finite |w|. */
function histogramLimit(data: Float32Array, kernels: Kernels): number {
  const largest = kernels.absMax(data);
  return largest > 0 ? largest * 1.04 : 1;
}

function groupsByThreshold(quantized: QuantizedTensor): number[] {
  const { high } = quantized.thresholds;
  return Array.from(high, (_, i) => i).sort((i, j) => (high[i] ?? 0) - (high[j] ?? 0));
}

function sampleThresholds(quantized: QuantizedTensor, order: readonly number[]): LayerReport['thresholds'] {
  const kept =
    order.length <= MAX_THRESHOLDS
      ? order
      : Array.from(
          { length: MAX_THRESHOLDS },
          (_, i) => order[Math.round((i * (order.length - 1)) / (MAX_THRESHOLDS - 1))] ?? 0,
        );
  return {
    low: Float32Array.from(kept, (g) => quantized.thresholds.low[g] ?? 0),
    high: Float32Array.from(kept, (g) => quantized.thresholds.high[g] ?? 0),
  };
}

function levelsOf(quantized: QuantizedTensor, group: number): Float32Array {
  const levels = quantized.levelsOf(group);
  return levels.length <= MAX_LEVELS ? Float32Array.from(levels) : new Float32Array(0);
}

/** Distinct values with their counts, ascending; null when there are more than MAX_STEMS. */
function stemsOf(quantized: QuantizedTensor): LayerReport['stems'] {
  const counts = quantized.regions.kind === 'tensor' ? countByCode(quantized) : countByValue(quantized.values);
  if (counts === null) return null;
  const sorted = [...counts].sort((p, q) => p[0] - q[0]);
  return { values: Float32Array.from(sorted, (s) => s[0]), counts: Uint32Array.from(sorted, (s) => s[1]) };
}

/** Where all weights share their levels, equal codes are equal values, and codes are quick to count. */
function countByCode({ codes, values, qmin, qmax }: QuantizedTensor): Map<number, number> | null {
  if (qmax - qmin >= 4 * MAX_STEMS) return countByValue(values);
  const perCode = new Uint32Array(qmax - qmin + 1);
  const at = new Int32Array(perCode.length);
  for (let i = 0; i < codes.length; i++) {
    const code = (codes[i] ?? 0) - qmin;
    perCode[code] = (perCode[code] ?? 0) + 1;
    at[code] = i;
  }
  const counts = new Map<number, number>();
  perCode.forEach((count, code) => {
    if (count > 0) counts.set(values[at[code] ?? 0] ?? 0, count);
  });
  return counts.size > MAX_STEMS ? null : counts;
}

function countByValue(values: Float32Array): Map<number, number> | null {
  const counts = new Map<number, number>();
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size > MAX_STEMS) return null;
  }
  return counts;
}

/** The histogram of the float weights is the same under every recipe. Copied, because a report's buffers are handed over. */
const floatHistograms = new WeakMap<Float32Array, Uint32Array>();

function floatHistogram(data: Float32Array, limit: number, kernels: Kernels): Uint32Array {
  const known = floatHistograms.get(data) ?? kernels.histogram(data, -limit, limit, HISTOGRAM_BINS);
  floatHistograms.set(data, known);
  return known.slice();
}

function errorHistogram(
  data: Float32Array,
  quantized: QuantizedTensor,
  scan: ElementScan,
  median: number,
): LayerReport['roundError'] {
  const limit = scan.maxError > 0 ? scan.maxError : 1;
  const counts = new Uint32Array(ERROR_BINS);
  const perUnit = ERROR_BINS / (2 * limit);
  for (let i = 0; i < data.length; i++) {
    const error = (quantized.values[i] ?? 0) - (data[i] ?? 0);
    if (!Number.isFinite(error)) continue;
    const bin = Math.min(Math.max(Math.floor((error + limit) * perUnit), 0), ERROR_BINS - 1);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { limit, counts, step: quantized.scales?.[median] ?? 0 };
}

function exampleOf(data: Float32Array, quantized: QuantizedTensor, index: number): LayerReport['example'] {
  const value = data[index];
  if (value === undefined || quantized.scales === null) return null;
  const row = Math.floor(index / quantized.columns);
  const column = index % quantized.columns;
  const group = groupOf(quantized, row, column);
  return {
    index,
    row,
    column,
    value,
    code: quantized.codes[index] ?? 0,
    scale: quantized.scales[group] ?? 1,
    zeroPoint: quantized.zeroPoints?.[group] ?? 0,
    quantized: quantized.values[index] ?? 0,
    qmin: quantized.qmin,
    qmax: quantized.qmax,
    low: quantized.thresholds.low[group] ?? 0,
    high: quantized.thresholds.high[group] ?? 0,
  };
}

function codebookOf(quantized: QuantizedTensor): LayerReport['codebook'] {
  if (quantized.centroids === null) return null;
  const counts = new Uint32Array(quantized.centroids.length);
  for (const code of quantized.codes) counts[code] = (counts[code] ?? 0) + 1;
  return { centroids: Float32Array.from(quantized.centroids), counts };
}
