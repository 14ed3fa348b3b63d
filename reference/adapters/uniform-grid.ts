import type { Distribution } from '../distributions';
import { kernels } from './linear';

/**
 * Error of the engine's quantizer with N levels at (i - (N - 1) / 2) * step. Even N has no level at 0: there the grid is
 * shifted by half a step before and after, which changes no error.
 */
interface Grid {
  readonly levels: number;
  readonly step: number;
}

/** Level of each point, in doubles; the codes are the engine's. */
function levelsOf(points: Float64Array, { levels, step }: Grid): Float64Array {
  const shift = levels % 2 === 0 ? step / 2 : 0;
  const shifted = Float32Array.from(points, (x) => x - shift);
  const lowest = -Math.floor(levels / 2);
  const scales = Float32Array.of(step);
  const { codes } = kernels.quantize(
    shifted,
    shifted.length,
    shifted.length,
    scales,
    null,
    lowest,
    lowest + levels - 1,
    'nearest-even',
  );
  return Float64Array.from(codes, (code) => code * step + shift);
}

/** Nodes and weights of the 5-point Gauss-Legendre rule on [-1, 1]. */
const RULE = [
  [0, 128 / 225],
  [0.5384693101056831, 0.47862867049936647],
  [-0.5384693101056831, 0.47862867049936647],
  [0.906179845938664, 0.23692688505618908],
  [-0.906179845938664, 0.23692688505618908],
] as const;

/** Parts of [0, end]: the cells of the grid, halved, then the tail beyond the last level. */
function edgesOf({ levels, step }: Grid, end: number): number[] {
  const inside = Array.from({ length: levels }, (_, i) => (i * step) / 2).filter((edge) => edge < end);
  const last = inside.at(-1) ?? 0;
  const tail = Array.from({ length: 200 }, (_, i) => last + ((end - last) * (i + 1)) / 200);
  return [...inside, ...tail];
}

/** Mean squared error over a symmetric density. */
function meanError(distribution: Distribution, grid: Grid): number {
  const edges = edgesOf(grid, distribution.end);
  const points: number[] = [];
  const weights: number[] = [];
  for (let i = 1; i < edges.length; i++) {
    const [from, to] = [edges[i - 1] ?? 0, edges[i] ?? 0];
    for (const [node, weight] of RULE) {
      points.push((from + to) / 2 + (node * (to - from)) / 2);
      weights.push((weight * (to - from)) / 2);
    }
  }
  const levels = levelsOf(Float64Array.from(points), grid);
  return points.reduce(
    (sum, x, i) => sum + 2 * (weights[i] ?? 0) * distribution.density(x) * (x - (levels[i] ?? 0)) ** 2,
    0,
  );
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The step with the smallest error, by golden-section search, and that error. */
export function bestUniformGrid(
  distribution: Distribution,
  levels: number,
): { step: number; mse: number; sqnrDb: number } {
  const error = (step: number): number => meanError(distribution, { levels, step });
  let [low, high] = [1 / levels, 16 / levels];
  while (high - low > 1e-6 * high) {
    const [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    if (error(left) < error(right)) high = right;
    else low = left;
  }
  const step = (low + high) / 2;
  const mse = error(step);
  return { step, mse, sqnrDb: -10 * Math.log10(mse) };
}

/** Dyadic nodes -3/8, 0, 3/8 of a cell and weights that integrate cubics exactly, so float32 holds every point. */
const CELL = [
  [-0.375, 8 / 27],
  [0, 11 / 27],
  [0.375, 8 / 27],
] as const;

/** Mean squared error / step^2 of 2^bits levels between -1 and 1 for a uniform input. */
export function noiseOverStepSquared(bits: number): number {
  const levels = 2 ** bits;
  const step = 2 / levels;
  const points = Float64Array.from(
    { length: 3 * levels },
    (_, i) => -1 + (Math.floor(i / 3) + 0.5 + CELL[i % 3]![0]) * step,
  );
  const held = levelsOf(points, { levels, step });
  return points.reduce((sum, x, i) => sum + (CELL[i % 3]![1] * ((x - (held[i] ?? 0)) / step) ** 2) / levels, 0);
}
