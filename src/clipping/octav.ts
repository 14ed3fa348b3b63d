import { sortedMagnitudes } from '../numerics/stats';
import type { Clipper } from './clipper';
import { type ClipInput, codeBits, finiteRange, isUnsigned, rangesOfGroups, withinValues } from './input';
import { firstAbove } from './sorted-runs';
import { candidatesOf, type ClipTrace, curveThresholds, onlyGroup } from './trace';

const MOST_STEPS = 100;
const SETTLED = 1e-7;

interface Octav {
  readonly threshold: number;
  /** s0, s1 ... up to the threshold. */
  readonly iterates: Float64Array;
}

/** Rounding noise c s^2 of a range: step^2 / 12 with a step of 2s / 2^bits, or of s / 2^bits without a sign. */
const noiseFactor = (bits: number, unsigned: boolean): number => 4 ** -bits / (unsigned ? 12 : 3);

/** Ascending finite magnitudes, with the sums over those from index i upwards. */
interface Magnitudes {
  readonly values: Float32Array;
  readonly sums: Float64Array;
}

function magnitudesOf(values: Float32Array): Magnitudes {
  const sums = new Float64Array(values.length + 1);
  for (let i = values.length - 1; i >= 0; i--) sums[i] = sums[i + 1]! + values[i]!;
  return { values, sums };
}

/** The sums of the squares of those from index i upwards. */
function squaresOf({ values }: Magnitudes): Float64Array {
  const squares = new Float64Array(values.length + 1);
  for (let i = values.length - 1; i >= 0; i--) squares[i] = squares[i + 1]! + values[i]! * values[i]!;
  return squares;
}

/**
 * Newton's iteration on the mean squared error of clipping and rounding (Sakr et al. 2022, equation 6). It leaves out what
 * moves across the threshold, so it settles slightly above the minimum; a step beyond every value keeps its place.
 */
function iterate({ values, sums }: Magnitudes, factor: number): Octav {
  const nonZero = firstAbove(values, 0);
  const iterates = [nonZero === values.length ? 0 : sums[nonZero]! / (values.length - nonZero)];
  while (iterates.length <= MOST_STEPS) {
    const s = iterates.at(-1) ?? 0;
    const first = firstAbove(values, s);
    if (first === values.length) break;
    const next = sums[first]! / (factor * first + values.length - first);
    iterates.push(next);
    if (Math.abs(next - s) <= SETTLED * s) break;
  }
  return { threshold: iterates.at(-1) ?? 0, iterates: Float64Array.from(iterates) };
}

/** J(s) = mean(c s^2 [|x| <= s] + (|x| - s)^2 [|x| > s]) over the finite values; 0 without any. */
function objective({ values, sums }: Magnitudes, squares: Float64Array, s: number, factor: number): number {
  if (values.length === 0) return 0;
  const first = firstAbove(values, s);
  const above = values.length - first;
  const clipped = Math.max(squares[first]! - 2 * s * sums[first]! + above * s * s, 0);
  return (factor * s * s * first + clipped) / values.length;
}

/** The threshold of the finite values, zeros included. `sorted` gives the finite magnitudes in ascending order. */
export function octavThreshold(
  data: Float32Array,
  bits: number,
  unsigned: boolean,
  sorted: (values: Float32Array) => Float32Array = sortedMagnitudes,
): Octav {
  return iterate(magnitudesOf(sorted(data)), noiseFactor(bits, unsigned));
}

/** The objective of OCTAV at a threshold. */
export function octavObjective(data: Float32Array, s: number, bits: number, unsigned: boolean): number {
  const magnitudes = magnitudesOf(sortedMagnitudes(data));
  return objective(magnitudes, squaresOf(magnitudes), s, noiseFactor(bits, unsigned));
}

function trace(input: ClipInput): ClipTrace {
  const data = onlyGroup(input);
  const values = finiteRange(data);
  const [bits, unsigned] = [codeBits(input), isUnsigned(input, values[0])];
  const absMax = Math.max(-values[0], values[1]);
  const [magnitudes, factor] = [magnitudesOf(input.kernels.sortFinite(data, true)), noiseFactor(bits, unsigned)];
  const { threshold, iterates } = iterate(magnitudes, factor);
  const { thresholds, at } = curveThresholds(absMax, Math.min(threshold, absMax));
  const squares = squaresOf(magnitudes);
  const objectiveAt = (s: number): number => objective(magnitudes, squares, s, factor);
  return {
    candidates: candidatesOf(input.symmetric, values, thresholds),
    values: thresholds.map(objectiveAt),
    chosen: at,
    objective: { label: 'Expected squared error', unit: 'w²', minimized: true },
    detail: { kind: 'octav', iterates, objectives: iterates.map(objectiveAt) },
  };
}

export const octav: Clipper = {
  id: 'octav',
  label: 'OCTAV',
  summary: "Newton's steps to the threshold with the smallest clipping error plus uniform rounding noise.",
  source: 'Sakr et al. 2022 (Optimal Clipping), equation 6',
  params: {},
  ranges: (input) => {
    const sorted = (data: Float32Array) => input.kernels.sortFinite(data, true);
    return rangesOfGroups(input, (data) => {
      const values = finiteRange(data);
      const { threshold } = octavThreshold(data, codeBits(input), isUnsigned(input, values[0]), sorted);
      return withinValues(input.symmetric, values, [-threshold, threshold]);
    });
  },
  trace,
};
