/** The binary and ternary methods of the lecture as settings of the trainer. */
import type { Recipe } from '../experiment/spec';
import { choose } from '../experiment/techniques';
import type { LayerInfo } from '../model/types';
import type { QuantizationSettings, WeightScheme } from './settings';

/** What can be compared, by falling number of bits. */
export const BINARY_METHODS = ['float', 'int8', 'ttq', 'twn', 'bwn', 'binaryconnect', 'xnor'] as const;

export type BinaryMethod = (typeof BINARY_METHODS)[number];

export interface MethodSettings {
  /** First and last layer stay float. */
  readonly floatEnds: boolean;
  /** Who shares α of BWN, XNOR-Net and TWN, and the scale of 8 bits. */
  readonly granularity: 'tensor' | 'channel';
  /** Δ of TWN in units of mean |w|. */
  readonly factor: number;
  /** How BinaryConnect takes the sign while it trains. */
  readonly sign: 'deterministic' | 'stochastic';
  /** Gradient through α sign(w) of BWN and XNOR-Net. */
  readonly gradient: 'ste' | 'paper' | 'chain';
  readonly seed: number;
}

/** Δ of TTQ as a share of the largest weight (Zhu et al. 2017, section 4). */
const TTQ_SHARE = 0.05;

/** Null for the float network. */
export function methodQuantization(
  method: BinaryMethod,
  settings: MethodSettings,
  layers: readonly LayerInfo[],
): QuantizationSettings | null {
  if (method === 'float') return null;
  const inner = settings.floatEnds ? layers.slice(1, -1) : layers;
  const scheme = schemeOf(method, settings);
  return {
    weights: Object.fromEntries(inner.map(({ name }) => [name, scheme])),
    activations: method === 'xnor' ? { kind: 'xnor' } : null,
    batchNorm: 'keep',
  };
}

function schemeOf(method: Exclude<BinaryMethod, 'float'>, settings: MethodSettings): WeightScheme {
  const { granularity, gradient, seed } = settings;
  if (method === 'ttq') return { kind: 'ttq', t: TTQ_SHARE };
  if (method === 'twn' || method === 'int8') {
    const recipe =
      method === 'twn' ? ternaryRecipe(settings.factor, granularity) : recipeOf('uniform', { bits: 8 }, granularity);
    return { kind: 'recipe', recipe, scale: 'frozen', ste: 'clipped', seed };
  }
  const isConnect = method === 'binaryconnect';
  return {
    kind: 'binary',
    granularity,
    scale: isConnect ? 'one' : 'mean',
    sign: isConnect ? settings.sign : 'deterministic',
    gradient: isConnect ? 'ste' : gradient,
    seed,
  };
}

/** BWN. */
export function binaryRecipe(granularity: MethodSettings['granularity']): Recipe {
  return recipeOf('binary', {}, granularity);
}

/** TWN with Δ = factor mean |w|. */
export function ternaryRecipe(factor: number, granularity: MethodSettings['granularity']): Recipe {
  return recipeOf('ternary', { factor }, granularity);
}

function recipeOf(quantizer: string, params: Recipe['quantizer']['params'], granularity: string): Recipe {
  return {
    quantizer: choose('quantizer', quantizer, params),
    granularity: choose('granularity', granularity),
    clipper: choose('clipper', 'mse'),
    rounder: choose('rounder', 'nearest-even'),
  };
}
