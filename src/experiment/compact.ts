import type { Choice, Params } from '../params/param';
import { same } from './key';
import type { LinkState } from './link';
import type { Experiment, Recipe, RecipePatch, Side } from './spec';
import { RECIPE_PARTS, type RecipePart } from './techniques';

/**
 * Version 1 of a link as plain JSON, before deflate. Members equal to the version's base experiment are left out.
 * A choice is `[id, params]`, or only the parameters that differ when the technique is the one it is compared with: that
 * of the base experiment, and for a layer's own part that of its side.
 */
export interface CompactLink {
  m?: string;
  n?: number;
  a?: CompactSide;
  b?: CompactSide;
  /** Selected layer. */
  l?: string;
  /** Which sides the charts show. */
  w?: string;
  /** Digest: images, right predictions of float, A and B, hash of the weights. */
  d?: [number, number, number, number, string];
}

export interface CompactSide extends CompactPatch {
  s?: number;
  o?: Record<string, CompactPatch>;
}

export type CompactPatch = { [key in (typeof PART_KEYS)[RecipePart]]?: CompactChoice };
export type CompactChoice = Params | [string, Params?];

export const PART_KEYS = { quantizer: 'q', granularity: 'g', clipper: 'c', rounder: 'r' } as const;

/** The delta of a link from the base experiment. */
export function compactLink(link: LinkState, base: Experiment): CompactLink {
  const { experiment, view, digest } = link;
  return {
    ...(experiment.model === base.model ? {} : { m: experiment.model }),
    ...(experiment.images === base.images ? {} : { n: experiment.images }),
    ...member('a', compactSide(experiment.a, base.a)),
    ...member('b', compactSide(experiment.b, base.b)),
    ...(view?.layer === undefined ? {} : { l: view.layer }),
    ...(view?.show === undefined ? {} : { w: view.show }),
    ...(digest === undefined ? {} : { d: [digest.images, digest.float, digest.a, digest.b, digest.weights] }),
  };
}

function compactSide(side: Side, base: Side): CompactSide {
  const changed = RECIPE_PARTS.filter((part) => !same(side.recipe[part], base.recipe[part]));
  const overrides = Object.entries(side.overrides).map(
    ([layer, patch]) => [layer, compactPatch(patch, side.recipe)] as const,
  );
  return {
    ...compactPatch(Object.fromEntries(changed.map((part) => [part, side.recipe[part]])), base.recipe),
    ...(side.seed === base.seed ? {} : { s: side.seed }),
    ...(overrides.length === 0 ? {} : { o: Object.fromEntries(overrides) }),
  };
}

function compactPatch(patch: RecipePatch, base: Recipe): CompactPatch {
  return Object.fromEntries(
    RECIPE_PARTS.flatMap((part) => {
      const choice = patch[part];
      return choice === undefined ? [] : [[PART_KEYS[part], compactChoice(choice, base[part])]];
    }),
  );
}

function compactChoice(choice: Choice, base: Choice): CompactChoice {
  if (choice.id !== base.id || !isCovered(choice, base)) {
    return Object.keys(choice.params).length === 0 ? [choice.id] : [choice.id, choice.params];
  }
  return Object.fromEntries(Object.entries(choice.params).filter(([key, value]) => !same(value, base.params[key])));
}

/** Whether every parameter of `base` is present in `choice`, so that a difference can express it. */
function isCovered(choice: Choice, base: Choice): boolean {
  return Object.keys(base.params).every((key) => Object.hasOwn(choice.params, key));
}

function member<K extends string, V extends object>(key: K, value: V): Partial<Record<K, V>> {
  return Object.keys(value).length === 0 ? {} : ({ [key]: value } as Record<K, V>);
}
