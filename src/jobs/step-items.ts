import type { Model } from '../model/graph';
import { layersOf } from '../model/model';

/** Multiply-accumulates of an item from which on fewer items go into a step. */
const STEP_MACS = 1e6;

/** Items of one step: `most` for a network of a million multiply-accumulates or less, in proportion fewer for larger ones. */
export function stepItems(model: Model, most: number): number {
  const macs = layersOf(model).reduce((sum, layer) => sum + layer.macs, 0);
  return Math.max(1, Math.floor(most * Math.min(1, STEP_MACS / macs)));
}
