import { type GraphNode, type Model, type Op, sizeOf } from '../model/graph';
import { bordersOf } from '../model/shapes';
import { IntegerError } from './error';
import type { Geometry } from './layer';

const NO_BORDERS = { rows: [0, 0], columns: [0, 0] } as const;
const POINT = { size: [1, 1], strides: [1, 1], dilation: [1, 1], borders: NO_BORDERS } as const;

/** Geometry of a layer with weights whose kernel has this shape. Throws IntegerError for a dense layer over positions. */
export function layerGeometry({ nodes }: Model, node: GraphNode, kernel: readonly number[]): Geometry {
  const { op, inputs, shape, name } = node;
  const from = nodes[inputs[0] ?? 0]?.shape ?? [];
  if (op.kind !== 'conv2d' && op.kind !== 'depthwise') {
    const [rows = 0, columns = 0] = kernel;
    if (sizeOf(from) !== rows)
      throw new IntegerError(`${name} is a dense layer over positions, which has no integer form here.`, name);
    return { depthwise: false, from: [1, 1, rows], to: [1, 1, columns], ...POINT };
  }
  const { strides, dilation, borders } = op;
  const [height = 1, width = 1] = kernel;
  const [depthwise, size] = [op.kind === 'depthwise', [height, width] as const];
  return { depthwise, from: asImage(from), to: asImage(shape), size, strides, dilation, borders };
}

export function poolGeometry(
  op: Extract<Op, { kind: 'pool' | 'global-pool' }>,
  from: readonly number[],
  to: readonly number[],
): Geometry {
  const [height, width, channels] = asImage(from);
  if (op.kind === 'global-pool') {
    return { ...POINT, depthwise: true, from: [height, width, channels], to: [1, 1, channels], size: [height, width] };
  }
  const { size, strides, padding } = op;
  const dilation = [1, 1] as const;
  const borders = bordersOf([height, width], { size, strides, dilation, padding });
  return { depthwise: true, from: [height, width, channels], to: asImage(to), size, strides, dilation, borders };
}

export function asImage([height = 1, width = 1, channels = 1]: readonly number[]): readonly [number, number, number] {
  return [height, width, channels];
}
