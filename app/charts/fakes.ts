/** Reports for the tests of charts: a small tensor, quantized symmetrically by the textbook formula. */
import type { LayerReport, TensorMetrics } from '../../src/jobs/reports';

const BINS = 101;
const ERROR_BINS = 81;

interface FakeOptions {
  readonly rows?: number;
  readonly columns?: number;
  readonly bits?: number;
  readonly granularity?: 'tensor' | 'channel';
  /** Threshold as part of the largest |w| of the group. */
  readonly ratio?: number;
  /** Weight by row and column. */
  readonly weight?: (row: number, column: number) => number;
}

/** A bell of weights without chance; channel c is scaled by 1 / (c + 1), so that channels differ in range. */
function bell(row: number, column: number): number {
  const u = ((row * 7919 + column * 104729) % 1000) / 1000;
  return Math.tan((u - 0.5) * 2.4) / 2.6 / (column + 1);
}

/** Thresholds of the groups, ascending, and of each column. */
function thresholdsOf(absMax: Float32Array, { granularity = 'tensor', ratio = 1 }: FakeOptions) {
  const largest = Math.max(...absMax);
  const thresholds = absMax.map((m) => (granularity === 'tensor' ? largest : m) * ratio);
  const groups = granularity === 'tensor' ? thresholds.slice(0, 1) : thresholds.slice().sort();
  return { largest, thresholds, groups, median: groups[Math.floor((groups.length - 1) / 2)]! };
}

export function fakeReport(layer: string, options: FakeOptions = {}): LayerReport {
  const { rows = 60, columns = 8, bits = 3, granularity = 'tensor', ratio = 1, weight = bell } = options;
  const qmax = 2 ** (bits - 1) - 1;
  const w = Float32Array.from({ length: rows * columns }, (_, i) => weight(Math.floor(i / columns), i % columns));
  const absMax = new Float32Array(columns);
  w.forEach((x, i) => {
    absMax[i % columns] = Math.max(absMax[i % columns]!, Math.abs(x));
  });
  const { largest, thresholds, groups, median } = thresholdsOf(absMax, options);
  const codes = w.map((x, i) => Math.max(-qmax, Math.min(qmax, Math.round((x / thresholds[i % columns]!) * qmax))));
  const y = codes.map((q, i) => (q * thresholds[i % columns]!) / qmax);
  const limit = largest * 1.04;
  const error = y.map((v, i) => v - w[i]!);
  const errorLimit = Math.max(...error.map(Math.abs)) || 1;
  const clippedAt = w.map((x, i) => (Math.abs(x) > thresholds[i % columns]! ? 1 : 0));
  return {
    layer,
    layout: 'dense',
    shape: [rows, columns],
    rows,
    columns,
    metrics: fakeMetrics(w, y, codes, clippedAt, bits, groups.length),
    histogram: {
      low: -limit,
      high: limit,
      float: binned(w, limit, BINS),
      clipped: binned(
        w.filter((_, i) => clippedAt[i] === 1),
        limit,
        BINS,
      ),
      quantized: binned(y, limit, BINS),
    },
    stems: stems(y),
    levels: Float32Array.from({ length: 2 * qmax + 1 }, (_, i) => ((i - qmax) * median) / qmax),
    thresholds: { low: groups.map((t) => -t), high: groups },
    clip: { low: -median, high: median, ratio },
    roundError: { limit: errorLimit, counts: binned(error, errorLimit, ERROR_BINS), step: median / qmax },
    channels: {
      absMax,
      threshold: thresholds,
      zeroed: Uint8Array.from(absMax, (_, c) => (codes.every((q, i) => i % columns !== c || q === 0) ? 1 : 0)),
      rmse: new Float32Array(columns),
    },
    errorMap: { rows, columns, values: error.map(Math.abs) },
    regions: { kind: granularity, rowsPerGroup: rows },
    example: exampleOf(w, codes, y, thresholds, qmax),
    codebook: null,
  };
}

function exampleOf(
  w: Float32Array,
  codes: Float32Array,
  y: Float32Array,
  thresholds: Float32Array,
  qmax: number,
): LayerReport['example'] {
  const high = thresholds[1]!;
  const place = { index: 1, row: 0, column: 1 };
  const range = { qmin: -qmax, qmax, low: -high, high };
  return { ...place, ...range, value: w[1]!, code: codes[1]!, scale: high / qmax, zeroPoint: 0, quantized: y[1]! };
}

function fakeMetrics(
  w: Float32Array,
  y: Float32Array,
  codes: Float32Array,
  clippedAt: Float32Array,
  bits: number,
  scales: number,
): TensorMetrics {
  const n = w.length;
  const squares = w.map((x, i) => (y[i]! - x) ** 2);
  const sum = (values: Float32Array) => values.reduce((s, v) => s + v, 0);
  const mse = sum(squares) / n;
  const clipMse = sum(squares.map((s, i) => s * clippedAt[i]!)) / n;
  const zeroed = w.filter((x, i) => x !== 0 && y[i] === 0).length;
  const storage = { codes: n * bits, scales: 32 * scales, zeroPoints: 0, codebook: 0, exponents: 0 };
  return {
    n,
    mse,
    clipMse,
    roundMse: mse - clipMse,
    sqnrDb: 10 * Math.log10(sum(w.map((x) => x * x)) / sum(squares)),
    maxError: Math.sqrt(Math.max(...squares)),
    clippedCount: sum(clippedAt),
    zeroedCount: zeroed,
    zeroShare: y.filter((v) => v === 0).length / n,
    saturatedShare: 0,
    usedLevels: new Set(codes).size,
    totalLevels: 2 ** bits - 1,
    entropyBits: 2,
    kurtosis: 1,
    storage,
    bitsPerWeight: bits + (32 * scales) / n,
    scaleCount: scales,
    zeroedChannels: 0,
  };
}

function binned(values: Float32Array, limit: number, bins: number): Uint32Array {
  const counts = new Uint32Array(bins);
  for (const value of values) {
    const bin = Math.min(Math.max(Math.floor(((value + limit) * bins) / (2 * limit)), 0), bins - 1);
    counts[bin] = counts[bin]! + 1;
  }
  return counts;
}

function stems(y: Float32Array): LayerReport['stems'] {
  const counts = new Map<number, number>();
  for (const value of y) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].sort((p, q) => p[0] - q[0]);
  if (sorted.length > 64) return null;
  return { values: Float32Array.from(sorted, (s) => s[0]), counts: Uint32Array.from(sorted, (s) => s[1]) };
}
