import type { Side } from '../../../src/experiment/spec';
import { techniqueOf, withParam } from '../../../src/experiment/techniques';

const EIGHT = 8;

/** Names of the first and the last layer, once if the network has a single one. */
export function firstAndLast(layers: readonly { readonly name: string }[]): string[] {
  return [...new Set([layers[0]?.name, layers.at(-1)?.name])].filter((name) => name !== undefined);
}

/** Whether the first and the last layer have 8 bits of their own. */
export function hasEightBitEnds(side: Side, ends: readonly string[]): boolean {
  return ends.length > 0 && ends.every((name) => side.overrides[name]?.quantizer?.params['bits'] === EIGHT);
}

/** Whether the side's quantizer has a bit width that could be 8. */
export function canWidenEnds(side: Side): boolean {
  return techniqueOf('quantizer', side.recipe.quantizer.id)?.params['bits'] !== undefined;
}

/** The side with 8 bits in its first and last layer, or without quantizers of their own there; other overrides stay. */
export function withEightBitEnds(side: Side, ends: readonly string[], on: boolean): Side {
  const overrides = { ...side.overrides };
  for (const name of ends) {
    const others = Object.fromEntries(Object.entries(overrides[name] ?? {}).filter(([part]) => part !== 'quantizer'));
    const patch = on ? { ...others, quantizer: withParam('quantizer', side.recipe.quantizer, 'bits', EIGHT) } : others;
    if (Object.keys(patch).length > 0) overrides[name] = patch;
    else Reflect.deleteProperty(overrides, name);
  }
  return { ...side, overrides };
}
