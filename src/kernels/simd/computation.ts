import type { Rounding } from '../../numerics/round';
import { FEW } from '../../numerics/sort';
import type { Computation, UniformGrid } from '../computation';
import type { Segments } from '../segments';
import { sortFinite } from '../plain/sort';
import { singleRuns } from '../runs';
import type {
  FloatGrid,
  Floats,
  Integers,
  MagnitudeRounding,
  Quantized,
  RowScales,
  RunPrefix,
  RunSplits,
  ThresholdGrid,
  Transposable,
} from '../types';
import { Arena } from './arena';
import { assignmentBoundaries } from './boundaries';
import { instantiate, type Instructions } from './module';

/** The numbers of the roundings in assembly/quantize.ts. */
const ROUNDINGS: Readonly<Record<Rounding, number>> = {
  'nearest-even': 0,
  'nearest-away': 1,
  floor: 2,
  ceil: 3,
  'toward-zero': 4,
};
const BY_UNIFORMS = 5;

/** Vector kernels in a WebAssembly instance of their own: each call copies its arguments in and its results out. */
export function createSimdComputation(): Computation {
  const wasm = instantiate();
  const arena = new Arena(wasm);
  return { kind: 'simd', ...converting(wasm, arena), ...measuring(wasm, arena), ...searching(wasm, arena) };
}

function runsWith(wasm: Instructions, arena: Arena, prefix: RunPrefix, k: number): RunSplits {
  arena.reset();
  const n = prefix.count.length - 1;
  const [count, first, second] = [arena.copy(prefix.count), arena.copy(prefix.first), arena.copy(prefix.second)];
  let [previous, best] = [arena.copy(singleRuns(prefix)), arena.reserve((n + 1) * 8)];
  let [least, split] = [arena.zeros((n + 1) * 4), arena.reserve((n + 1) * 4)];
  const splits: Integers[] = [];
  for (let runs = 2; runs <= k; runs++) {
    // Of the last layer only the whole is asked for.
    wasm.fillRuns(count, first, second, n, runs, runs === k ? n : runs, previous, least, best, split);
    splits.push(arena.integers(split, n + 1));
    [previous, best] = [best, previous];
    [least, split] = [split, least];
  }
  return { splits, error: arena.doubles(previous + n * 8, 1)[0]! };
}

type Converting = Pick<
  Computation,
  'transpose' | 'quantize' | 'quantizeWithUniforms' | 'quantizeFloats' | 'sortFinite' | 'assignNearest'
>;

function converting(wasm: Instructions, arena: Arena): Converting {
  return {
    transpose<T extends Transposable>(data: T, rows: number, columns: number): T {
      arena.reset();
      const result = arena.reserve(data.byteLength);
      wasm.transpose(arena.copy(data), result, rows, columns);
      const read =
        data instanceof Float32Array ? arena.floats(result, data.length) : arena.integers(result, data.length);
      return read as T;
    },
    quantize: (data, segments, grid, rounding) =>
      quantizeWith({ wasm, arena, data, segments, grid, rounding: ROUNDINGS[rounding], uniforms: null }),
    quantizeWithUniforms: (data, segments, grid, uniforms) =>
      quantizeWith({ wasm, arena, data, segments, grid, rounding: BY_UNIFORMS, uniforms }),
    quantizeFloats: (data, owners, grid, rounding) => quantizeFloatsWith(wasm, arena, { data, owners, grid, rounding }),
    sortFinite: (data, magnitudes) => sortWith(wasm, arena, data, magnitudes),
    assignNearest(data, centroids) {
      arena.reset();
      const codes = arena.reserve(data.length * 4);
      const input = arena.copy(data);
      const range = placedMinMax(wasm, arena, input, data.length);
      const boundaries = assignmentBoundaries(centroids, range);
      if (boundaries === null) wasm.assignNearest(input, data.length, arena.copy(centroids), centroids.length, codes);
      else wasm.countBoundaries(input, data.length, arena.copy(boundaries), boundaries.length, codes);
      return arena.integers(codes, data.length);
    },
  };
}

/** Counters of a sort: three digits of 11 bits. */
const SORT_COUNTERS = 3 * 2048;

/** Few values are sorted by comparing them. */
function sortWith(wasm: Instructions, arena: Arena, data: Float32Array, magnitudes: boolean): Floats {
  if (data.length < FEW) return sortFinite(data, magnitudes);
  arena.reset();
  const [first, second] = [arena.reserve(data.length * 4), arena.reserve(data.length * 4)];
  const tables = arena.zeros(SORT_COUNTERS * 4);
  const count = wasm.sortFinite(arena.copy(data), data.length, magnitudes, first, second, tables);
  return arena.floats(second, count);
}

/** Smallest and largest finite value of data that are in place already; [0, 0] if there is none. */
function placedMinMax(wasm: Instructions, arena: Arena, data: number, length: number): readonly [number, number] {
  const result = arena.zeros(2 * 4);
  wasm.minMax(data, length, length, length, result, result + 4);
  const [low, high] = arena.floats(result, 2);
  return [low!, high!];
}

interface QuantizeCall {
  readonly wasm: Instructions;
  readonly arena: Arena;
  readonly data: Float32Array;
  readonly segments: Segments;
  readonly grid: UniformGrid;
  readonly rounding: number;
  readonly uniforms: Float64Array | null;
}

function quantizeWith({ wasm, arena, data, segments, grid, rounding, uniforms }: QuantizeCall): Quantized {
  arena.reset();
  const codes = arena.reserve(data.length * 4);
  const values = arena.reserve(data.length * 4);
  wasm.quantize(
    arena.copy(data),
    data.length,
    segments.rows,
    segments.length,
    arena.copy(grid.scales),
    grid.zeroPoints === null ? 0 : arena.copy(grid.zeroPoints),
    grid.qmin,
    grid.qmax,
    rounding,
    uniforms === null ? 0 : arena.copy(uniforms),
    codes,
    values,
  );
  return { codes: arena.integers(codes, data.length), values: arena.floats(values, data.length) };
}

interface FloatsCall {
  readonly data: Float32Array;
  readonly owners: RowScales;
  readonly grid: FloatGrid;
  readonly rounding: MagnitudeRounding;
}

/** The numbers of the roundings in assembly/floats.ts. */
const MAGNITUDE_ROUNDINGS: Readonly<Record<MagnitudeRounding, number>> = {
  'nearest-even': 0,
  'nearest-away': 1,
  'toward-zero': 2,
};

function quantizeFloatsWith(wasm: Instructions, arena: Arena, { data, owners, grid, rounding }: FloatsCall): Quantized {
  arena.reset();
  const [codes, values] = [arena.reserve(data.length * 4), arena.reserve(data.length * 4)];
  const { columns, first } = owners;
  const divisors = arena.copy(owners.divisors);
  wasm.quantizeFloats(
    arena.copy(data),
    first.length,
    columns,
    arena.copy(first),
    divisors,
    owners.scales === owners.divisors ? divisors : arena.copy(owners.scales),
    grid.mantissaBits,
    grid.smallestExponent,
    grid.largestCode,
    grid.largest,
    grid.nanCode,
    MAGNITUDE_ROUNDINGS[rounding],
    codes,
    values,
  );
  return { codes: arena.integers(codes, data.length), values: arena.floats(values, data.length) };
}

type Measuring = Pick<Computation, 'absMax' | 'minMax' | 'errorSums' | 'histogram' | 'clusterSums'>;

function measuring(wasm: Instructions, arena: Arena): Measuring {
  return {
    absMax(data, { rows, length, count }) {
      arena.reset();
      const result = arena.reserve(count * 4);
      wasm.absMax(arena.copy(data), data.length, rows, length, result);
      return arena.floats(result, count);
    },
    minMax(data, { rows, length, count }) {
      arena.reset();
      const low = arena.reserve(count * 4);
      const high = arena.reserve(count * 4);
      wasm.minMax(arena.copy(data), data.length, rows, length, low, high);
      return { low: arena.floats(low, count), high: arena.floats(high, count) };
    },
    errorSums(x, y) {
      arena.reset();
      const result = arena.reserve(4 * 8);
      wasm.errorSums(arena.copy(x), arena.copy(y), x.length, result);
      const [signal, error, maxError, nonFinite] = arena.doubles(result, 4);
      return { signal: signal!, error: error!, maxError: maxError!, nonFinite: nonFinite! };
    },
    histogram(data, low, high, bins) {
      arena.reset();
      const counts = arena.zeros((bins + 1) * 4 * 4);
      wasm.histogram(arena.copy(data), data.length, low, high, bins, counts);
      return arena.counts(counts, bins);
    },
    clusterSums(data, codes, k) {
      arena.reset();
      const sums = arena.reserve(k * 8);
      const counts = arena.zeros(k * 4);
      const scratch = arena.zeros(k * 4 * 8);
      const done = wasm.clusterSums(arena.copy(data), data.length, arena.copy(codes), k, scratch, sums, counts);
      return done === 0 ? null : { sums: arena.doubles(sums, k), counts: arena.counts(counts, k) };
    },
  };
}

type Searching = Pick<Computation, 'bestThresholds' | 'bestRanges' | 'thresholdErrors' | 'bestRuns'>;

function searching(wasm: Instructions, arena: Arena): Searching {
  return {
    bestThresholds(data, { rows, length, count }, absMax, grid) {
      arena.reset();
      const [gridIndex, mse] = [arena.reserve(count * 4), arena.reserve(count * 8)];
      const scratch = arena.reserve(wasm.thresholdScratch(grid.gridSize));
      const { qmin, qmax, divisor, gridSize } = grid;
      const [input, largest] = [arena.copy(data), arena.copy(absMax)];
      // prettier-ignore
      wasm.bestThresholds(
        input, data.length, rows, length, largest, qmin, qmax, divisor, gridSize, scratch, gridIndex, mse,
      );
      return { gridIndex: arena.integers(gridIndex, count), mse: arena.doubles(mse, count) };
    },
    bestRanges(data, { rows, length, count }, limits, { qmin, qmax, gridSize }) {
      arena.reset();
      const [gridIndex, mse] = [arena.reserve(count * 4), arena.reserve(count * 8)];
      const scratch = arena.reserve(wasm.thresholdScratch(gridSize));
      const [input, low, high] = [arena.copy(data), arena.copy(limits.low), arena.copy(limits.high)];
      // prettier-ignore
      wasm.bestRanges(input, data.length, rows, length, low, high, qmin, qmax, gridSize, scratch, gridIndex, mse);
      return { gridIndex: arena.integers(gridIndex, count), mse: arena.doubles(mse, count) };
    },
    thresholdErrors(data, absMax, { qmin, qmax, divisor, gridSize }: ThresholdGrid) {
      arena.reset();
      const result = arena.reserve(gridSize * 8);
      const scratch = arena.reserve(wasm.thresholdScratch(gridSize));
      wasm.thresholdCurve(arena.copy(data), data.length, absMax, qmin, qmax, divisor, gridSize, scratch, result);
      return arena.doubles(result, gridSize);
    },
    bestRuns: (prefix, k) => runsWith(wasm, arena, prefix, k),
  };
}
