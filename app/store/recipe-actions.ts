import type { ParamValue } from '../../src/params/param';
import { IMAGE_COUNTS, defaultExperiment } from '../../src/experiment/defaults';
import { isSeed } from '../../src/experiment/seed';
import {
  type Experiment,
  type MadeWeights,
  type RecipePatch,
  type Side,
  type SideId,
  onShippedWeights,
  recipeFor,
} from '../../src/experiment/spec';
import { type RecipePart, choose, exchange, techniqueOf, withParam } from '../../src/experiment/techniques';
import { type ChangeOptions, setExperiment } from './history';
import { store } from './store';
import { toast } from './view-actions';

/** Chooses the technique of a part; parameters that both techniques have keep their values. */
export function setRecipePart(side: SideId, part: RecipePart, id: string): void {
  if (techniqueOf(part, id) === undefined) return;
  changeSide(side, (now) => ({ ...now, recipe: { ...now.recipe, [part]: exchange(part, now.recipe[part], id) } }));
}

/** Sets a parameter of a side's recipe; a number out of range becomes the nearest allowed one. */
export function setParam(
  side: SideId,
  part: RecipePart,
  key: string,
  value: ParamValue,
  options?: ChangeOptions,
): void {
  changeSide(
    side,
    (now) => ({ ...now, recipe: { ...now.recipe, [part]: withParam(part, now.recipe[part], key, value) } }),
    options,
  );
}

/** Gives a layer its own parts, or with null none of its own. */
export function setLayerPatch(side: SideId, layer: string, patch: RecipePatch | null, options?: ChangeOptions): void {
  changeSide(side, (now) => ({ ...now, overrides: withOverride(now, layer, patch) }), options);
}

/** Sets a parameter for one layer only; the part becomes the layer's own. */
export function setLayerParam(
  side: SideId,
  layer: string,
  part: RecipePart,
  key: string,
  value: ParamValue,
  options?: ChangeOptions,
): void {
  changeSide(
    side,
    (now) => {
      const own = withParam(part, recipeFor(now, layer)[part], key, value);
      return { ...now, overrides: withOverride(now, layer, { ...now.overrides[layer], [part]: own }) };
    },
    options,
  );
}

/** Sets the seed of one side; anything but a whole number from 0 to 2^32 - 1 is ignored. */
export function setSeed(side: SideId, seed: number, options?: ChangeOptions): void {
  if (isSeed(seed)) changeSide(side, (now) => ({ ...now, seed }), options);
}

/** Puts other weights into a side; undefined: those that the model ships with. */
export function setWeights(side: SideId, weights: MadeWeights | undefined): void {
  changeSide(side, (now) => (weights === undefined ? onShippedWeights(now) : { ...now, weights }));
}

/** Puts weights into a side together with the recipes that they were made under. */
export function adoptWeights(side: SideId, weights: MadeWeights): void {
  changeSide(side, (now) => ({ ...(weights.under ?? now), weights }));
}

export function copyAToB(): void {
  change((now) => ({ ...now, b: now.a }));
  toast('Copied recipe A to B.', true);
}

export function copyBToA(): void {
  change((now) => ({ ...now, a: now.b }));
  toast('Copied recipe B to A.', true);
}

export function swapSides(): void {
  change((now) => ({ ...now, a: now.b, b: now.a }));
  toast('Swapped A and B.', true);
}

/** Puts one side back to the recipe, overrides and seed of the first visit. */
export function resetSide(side: SideId): void {
  changeSide(side, () => defaultExperiment()[side]);
  toast(`Reset recipe ${side.toUpperCase()}.`, true);
}

/** Opens a whole side, such as the recipe behind a point of a chart. */
export function applySide(side: SideId, sideSpec: Side): void {
  changeSide(side, () => sideSpec);
  toast(`Opened this recipe as ${side.toUpperCase()}.`, true);
}

/** Number of test images; counts that are not offered are ignored. */
export function setImages(images: number): void {
  if (IMAGE_COUNTS.includes(images)) change((now) => ({ ...now, images }));
}

/** Changes the model; recipes stay, weights made of the old one do not. What single layers had stays until the layers of the new model are known. */
export function setModel(model: string): void {
  openModel(model, []);
}

/** The same, with layers that stay in float on both sides. */
export function openModel(model: string, floatLayers: readonly string[]): void {
  const float = { quantizer: choose('quantizer', 'float') };
  const own = Object.fromEntries(floatLayers.map((layer) => [layer, float]));
  const sideOf = (side: Side): Side => {
    const shipped = onShippedWeights(side);
    return { ...shipped, overrides: { ...shipped.overrides, ...own } };
  };
  change((now) => ({ ...now, a: sideOf(now.a), b: sideOf(now.b), model }));
}

/**
 * Drops what the recipes say about layers that the model does not have, and says so. Not a change of its own: undoing the one
 * before brings it back.
 */
export function keepLayersOf(layers: readonly string[]): void {
  const { experiment } = store.getState();
  const [a, b] = [experiment.a, experiment.b].map((side) => withLayers(side, new Set(layers)));
  if (a === undefined || b === undefined || (a.dropped.size === 0 && b.dropped.size === 0)) return;
  store.setState({ experiment: { ...experiment, a: a.side, b: b.side } });
  const names = [...new Set([...a.dropped, ...b.dropped])];
  const what = names.length === 1 ? 'layer' : 'layers';
  toast(`Settings of the ${what} ${names.join(', ')} were dropped: this network has no such ${what}.`);
}

function withLayers(side: Side, known: ReadonlySet<string>): { side: Side; dropped: ReadonlySet<string> } {
  const dropped = new Set<string>();
  const keep = (overrides: Side['overrides']): Side['overrides'] =>
    Object.fromEntries(
      Object.entries(overrides).filter(([layer]) => {
        if (!known.has(layer)) dropped.add(layer);
        return known.has(layer);
      }),
    );
  const { activations } = side;
  const overrides = keep(side.overrides);
  const own = activations && { activations: { ...activations, overrides: keep(activations.overrides) } };
  return { side: { ...side, overrides, ...own }, dropped };
}

function withOverride(side: Side, layer: string, patch: RecipePatch | null): Side['overrides'] {
  const others = Object.entries(side.overrides).filter(([name]) => name !== layer);
  const isEmpty = patch === null || Object.keys(patch).length === 0;
  return Object.fromEntries(isEmpty ? others : [...others, [layer, patch]]);
}

function changeSide(side: SideId, edit: (now: Side) => Side, options?: ChangeOptions): void {
  change((now) => ({ ...now, [side]: edit(now[side]) }), options);
}

function change(edit: (now: Experiment) => Experiment, options?: ChangeOptions): void {
  setExperiment(edit(store.getState().experiment), options);
}
