/** Recipe B as a policy: bits per layer over one recipe. */
import { defaultActivations } from '../../../src/experiment/defaults';
import { same } from '../../../src/experiment/key';
import { type RecipePatch, type Side, activationRecipeFor, onShippedWeights } from '../../../src/experiment/spec';
import type { Choice } from '../../../src/params/param';
import {
  FLOAT,
  type Policy,
  activationQuantizerAt,
  quantizerAt,
  uniformPolicy,
  weightBitsOf,
} from '../../../src/search/policy';
import { activationsOf, setActivationPatch } from '../../store/activation-actions';
import { setExperiment } from '../../store/history';
import { setLayerPatch } from '../../store/recipe-actions';
import { store } from '../../store/store';

/** Bits of every layer as a side has them; null where a format has no width. */
export interface SideBits {
  readonly weights: readonly (number | null)[];
  readonly activations: readonly number[];
}

export function bitsOf(side: Side, layers: readonly string[]): SideBits {
  return {
    weights: layers.map((layer) => weightBitsOf(side, layer)),
    activations: layers.map((layer) => {
      const bits = activationRecipeFor(side, layer)?.quantizer.params['bits'];
      return typeof bits === 'number' ? bits : FLOAT;
    }),
  };
}

/** The policy that a side is; null where a layer has a format without a width. */
export function policyOf(side: Side, layers: readonly string[]): Policy | null {
  const { weights, activations } = bitsOf(side, layers);
  if (weights.some((bits) => bits === null)) return null;
  const own = weights.map((bits) => bits ?? FLOAT);
  return { weights: own, activations: side.activations === undefined ? null : activations };
}

/** Nothing quantized at all. */
export function floatPolicy(layers: number): Policy {
  return uniformPolicy(layers, FLOAT, FLOAT);
}

/** What all policies of a search share: the recipe of A without its own layers, on the weights that the model ships with. */
export function baseOf(a: Side): Side {
  const { activations, ...rest } = onShippedWeights(a);
  return {
    ...rest,
    overrides: {},
    ...(activations === undefined ? {} : { activations: { ...activations, overrides: {} } }),
  };
}

/** Whether B differs from A in nothing but widths, so that its score can stand beside those of a search. */
export function sharesRecipe(a: Side, b: Side): boolean {
  const parts = ({ recipe: { granularity, clipper, rounder, quantizer }, seed }: Side): unknown => {
    const { scheme, range } = quantizer.params;
    const isPlain = quantizer.id === 'uniform' || quantizer.id === 'binary';
    return [granularity, clipper, rounder, isPlain ? [scheme, range] : withoutBits(quantizer), seed];
  };
  return (
    b.weights === undefined && same(parts(a), parts(b)) && Object.values(b.overrides).every((patch) => onlyWidth(patch))
  );
}

function withoutBits({ id, params }: Choice): unknown {
  return [id, Object.entries(params).filter(([key]) => key !== 'bits')];
}

function onlyWidth(patch: RecipePatch): boolean {
  return Object.keys(patch).every((part) => part === 'quantizer');
}

/** The side that a policy over A's recipe is. The most common width is the recipe's own, so that links stay short. */
export function sideOf(a: Side, policy: Policy, layers: readonly string[]): Side {
  const base = baseOf(a);
  const common = mostCommon(policy.weights);
  const recipe = { ...base.recipe, quantizer: quantizerAt(base.recipe, common) };
  const weights = patches(layers, policy.weights, common, (bits) => quantizerAt(base.recipe, bits));
  const side: Side = { ...base, recipe, overrides: weights };
  if (policy.activations === null) return side;
  const settings = base.activations ?? defaultActivations();
  const usual = mostCommon(policy.activations);
  const own = patches(layers, policy.activations, usual, (bits) => activationQuantizerAt(settings.recipe, bits));
  const inputs = { ...settings.recipe, quantizer: activationQuantizerAt(settings.recipe, usual) };
  return { ...side, activations: { ...settings, recipe: inputs, overrides: own } };
}

function patches(
  layers: readonly string[],
  bits: readonly number[],
  common: number,
  at: (bits: number) => Choice,
): Side['overrides'] {
  return Object.fromEntries(
    layers.flatMap((layer, i) => (bits[i] === common ? [] : [[layer, { quantizer: at(bits[i] ?? FLOAT) }] as const])),
  );
}

function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [FLOAT, 0])[0];
}

/** Opens a policy over A's recipe as B. */
export function openPolicy(policy: Policy): void {
  const { experiment, model } = store.getState();
  if (model.status !== 'ready') return;
  const layers = model.layers.map(({ name }) => name);
  setExperiment({ ...experiment, b: sideOf(experiment.a, policy, layers) });
}

/** Gives B the recipe of A with the bits that B has. */
export function takeRecipeOfA(): void {
  const { experiment, model } = store.getState();
  if (model.status !== 'ready') return;
  const layers = model.layers.map(({ name }) => name);
  const { weights, activations } = bitsOf(experiment.b, layers);
  const own = { weights: weights.map((bits) => bits ?? 4), activations: experiment.b.activations ? activations : null };
  setExperiment({ ...experiment, b: sideOf(experiment.a, own, layers) });
}

/** Changes the bits of one layer of B; `commit: false` for the steps of a drag. */
export function setBits(kind: 'weights' | 'activations', layer: string, bits: number, commit: boolean): void {
  const { b } = store.getState().experiment;
  if (kind === 'weights') {
    const quantizer = quantizerAt(b.recipe, bits);
    const others = withoutQuantizer(b.overrides[layer]);
    setLayerPatch('b', layer, same(quantizer, b.recipe.quantizer) ? others : { ...others, quantizer }, { commit });
    return;
  }
  const settings = activationsOf(b);
  const quantizer = activationQuantizerAt(settings.recipe, bits);
  const others = withoutQuantizer(settings.overrides[layer]);
  const isCommon = same(quantizer, settings.recipe.quantizer);
  setActivationPatch('b', layer, isCommon ? others : { ...others, quantizer }, { commit });
}

function withoutQuantizer(patch: RecipePatch = {}): RecipePatch {
  return Object.fromEntries(Object.entries(patch).filter(([part]) => part !== 'quantizer'));
}
