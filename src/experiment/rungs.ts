import type { ParamValue, Params } from '../params/param';
import { RUNG_IDS } from './screens/granularity';
import { defaultActivations, floatRecipe } from './defaults';
import type { Recipe, Side } from './spec';
import { choose, techniqueOf, techniquesOf } from './techniques';

/** One way to share scales, applied to the same tensor as the others. */
export interface Rung {
  readonly id: string;
  readonly label: string;
  /** What shares a scale, in a few words. */
  readonly detail: string;
  /** Picture of who shares a scale. */
  readonly glyph: 'tensor' | 'channel' | 'group' | 'vsquant' | 'mx';
  readonly recipe: Recipe;
  /** The rung is for activations, whose rows are channels: a scale for each channel needs them as columns. */
  readonly turned?: boolean;
  /** For activations: how the network is run with them, or why it cannot be. Left out for weights. */
  readonly activations?: { readonly recipe: Recipe } | { readonly reason: string };
}

/** Values that the reader sets for the rungs that are not a fixed format. */
export interface RungSettings {
  readonly bits: number;
  readonly groupSize: number;
}

interface Described {
  readonly label: string;
  readonly detail: string;
  readonly glyph: Rung['glyph'];
  readonly quantizer: string;
  readonly params: Params;
  readonly granularity?: string;
}

type Family = (settings: RungSettings) => Described;

const integer =
  (granularity: 'tensor' | 'channel' | 'group', label: string): Family =>
  ({ bits, groupSize }) => ({
    label: granularity === 'group' ? `Group of ${String(groupSize)}` : label,
    detail: `INT${String(bits)}, float32 scales`,
    glyph: granularity,
    quantizer: 'uniform',
    params: { bits },
    granularity,
  });

/** MX4, MX6, MX9 of the lecture: Rouhani et al. 2023 (ISCA). */
const microExponents =
  (m: number): Family =>
  () => ({
    label: `MX${String(m + 2)}`,
    detail: 'shared micro-exponents',
    glyph: 'mx',
    quantizer: 'mx-shared',
    params: { m },
  });

const block =
  (quantizer: string, label: string, detail: string, params: Params = {}): Family =>
  () => ({ label, detail, glyph: 'group', quantizer, params });

/** From the coarsest to the finest of the integers, then the block formats. */
const RUNGS: Readonly<Record<(typeof RUNG_IDS)[number], Family>> = {
  tensor: integer('tensor', 'Per tensor'),
  channel: integer('channel', 'Per channel'),
  group: integer('group', 'Group'),
  vsquant: ({ bits }) => ({
    label: 'VSQuant',
    detail: `INT${String(bits)}, 4-bit vector scales`,
    glyph: 'vsquant',
    quantizer: 'vsquant',
    params: { bits },
  }),
  mx4: microExponents(2),
  mx6: microExponents(4),
  mx9: microExponents(7),
  mxfp4: block('ocp-mx', 'MXFP4', '32 share a power of 2', { element: 'E2M1' }),
  mxfp6: block('ocp-mx', 'MXFP6', '32 share a power of 2', { element: 'E2M3' }),
  mxfp8: block('ocp-mx', 'MXFP8', '32 share a power of 2', { element: 'E4M3' }),
  nvfp4: block('nvfp4', 'NVFP4', '16 share an FP8 scale'),
  nf4: block('nf4', 'NF4', '64 share a float32 scale'),
};

/** Rungs that are kept; the oldest go first. */
const MOST_KEPT = 2000;
const kept = new Map<string, Rung | null>();

/** The rungs whose technique is registered, in order: the same objects for the same settings. */
export function rungsOf(settings: RungSettings): Rung[] {
  return RUNG_IDS.flatMap((id) => {
    const size = id === 'group' ? settings.groupSize : 0;
    const key = `${id} ${String(settings.bits)} ${String(size)}`;
    let rung = kept.get(key);
    if (rung === undefined) {
      rung = rungOf(id, settings);
      kept.set(key, rung);
      if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? '');
    }
    return rung ?? [];
  });
}

function rungOf(id: (typeof RUNG_IDS)[number], settings: RungSettings): Rung | null {
  const { quantizer, params, granularity = 'tensor', ...words } = RUNGS[id](settings);
  const technique = techniqueOf('quantizer', quantizer);
  return technique === undefined ? null : { id, ...words, recipe: recipeOf(quantizer, params, granularity, settings) };
}

/**
 * The rungs on the input of a layer. Integers have a zero point, as is usual for values behind a ReLU; groups and blocks run
 * over the channels of one position, because sums do.
 */
export function activationRungsOf(settings: RungSettings): Rung[] {
  return rungsOf(settings).map((rung) => {
    const known = ofActivations.get(rung) ?? activationRungOf(rung, settings);
    ofActivations.set(rung, known);
    return known;
  });
}

const ofActivations = new WeakMap<Rung, Rung>();

function activationRungOf(rung: Rung, { bits }: RungSettings): Rung {
  const { recipe, ...words } = rung;
  if (recipe.quantizer.id !== 'uniform') return { ...rung, activations: networkOf(recipe) };
  const affine = { ...recipe, quantizer: choose('quantizer', 'uniform', { bits, scheme: 'affine' }) };
  const detail = `INT${String(bits)}, scale and zero point`;
  const turned = recipe.granularity.id === 'channel';
  return { ...words, detail, recipe: affine, turned, activations: networkOf(affine) };
}

/** Widths of an integer code that a family of rungs goes through. */
const WIDTHS = [2, 3, 4, 5, 6, 7, 8];

/** One way to share scales at every width: a line on the score. */
export interface RungFamily {
  readonly id: string;
  readonly rungs: readonly (Rung & { readonly bits: number })[];
}

/** Only integers, whose bits are part of the rung. */
const widened = new WeakMap<Rung, Rung & { readonly bits: number }>();

/** The integers of a ladder, whose width the reader sets, at all widths. */
export function familiesOf(rungsFor: (settings: RungSettings) => readonly Rung[], groupSize: number): RungFamily[] {
  const ladders = WIDTHS.map((bits) => ({ bits, rungs: rungsFor({ bits, groupSize }) }));
  const integers = ladders[0]?.rungs.filter(({ recipe }) => recipe.quantizer.id === 'uniform') ?? [];
  return integers.map(({ id }) => ({
    id,
    rungs: ladders.flatMap(({ bits, rungs }) => {
      const rung = rungs.find((one) => one.id === id);
      if (rung === undefined) return [];
      const known = widened.get(rung) ?? { ...rung, bits };
      widened.set(rung, known);
      return known;
    }),
  }));
}

/** What the activations of a network may do of a recipe, by the registry of their techniques. */
function networkOf({ quantizer, granularity }: Recipe): NonNullable<Rung['activations']> {
  if (techniqueOf('quantizer', quantizer.id, 'activations') === undefined) {
    return { reason: `a network is run with activations as ${labelsOf('quantizer')} only` };
  }
  if (techniqueOf('granularity', granularity.id, 'activations') === undefined) {
    return { reason: `a network is run with one scale for each ${labelsOf('granularity').toLowerCase()} only` };
  }
  const { recipe } = defaultActivations();
  return {
    recipe: {
      ...recipe,
      quantizer: choose('quantizer', quantizer.id, quantizer.params, 'activations'),
      granularity: choose('granularity', granularity.id, {}, 'activations'),
    },
  };
}

function labelsOf(part: 'quantizer' | 'granularity'): string {
  const labels = Object.values(techniquesOf(part, 'activations')).flatMap(({ id, label }) =>
    id === 'float' ? [] : [label],
  );
  return labels.length < 2 ? labels.join('') : `${labels.slice(0, -1).join(', ')} or ${labels.at(-1) ?? ''}`;
}

/** The whole network under a rung: all its weights, or the inputs of all its layers; null where it cannot be run so. */
export function sideOfRung({ recipe, activations }: Rung, seed: number): Side | null {
  if (activations === undefined) return { recipe, overrides: {}, seed };
  if ('reason' in activations) return null;
  const settings = { ...defaultActivations(), recipe: activations.recipe };
  return { recipe: floatRecipe(), overrides: {}, activations: settings, seed };
}

/** A recipe of one quantizer with min-max ranges and rounding to nearest even. */
export function recipeOf(
  quantizer: string,
  params: Params,
  granularity: string,
  { groupSize }: Pick<RungSettings, 'groupSize'>,
): Recipe {
  const own: Record<string, ParamValue> = granularity === 'group' ? { groupSize } : {};
  return {
    quantizer: choose('quantizer', quantizer, params),
    granularity: choose('granularity', granularity, own),
    clipper: choose('clipper', 'minmax'),
    rounder: choose('rounder', 'nearest-even'),
  };
}
