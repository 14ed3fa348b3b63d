/** Straight-through estimators of weights (Bengio et al. 2013; Krishnamoorthi 2018, section 2.4). */
import { choose } from '../experiment/techniques';
import type { Recipe } from '../experiment/spec';
import type { Kernels } from '../kernels/index';
import { roundHalfEven } from '../numerics/round';
import type { QuantizerContext, QuantizerState } from '../quantizers/quantizer';
import { quantizerOf } from '../quantizers/registry';
import type { WeightTensor } from '../quantizers/types';
import type { Ste, WeightScheme } from './settings';
import { type ScaleGroups, scaleGroups } from './scale-groups';
import { type StepGrid, type WeightQuantizer, mean } from './weight-quantizer';

interface CodeGrid {
  readonly scales: ArrayLike<number>;
  readonly zeroPoints: ArrayLike<number> | null;
  readonly qmin: number;
  readonly qmax: number;
}

/** One scale for the whole tensor, never changed. */
export function fixedScale(scheme: Extract<WeightScheme, { kind: 'fixed' }>): WeightQuantizer {
  const { scale, zeroPoint, qmin, qmax, ste } = scheme;
  const grid: CodeGrid = { scales: [Math.fround(scale)], zeroPoints: [zeroPoint], qmin, qmax };
  return {
    learned: null,
    grid: null,
    made: () => null,
    quantize: (latent) =>
      latent.map((w) => {
        const code = roundHalfEven(w / scale) + zeroPoint;
        return (Math.min(Math.max(code, qmin), qmax) - zeroPoint) * scale;
      }),
    gradient: (latent, upstream) => maskedGradient(latent, upstream, grid, () => 0, ste),
  };
}

/**
 * The quantizer of a recipe with a straight-through gradient. Where its range is frozen, it is that of least squared error on
 * `tensor`; binary and ternary scales follow the weights at every step, as their papers have it.
 */
export function recipeQuantizer(
  scheme: Extract<WeightScheme, { kind: 'recipe' }>,
  tensor: WeightTensor,
  kernels: Kernels,
): WeightQuantizer {
  const recipe: Recipe = {
    ...scheme.recipe,
    clipper: choose('clipper', scheme.scale === 'frozen' ? 'mse' : 'minmax'),
  };
  const quantizer = quantizerOf(recipe.quantizer.id);
  const problem = quantizer.problem(recipe);
  if (problem !== null) throw new RangeError(problem);
  const context: QuantizerContext = { kernels, seed: scheme.seed };
  const follows = scheme.scale === 'max-abs' || recipe.quantizer.id === 'binary' || recipe.quantizer.id === 'ternary';
  let state = quantizer.fit(tensor, recipe, context);
  const groups = scaleGroups(state);
  const encoded = (latent: Float32Array) => {
    const now = { ...tensor, data: latent };
    if (follows) state = quantizer.fit(now, recipe, context);
    return quantizer.encode(now, state, recipe, context);
  };
  const isEven = recipe.quantizer.id === 'uniform' && state.scales !== null;
  return {
    learned: null,
    grid: isEven ? gridOf(() => state, groups, scheme.ste) : null,
    quantize: (latent) => encoded(latent).values,
    made: (latent) => {
      const { codes, values } = encoded(latent);
      return { recipe: scheme.recipe, state, codes, values };
    },
    gradient: (latent, upstream) => recipeGradient(latent, upstream, state, groups, scheme),
  };
}

/** The zero point of the first group stands for all. */
function gridOf(state: () => QuantizerState, groups: ScaleGroups, ste: Ste): StepGrid {
  const { qmin, qmax, zeroPoints } = state();
  const zero = zeroPoints?.[0] ?? 0;
  const [low, high] = [qmin - zero, qmax - zero];
  const place = (steps: number): number => (ste === 'torch' ? roundHalfEven(steps) : steps);
  return {
    low,
    high,
    scale: (index) => state().scales?.[groups.of(index)] ?? 1,
    mean: () => mean(state().scales ?? [1]),
    passes: (steps) => ste === 'pass-through' || (place(steps) >= low && place(steps) <= high),
  };
}

function recipeGradient(
  latent: Float32Array,
  upstream: Float32Array,
  state: QuantizerState,
  groups: ScaleGroups,
  { ste, recipe }: Extract<WeightScheme, { kind: 'recipe' }>,
): Float32Array {
  const { id } = recipe.quantizer;
  if (ste === 'pass-through') return upstream;
  // Binary: the gradient of the sign passes inside [-1, 1] (Courbariaux et al. 2016).
  if (id === 'binary') return upstream.map((g, i) => (Math.abs(latent[i] ?? 0) <= 1 ? g : 0));
  if (id === 'uniform' && state.scales !== null)
    return maskedGradient(latent, upstream, { ...state, scales: state.scales }, groups.of, ste);
  return upstream.map((g, i) => {
    const [w, group] = [latent[i] ?? 0, groups.of(i)];
    return w >= (state.low[group] ?? -Infinity) && w <= (state.high[group] ?? Infinity) ? g : 0;
  });
}

/**
 * The gradient where the mask of the estimator lets it pass. The quotient is that of float32, as in the forward pass: else
 * the weight that sets a max-abs scale may fall out of range by rounding.
 */
function maskedGradient(
  latent: Float32Array,
  upstream: Float32Array,
  { scales, zeroPoints, qmin, qmax }: CodeGrid,
  groupOf: (index: number) => number,
  ste: Ste,
): Float32Array {
  if (ste === 'pass-through') return upstream;
  const out = new Float32Array(upstream.length);
  for (let i = 0; i < out.length; i++) {
    const group = groupOf(i);
    const steps = Math.fround((latent[i] ?? 0) / (scales[group] ?? 1));
    const place = (ste === 'torch' ? roundHalfEven(steps) : steps) + (zeroPoints?.[group] ?? 0);
    out[i] = place >= qmin && place <= qmax ? (upstream[i] ?? 0) : 0;
  }
  return out;
}
