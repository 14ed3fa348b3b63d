import { quantizeFixed } from '../activations/apply';
import { activationGranularities } from '../activations/granularities';
import { tapsOf } from '../activations/taps';
import type { TapScales } from '../activations/technique';
import { type Recipe, type Side, activationRecipeFor, recipeFor } from '../experiment/spec';
import type { Kernels } from '../kernels/index';
import { type Model, tensorOf } from '../model/graph';
import { quantizeTensor } from '../quantizers/quantize';
import { IntegerError } from './error';
import type { IntegerKernel, IntegerPlan } from './plan';
import { integerPlan } from './plan-builder';

/** A network under one side in integers, and how the codes between its layers are made in the simulation. */
export interface IntegerNetwork {
  readonly plan: IntegerPlan;
  /** By layer. */
  readonly taps: ReadonlyMap<string, { readonly scales: TapScales; readonly recipe: Recipe }>;
}

/**
 * Throws IntegerError where a side has no integer form: weights must be uniform with one scale for a layer or each channel,
 * and the input of every layer must have one fixed scale.
 */
export function integerNetwork(
  model: Model,
  side: Side,
  calibrated: Readonly<Record<string, TapScales>>,
  kernels: Kernels,
): IntegerNetwork {
  const taps = new Map(tapsOf(model).map(({ layer }) => [layer, tapOf(side, layer, calibrated)] as const));
  const scales = Object.fromEntries([...taps].map(([layer, tap]) => [layer, tap.scales]));
  return { plan: integerPlan(model, integerKernels(model, side, kernels), scales), taps };
}

/** Codes of values at the input of the network, one image after the other; with their zero point. */
export function inputCodes({ plan, taps }: IntegerNetwork, values: Float32Array, kernels: Kernels): Int32Array {
  const first = plan.steps.find((step) => step.kind === 'layer');
  const tap = taps.get(first?.layer.name ?? '');
  if (tap === undefined) throw new RangeError('The network has no layer with weights.');
  return quantizeFixed(values, tap.scales, tap.recipe, kernels).codes;
}

function tapOf(side: Side, layer: string, calibrated: Readonly<Record<string, TapScales>>) {
  const recipe = activationRecipeFor(side, layer);
  if (recipe === null)
    throw new IntegerError(`The input of ${layer} is float32; integer arithmetic needs codes.`, layer);
  const isFixed = activationGranularities[recipe.granularity.id]?.moment !== 'dynamic';
  const scales = calibrated[layer];
  if (!isFixed || recipe.granularity.id !== 'tensor' || scales === undefined)
    throw new IntegerError(`The input of ${layer} needs one fixed scale, not one per ${recipe.granularity.id}.`, layer);
  return { scales, recipe };
}

function integerKernels(model: Model, side: Side, kernels: Kernels): Map<string, IntegerKernel> {
  return new Map(
    model.kernels.map((kernel) => {
      const { info } = kernel;
      const recipe = recipeFor(side, info.name);
      if (recipe.quantizer.id !== 'uniform')
        throw new IntegerError(`The weights of ${info.name} are not uniform codes, so their products are no integers.`);
      if (recipe.granularity.id === 'group')
        throw new IntegerError(`The weights of ${info.name} have a scale for each group, which splits every sum.`);
      const { codes, zeroPoints, scales } = quantizeTensor(tensorOf(kernel), recipe, { kernels, seed: side.seed });
      if (zeroPoints?.some((zero) => !Number.isInteger(zero)))
        throw new IntegerError(`No code of ${info.name} stands for 0, so its products are no integers.`);
      return [info.name, { codes, zeroPoints: zeroPoints ?? [0], scales: scales ?? [1] }] as const;
    }),
  );
}
