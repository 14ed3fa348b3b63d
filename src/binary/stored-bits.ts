import type { LayerInfo } from '../model/types';
import type { BinaryMethod } from '../training/binary-methods';

const FLOAT = 32;

/** Stored bits of the weights of a layer, scales included. */
export function storedBits(method: BinaryMethod, layer: LayerInfo, granularity: 'tensor' | 'channel'): number {
  const { weights } = layer;
  const scales = FLOAT * (granularity === 'channel' ? filtersOf(layer) : 1);
  switch (method) {
    case 'float':
      return FLOAT * weights;
    case 'int8':
      return 8 * weights + scales;
    case 'ttq':
      return 2 * weights + 2 * FLOAT;
    case 'twn':
      return 2 * weights + scales;
    case 'binaryconnect':
      return weights;
    case 'bwn':
    case 'xnor':
      return weights + scales;
  }
}

/** Output channels: the last axis; of a depthwise kernel [height, width, channels, multiplier] the last two. */
function filtersOf({ layout, shape }: LayerInfo): number {
  return shape.slice(layout === 'depthwise' ? 2 : -1).reduce((product, size) => product * size, 1);
}
