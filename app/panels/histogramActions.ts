import { type Choice, type Params, defaultsOf } from '../../src/params/param';
import { type RecipePatch, type SideId, recipeFor } from '../../src/experiment/spec';
import { techniqueOf } from '../../src/experiment/techniques';
import { setLayerPatch } from '../store/actions';
import { store } from '../store/store';

interface Commit {
  readonly commit: boolean;
}

/** Lloyd's iteration stops by itself long before this many passes, or is stopped here. */
export const MAX_PASSES = 100;
/** Digits of a centroid placed by hand: finer than a pixel, short in a link. */
const DIGITS = 4;

/** Clips one layer by hand to a share of its range. */
export function clipByHand(side: SideId, layer: string, ratio: number, { commit }: Commit): void {
  patch(side, layer, { clipper: { id: 'manual', params: { ratio } } }, { commit });
}

/**
 * The share of its range that a layer is clipped to by hand; null where a method finds it. Keys are quicker than the report
 * that follows them: each step starts from here.
 */
export function ratioByHand(side: SideId, layer: string): number | null {
  const { clipper } = recipeFor(store.getState().experiment[side], layer);
  const ratio = clipper.id === 'manual' ? clipper.params['ratio'] : undefined;
  return typeof ratio === 'number' ? ratio : null;
}

/** Gives the clipping of a layer back to the recipe of its side. */
export function clipByRecipe(side: SideId, layer: string): void {
  dropPart(side, layer, 'clipper');
}

/** Places the centroids of a layer by hand. */
export function placeCentroids(side: SideId, layer: string, centroids: readonly number[], { commit }: Commit): void {
  const short = centroids.map((c) => Number(c.toPrecision(DIGITS)));
  setCodebook(side, layer, { method: 'lloyd', init: 'given', iterations: 0, centroids: short }, { commit });
}

/** The centroids of a layer as they were placed by hand; null where an iteration finds them. */
export function centroidsByHand(side: SideId, layer: string): readonly number[] | null {
  const { init, iterations, centroids } = recipeFor(store.getState().experiment[side], layer).quantizer.params;
  const isPlaced = init === 'given' && iterations === 0 && Array.isArray(centroids);
  return isPlaced ? centroids.map(Number) : null;
}

/** Gives the codebook of a layer back to the recipe of its side. */
export function centroidsByRecipe(side: SideId, layer: string): void {
  dropPart(side, layer, 'quantizer');
}

/** Lets Lloyd's iteration of a layer run to the given pass, from wherever its centroids start. */
export function iterateTo(side: SideId, layer: string, iterations: number): void {
  const capped = Math.min(Math.max(iterations, 0), MAX_PASSES);
  setCodebook(side, layer, { method: 'lloyd', iterations: capped }, { commit: true });
}

/** Passes that the codebook of a layer has run; null when its centroids come from the exact solution. */
export function passesOf(quantizer: Choice): number | null {
  const params = { ...defaultsOf(techniqueOf('quantizer', quantizer.id)?.params ?? {}), ...quantizer.params };
  return params['method'] === 'lloyd' ? Number(params['iterations']) : null;
}

function setCodebook(side: SideId, layer: string, change: Params, commit: Commit): void {
  const { quantizer } = recipeFor(store.getState().experiment[side], layer);
  patch(side, layer, { quantizer: { id: 'codebook', params: { ...quantizer.params, ...change } } }, commit);
}

function patch(side: SideId, layer: string, change: RecipePatch, commit: Commit): void {
  const own = store.getState().experiment[side].overrides[layer];
  setLayerPatch(side, layer, { ...own, ...change }, commit);
}

function dropPart(side: SideId, layer: string, part: keyof RecipePatch): void {
  const own = store.getState().experiment[side].overrides[layer];
  if (own?.[part] === undefined) return;
  const { [part]: dropped, ...rest } = own;
  setLayerPatch(side, layer, dropped === undefined ? null : rest);
}
