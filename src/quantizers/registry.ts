import { codebook } from './codebook';
import { float } from './float';
import type { Quantizer } from './quantizer';
import { uniform } from './uniform';

/** How real numbers become codes and back, in the order of the menu. */
export const quantizers: Readonly<Record<string, Quantizer>> = {
  float,
  uniform: uniform as Quantizer,
  codebook: codebook as Quantizer,
};

/** Throws RangeError for an unknown quantizer. */
export function quantizerOf(id: string): Quantizer {
  const found = Object.hasOwn(quantizers, id) ? quantizers[id] : undefined;
  if (found === undefined) throw new RangeError(`Unknown quantizer: ${id}`);
  return found;
}
