/** Learned step size quantization of weights (Esser et al. 2020, equations 1 to 5). */
import type { Recipe } from '../experiment/spec';
import type { Kernels } from '../kernels/index';
import { roundHalfEven } from '../numerics/round';
import { quantizerOf } from '../quantizers/registry';
import type { MadeCodes, QuantizerState, WeightTensor } from '../quantizers/types';
import { type ScaleGroups, scaleGroups } from './scale-groups';
import { type WeightQuantizer, mean } from './weight-quantizer';

/** Codes of a learned scale; `low` is negative or zero. */
export interface LsqRange {
  readonly low: number;
  readonly high: number;
}

/** First value of a learned scale: 2 E|v| / sqrt(high). */
export function lsqStart(values: ArrayLike<number>, { high }: LsqRange): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i] ?? 0);
  return (2 * sum) / Math.max(values.length, 1) / Math.sqrt(Math.max(high, 1));
}

/** 1 / sqrt(N high): keeps the step of the scale in proportion to that of the `count` values that share it. */
export function lsqGradientScale(count: number, { high }: LsqRange): number {
  return 1 / Math.sqrt(Math.max(count * high, 1));
}

/**
 * Codes and granularity come from a recipe of the uniform quantizer; the zero point of an affine one stays where the float
 * weights put it. Throws RangeError for another quantizer.
 */
export function learnedScale(recipe: Recipe, tensor: WeightTensor, kernels: Kernels): WeightQuantizer {
  if (recipe.quantizer.id !== 'uniform')
    throw new RangeError('Only the scale of the uniform quantizer can be learned.');
  const quantizer = quantizerOf('uniform');
  const problem = quantizer.problem(recipe);
  if (problem !== null) throw new RangeError(problem);
  const state = quantizer.fit(tensor, recipe, { kernels, seed: 0 });
  const groups = scaleGroups(state);
  const ranges = Array.from({ length: groups.count }, (_, group): LsqRange => {
    const zero = state.zeroPoints?.[group] ?? 0;
    return { low: state.qmin - zero, high: state.qmax - zero };
  });
  const created = createLearnedScale(tensor.data, ranges, groups);
  return { ...created, made: (latent) => madeCodes(latent, created, { recipe, state, groups }) };
}

interface Fitted {
  readonly recipe: Recipe;
  readonly state: QuantizerState;
  readonly groups: ScaleGroups;
}

function madeCodes(latent: Float32Array, quantizer: WeightQuantizer, { recipe, state, groups }: Fitted): MadeCodes {
  const values = quantizer.quantize(latent);
  const scales = [...(quantizer.learned?.values ?? [])];
  const zeroOf = (group: number): number => state.zeroPoints?.[group] ?? 0;
  const edge = (code: number): readonly number[] => scales.map((scale, group) => scale * (code - zeroOf(group)));
  const codes = Int32Array.from(values, (value, index) => {
    const group = groups.of(index);
    return Math.round(value / (scales[group] ?? 1)) + zeroOf(group);
  });
  return { recipe, state: { ...state, scales, low: edge(state.qmin), high: edge(state.qmax) }, codes, values };
}

/**
 * @param start weights before training.
 * @param counts weights that share each scale.
 */
export function createLearnedScale(
  start: Float32Array,
  ranges: readonly LsqRange[],
  groups: ScaleGroups,
  counts = membersOf(start, groups).map((values) => values.length),
): WeightQuantizer {
  const members = membersOf(start, groups);
  const scales = Float32Array.from(ranges, (range, group) => lsqStart(members[group] ?? [], range) || 1);
  const factors = ranges.map((range, group) => lsqGradientScale(counts[group] ?? 0, range));
  const learned = { values: scales, gradient: new Float64Array(scales.length) };
  return {
    learned,
    grid: {
      low: ranges[0]?.low ?? 0,
      high: ranges[0]?.high ?? 0,
      scale: (index) => scales[groups.of(index)] ?? 1,
      mean: () => mean(scales),
      passes: (steps) => steps > (ranges[0]?.low ?? 0) && steps < (ranges[0]?.high ?? 0),
    },
    made: () => null,
    quantize: (latent) =>
      latent.map((v, i) => {
        const group = groups.of(i);
        const [scale, range] = [scales[group] ?? 1, ranges[group]];
        return scale * Math.min(Math.max(roundHalfEven(v / scale), range?.low ?? 0), range?.high ?? 0);
      }),
    gradient: (latent, upstream) => {
      learned.gradient.fill(0);
      const out = new Float32Array(latent.length);
      for (let i = 0; i < out.length; i++) {
        const group = groups.of(i);
        const { low = 0, high = 0 } = ranges[group] ?? {};
        const steps = (latent[i] ?? 0) / (scales[group] ?? 1);
        const g = upstream[i] ?? 0;
        if (steps > low && steps < high) out[i] = g;
        learned.gradient[group] = (learned.gradient[group] ?? 0) + g * scaleSlope(steps, low, high);
      }
      for (let group = 0; group < factors.length; group++)
        learned.gradient[group] = (learned.gradient[group] ?? 0) * (factors[group] ?? 1);
      return out;
    },
  };
}

function membersOf(values: Float32Array, groups: ScaleGroups): readonly (readonly number[])[] {
  const members = Array.from({ length: groups.count }, (): number[] => []);
  values.forEach((value, index) => members[groups.of(index)]?.push(value));
  return members;
}

/** d vhat / d s at v / s = steps. */
export function scaleSlope(steps: number, low: number, high: number): number {
  if (steps <= low) return low;
  if (steps >= high) return high;
  return roundHalfEven(steps) - steps;
}
