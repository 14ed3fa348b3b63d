import { type Assignment, LOCKABLE_PARTS, type LockId, type LockablePart } from './assignment';
import { same } from './key';
import { type Experiment, type Recipe, type RecipePatch, type Side, type SideId, recipeFor } from './spec';
import { withParam } from './techniques';

/** What is left of a change when what is locked stays as it was, and which locked things it would have changed. */
export interface Kept {
  readonly experiment: Experiment;
  readonly refused: readonly LockId[];
}

/** Takes out of a change what is locked. The proposed experiment itself when nothing is. */
export function keepLocked(before: Experiment, proposed: Experiment, locked: readonly LockId[]): Kept {
  const refused = changedLocks(before, proposed, locked);
  if (refused.length === 0) return { experiment: proposed, refused };
  const isKept = (id: LockId): boolean => refused.includes(id);
  const side = (id: SideId): Side => keepSide(before[id], proposed[id], (part) => isKept(`${id}.${part}`));
  return {
    refused,
    experiment: {
      ...proposed,
      a: side('a'),
      b: side('b'),
      ...(isKept('model') ? { model: before.model } : {}),
      ...(isKept('images') ? { images: before.images } : {}),
    },
  };
}

/** The locked things in which an experiment differs from what an assignment began with. */
export function brokenLocks({ start, locked }: Assignment, experiment: Experiment): readonly LockId[] {
  return changedLocks(start.experiment, experiment, locked);
}

function changedLocks(before: Experiment, after: Experiment, locked: readonly LockId[]): LockId[] {
  if (before === after) return [];
  return locked.filter((id) => !same(lockedValue(before, id), lockedValue(after, id)));
}

/** Everything that a lock holds, as a plain value. */
function lockedValue(experiment: Experiment, id: LockId): unknown {
  if (id === 'model' || id === 'images') return experiment[id];
  const [side = 'a', part = 'seed'] = id.split('.') as [SideId?, LockablePart?];
  return partOf(experiment[side], part);
}

/** A part of a recipe is held in single layers as well. */
function partOf(side: Side, part: LockablePart): unknown {
  switch (part) {
    case 'layers':
      return side.overrides;
    case 'seed':
    case 'activations':
    case 'weights':
      return side[part];
    default: {
      const own = Object.entries(side.overrides).flatMap(([layer, patch]) => {
        const value = heldBy(part, patch);
        return value === undefined || same(value, heldBy(part, side.recipe)) ? [] : [[layer, value] as const];
      });
      return [heldBy(part, side.recipe), Object.fromEntries(own)];
    }
  }
}

function heldBy(part: 'format' | 'bits' | 'granularity' | 'clipper' | 'rounder', patch: RecipePatch): unknown {
  if (part !== 'format' && part !== 'bits') return patch[part];
  if (patch.quantizer === undefined) return undefined;
  const { bits, ...params } = patch.quantizer.params;
  return part === 'bits' ? (bits ?? null) : { id: patch.quantizer.id, params };
}

type IsKept = (part: LockablePart) => boolean;

function keepSide(before: Side, proposed: Side, isKept: IsKept): Side {
  if (!LOCKABLE_PARTS.some(isKept)) return proposed;
  const [inputs, made] = [isKept('activations') ? before : proposed, isKept('weights') ? before : proposed];
  return {
    seed: isKept('seed') ? before.seed : proposed.seed,
    recipe: keepParts(before.recipe, proposed.recipe, before.recipe, isKept),
    overrides: isKept('layers') ? before.overrides : keepLayers(before, proposed, isKept),
    ...(inputs.activations === undefined ? {} : { activations: inputs.activations }),
    ...(made.weights === undefined ? {} : { weights: made.weights }),
  };
}

/** Layers keep the locked parts that they had of their own, and get no others. */
function keepLayers(before: Side, proposed: Side, isKept: IsKept): Side['overrides'] {
  const names = new Set([...Object.keys(before.overrides), ...Object.keys(proposed.overrides)]);
  const entries = [...names].map((layer): [string, RecipePatch] => [
    layer,
    keepParts(before.overrides[layer] ?? {}, proposed.overrides[layer] ?? {}, recipeFor(before, layer), isKept),
  ]);
  return Object.fromEntries(entries.filter(([, patch]) => Object.keys(patch).length > 0));
}

/** `effective`: what held before where `before` has no part of its own. */
function keepParts<P extends RecipePatch>(before: P, proposed: P, effective: Recipe, isKept: IsKept): P {
  const parts = (['granularity', 'clipper', 'rounder'] as const).filter(isKept);
  const held = Object.fromEntries(parts.flatMap((part) => (before[part] === undefined ? [] : [[part, before[part]]])));
  const isFree = (part: string): boolean => part !== 'quantizer' && !(parts as string[]).includes(part);
  const free = Object.fromEntries(Object.entries(proposed).filter(([part]) => isFree(part)));
  const quantizer = keepQuantizer(before, proposed, effective, isKept);
  return { ...free, ...held, ...(quantizer === undefined ? {} : { quantizer }) } as P;
}

/** With the bits locked, a technique without bits, or without those, cannot be chosen. */
function keepQuantizer(before: RecipePatch, proposed: RecipePatch, { quantizer: held }: Recipe, isKept: IsKept) {
  const [format, bits] = [isKept('format'), isKept('bits')];
  const wanted = proposed.quantizer;
  if (format && bits) return before.quantizer;
  if (wanted === undefined) return format || bits ? before.quantizer : undefined;
  if (format) {
    const width = wanted.params['bits'];
    const kept = width === undefined ? held : withParam('quantizer', held, 'bits', width);
    return same(kept, held) ? before.quantizer : kept;
  }
  if (!bits) return wanted;
  const width = held.params['bits'];
  const kept = width === undefined ? held : withParam('quantizer', wanted, 'bits', width);
  return kept.params['bits'] === width && !same(kept, held) ? kept : before.quantizer;
}
