import type { Clipper } from './clipper';
import { type ClipInput, codeBits, finiteRange, isUnsigned, rangesOfGroups, withinValues } from './input';
import { beyond } from './mse-parts';
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

/**
 * Newton's iteration on the mean squared error of clipping and rounding (Sakr et al. 2022, equation 6). It leaves out what
 * moves across the threshold, so it settles slightly above the minimum; a step beyond every value keeps its place.
 */
export function octavThreshold(data: Float32Array, bits: number, unsigned: boolean): Octav {
  const factor = noiseFactor(bits, unsigned);
  const iterates = [meanNonZero(data)];
  while (iterates.length <= MOST_STEPS) {
    const s = iterates.at(-1) ?? 0;
    let [sum, above, finite] = [0, 0, 0];
    for (const x of data) {
      const magnitude = Math.abs(x);
      if (!(magnitude < Infinity)) continue;
      finite++;
      if (magnitude <= s) continue;
      sum += magnitude;
      above++;
    }
    if (above === 0) break;
    const next = sum / (factor * (finite - above) + above);
    iterates.push(next);
    if (Math.abs(next - s) <= SETTLED * s) break;
  }
  return { threshold: iterates.at(-1) ?? 0, iterates: Float64Array.from(iterates) };
}

function meanNonZero(data: Float32Array): number {
  let [sum, count] = [0, 0];
  for (const x of data) {
    const magnitude = Math.abs(x);
    if (!(magnitude > 0 && magnitude < Infinity)) continue;
    sum += magnitude;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/** J(s) = mean(c s^2 [|x| <= s] + (|x| - s)^2 [|x| > s]) over the finite values; 0 without any. */
export function octavObjective(data: Float32Array, s: number, bits: number, unsigned: boolean): number {
  let [clipped, above, finite] = [0, 0, 0];
  for (const x of data) {
    const magnitude = Math.abs(x);
    if (!(magnitude < Infinity)) continue;
    finite++;
    if (magnitude <= s) continue;
    clipped += (magnitude - s) * (magnitude - s);
    above++;
  }
  return finite === 0 ? 0 : (noiseFactor(bits, unsigned) * s * s * (finite - above) + clipped) / finite;
}

/** J at absMax i / n, i = 1 .. n, in one pass over the data. */
function objectiveCurve(data: Float32Array, absMax: number, n: number, factor: number): Map<number, number> {
  const magnitudes = data.map(Math.abs);
  const finite = magnitudes.reduce((count, x) => count + (x < Infinity ? 1 : 0), 0);
  const { count, second } = beyond(magnitudes, absMax, 1, n);
  return new Map(
    Array.from({ length: n }, (_, at) => {
      const s = (absMax * (at + 1)) / n;
      return [s, (factor * s * s * (finite - count[at]!) + second[at]!) / Math.max(finite, 1)];
    }),
  );
}

function trace(input: ClipInput): ClipTrace {
  const data = onlyGroup(input);
  const values = finiteRange(data);
  const [bits, unsigned] = [codeBits(input), isUnsigned(input, values[0])];
  const absMax = Math.max(-values[0], values[1]);
  const { threshold, iterates } = octavThreshold(data, bits, unsigned);
  const chosen = Math.min(threshold, absMax);
  const { thresholds, at } = curveThresholds(absMax, chosen);
  const curve = objectiveCurve(data, absMax, 100, noiseFactor(bits, unsigned));
  const objectiveAt = (s: number): number => octavObjective(data, s, bits, unsigned);
  return {
    candidates: candidatesOf(input.symmetric, values, thresholds),
    values: thresholds.map((s) => curve.get(s) ?? objectiveAt(s)),
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
  ranges: (input) =>
    rangesOfGroups(input, (data) => {
      const values = finiteRange(data);
      const { threshold } = octavThreshold(data, codeBits(input), isUnsigned(input, values[0]));
      return withinValues(input.symmetric, values, [-threshold, threshold]);
    }),
  trace,
};
