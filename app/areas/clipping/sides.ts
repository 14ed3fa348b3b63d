import { DEFAULT_SEED, defaultActivations, floatRecipe } from '../../../src/experiment/defaults';
import type { RecipePatch, Side } from '../../../src/experiment/spec';
import { choose } from '../../../src/experiment/techniques';
import type { ClipCodes } from '../../../src/jobs/clip-reports';
import type { Choice } from '../../../src/params/param';
import type { ArenaSettings } from './settings';

export interface SideInput {
  readonly settings: ArenaSettings;
  readonly codes: ClipCodes;
  readonly clipper: Choice;
  /** Layer whose threshold is set by hand, as a share of its largest value; null for none. */
  readonly hand: { readonly layer: string; readonly ratio: number } | null;
}

/**
 * The network with one estimator in every layer, one threshold for each whole tensor. What is not clipped stays float: with
 * weights the activations, with activations the weights.
 */
export function sideOf({ settings, codes, clipper, hand }: SideInput): Side {
  return settings.source === 'weights'
    ? weightsSide(codes, clipper, hand)
    : activationsSide(settings, codes, clipper, hand);
}

function weightsSide({ bits, kind }: ClipCodes, clipper: Choice, hand: SideInput['hand']): Side {
  const range = kind === 'full' ? 'full' : 'restricted';
  return {
    recipe: {
      quantizer: choose('quantizer', 'uniform', { bits, range }),
      granularity: choose('granularity', 'tensor'),
      clipper,
      rounder: choose('rounder', 'nearest-even'),
    },
    overrides: byHand(hand, (ratio) => choose('clipper', 'manual', { ratio })),
    seed: DEFAULT_SEED,
  };
}

function activationsSide(
  settings: ArenaSettings,
  { bits, kind }: ClipCodes,
  clipper: Choice,
  hand: SideInput['hand'],
): Side {
  const defaults = defaultActivations();
  const signed = kind === 'unsigned' ? 'unsigned' : 'signed';
  const params = {
    bits,
    scheme: 'symmetric',
    codes: settings.codes === 'auto' ? 'relu' : signed,
    range: kind === 'full' ? 'full' : 'restricted',
  };
  return {
    recipe: floatRecipe(),
    overrides: {},
    activations: {
      ...defaults,
      recipe: {
        ...defaults.recipe,
        quantizer: choose('quantizer', 'uniform', params, 'activations'),
        clipper: choose('clipper', clipper.id, clipper.params, 'activations'),
      },
      overrides: byHand(hand, (ratio) => choose('clipper', 'manual', { ratio }, 'activations')),
    },
    seed: DEFAULT_SEED,
  };
}

function byHand(hand: SideInput['hand'], clipperOf: (ratio: number) => Choice): Readonly<Record<string, RecipePatch>> {
  return hand === null ? {} : { [hand.layer]: { clipper: clipperOf(hand.ratio) } };
}
