import type { TensorMetrics } from '../jobs/reports';
import type { Kernels } from '../kernels/index';
import { entropyBits, excessKurtosis } from '../numerics/stats';
import { rowGroups } from './granularity';
import type { QuantizedTensor } from './quantize';
import type { WeightTensor } from './types';

/** 10 log10(signal / error); Infinity without error. */
export function sqnrDb(signal: number, error: number): number {
  return error === 0 ? Infinity : 10 * Math.log10(signal / error);
}

interface Scan {
  readonly clippedCount: number;
  readonly clipError: number;
  readonly zeros: number;
  readonly zeroed: number;
  readonly saturated: number;
  readonly zeroedChannels: number;
}

/** Error and code statistics of a quantized tensor against the float weights. */
export function measure(tensor: WeightTensor, quantized: QuantizedTensor, kernels: Kernels): TensorMetrics {
  const n = tensor.data.length;
  const sums = kernels.errorSums(tensor.data, quantized.values);
  const scan = scanTensor(tensor.data, quantized);
  const mse = n > 0 ? sums.error / n : 0;
  const clipMse = n > 0 ? Math.min(scan.clipError / n, mse) : 0;
  const usage = codeUsage(quantized);
  return {
    n,
    mse,
    sqnrDb: sqnrDb(sums.signal, sums.error),
    maxError: sums.maxError,
    clipMse,
    roundMse: mse - clipMse,
    clippedCount: scan.clippedCount,
    zeroedCount: scan.zeroed,
    zeroShare: n > 0 ? scan.zeros / n : 0,
    saturatedShare: n > 0 ? scan.saturated / n : 0,
    usedLevels: usage.used,
    totalLevels: usage.total,
    entropyBits: usage.entropy,
    kurtosis: kurtosisOf(tensor.data),
    storage: quantized.storage,
    bitsPerWeight: quantized.bitsPerWeight,
    scaleCount: quantized.scales?.length ?? 0,
    zeroedChannels: scan.zeroedChannels,
  };
}

/** Depends on the float weights alone, which every recipe of a session shares. */
const kurtoses = new WeakMap<Float32Array, number>();

function kurtosisOf(data: Float32Array): number {
  const known = kurtoses.get(data) ?? excessKurtosis(data);
  kurtoses.set(data, known);
  return known;
}

function scanTensor(data: Float32Array, quantized: QuantizedTensor): Scan {
  const { rows, columns, values, codes, qmin, qmax, thresholds } = quantized;
  const alive = new Uint8Array(columns);
  const nonZero = new Uint8Array(columns);
  let [clippedCount, clipError, zeros, zeroed, saturated] = [0, 0, 0, 0, 0];
  const { low, high } = thresholds;
  for (let row = 0, i = 0; row < rows; row++) {
    const { first, step } = rowGroups(quantized, row);
    for (let column = 0; column < columns; column++, i++) {
      const x = data[i] ?? 0;
      const y = values[i] ?? 0;
      const code = codes[i] ?? 0;
      if (code === qmin || code === qmax) saturated++;
      if (x !== 0) nonZero[column] = 1;
      if (y !== 0) alive[column] = 1;
      else {
        zeros++;
        if (x !== 0) zeroed++;
      }
      const group = first + step * column;
      if (x <= (high[group] ?? Infinity) && x >= (low[group] ?? -Infinity)) continue;
      if (Number.isNaN(x)) continue;
      clippedCount++;
      const error = x - y;
      if (Number.isFinite(error)) clipError += error * error;
    }
  }
  let zeroedChannels = 0;
  for (let c = 0; c < columns; c++) if (nonZero[c] === 1 && alive[c] === 0) zeroedChannels++;
  return { clippedCount, clipError, zeros, zeroed, saturated, zeroedChannels };
}

const MAX_TABLE = 65_536;

/** Distinct codes in use, codes there are, and the entropy of their histogram in bits per weight. */
function codeUsage({ codes, qmin, qmax }: QuantizedTensor): { used: number; total: number; entropy: number } {
  const total = qmax - qmin + 1;
  const counts = total <= MAX_TABLE ? new Uint32Array(total) : new Map<number, number>();
  if (counts instanceof Map) {
    for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
    return { used: counts.size, total, entropy: entropyBits(counts.values()) };
  }
  for (const code of codes) counts[code - qmin] = (counts[code - qmin] ?? 0) + 1;
  return { used: counts.reduce((used, c) => used + (c > 0 ? 1 : 0), 0), total, entropy: entropyBits(counts) };
}
