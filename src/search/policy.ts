import type { Choice } from '../params/param';
import { type Side, type Recipe, recipeFor } from '../experiment/spec';
import { choose, withParam } from '../experiment/techniques';

/** Bits of one layer as a policy holds them when the layer stays float32. */
export const FLOAT = 0;

/** Bits per layer, in flow order. */
export interface Policy {
  readonly weights: readonly number[];
  /** Of the input of each layer; null when all of them stay as the side has them. */
  readonly activations: readonly number[] | null;
}

/** Text that is the same for equal policies only: `4 4 8 / 8 8 8`. */
export function policyKey({ weights, activations }: Policy): string {
  return activations === null ? weights.join(' ') : `${weights.join(' ')} / ${activations.join(' ')}`;
}

/** The same bits in every layer. */
export function uniformPolicy(layers: number, weights: number, activations: number | null): Policy {
  const all = (bits: number): readonly number[] => Array.from({ length: layers }, () => bits);
  return { weights: all(weights), activations: activations === null ? null : all(activations) };
}

/** A quantizer for weights at another width: one without a width becomes uniform; one bit is a sign and a scale. */
export function quantizerAt({ quantizer }: Recipe, bits: number): Choice {
  if (bits === FLOAT) return { id: 'float', params: {} };
  if (bits === 1) return choose('quantizer', 'binary');
  return typeof quantizer.params['bits'] === 'number'
    ? withParam('quantizer', quantizer, 'bits', bits)
    : choose('quantizer', 'uniform', { bits });
}

/** The same for what goes into a layer. */
export function activationQuantizerAt({ quantizer }: Recipe, bits: number): Choice {
  if (bits === FLOAT) return { id: 'float', params: {} };
  return quantizer.id === 'uniform'
    ? withParam('quantizer', quantizer, 'bits', bits, 'activations')
    : choose('quantizer', 'uniform', { bits }, 'activations');
}

/** The recipe with every weight at another width. */
export function recipeAt(recipe: Recipe, bits: number): Recipe {
  return { ...recipe, quantizer: quantizerAt(recipe, bits) };
}

/** The bits that a side gives to the weights of a layer; FLOAT where they stay float32, null for a format without a width. */
export function weightBitsOf(side: Side, layer: string): number | null {
  const { quantizer } = recipeFor(side, layer);
  if (quantizer.id === 'float') return FLOAT;
  if (quantizer.id === 'binary') return 1;
  const { bits } = quantizer.params;
  return typeof bits === 'number' ? bits : null;
}
