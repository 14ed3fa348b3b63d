import { centredCodes } from '../inference/integer-runs';
import { type IntegerNetwork, inputCodes } from '../integer/prepare';
import type { Kernels } from '../kernels/index';
import type { Model } from '../model/graph';
import type { ImageStore } from './images';
import { pixelValues, sizedItem } from './input';

/**
 * Codes less their zero point of the items [from, to), one after the other, as a plan in integers takes them: an item has 256
 * different pixels at most, and each is quantized once. Throws RangeError for items of another size.
 */
export function centredInput(
  model: Model,
  network: IntegerNetwork,
  images: ImageStore,
  { from, to }: { readonly from: number; readonly to: number },
  kernels: Kernels,
): Int16Array {
  const lookup = centredCodes([inputCodes(network, pixelValues(model), kernels)], network.plan.input.zeroPoint);
  const parts = Array.from({ length: to - from }, (_, at) => sizedItem(model, images, from + at));
  const codes = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const bytes of parts) {
    for (let at = 0; at < bytes.length; at++) codes[start + at] = lookup[bytes[at]!]!;
    start += bytes.length;
  }
  return codes;
}
