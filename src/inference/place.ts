import type { Arena } from '../kernels/simd/arena';
import { type Borders, type GraphNode, type Model, sizeOf } from '../model/graph';

/** Loads of four values may reach beyond the last one. */
export const SPARE = 16;

/** Bytes of all outputs of the images that go through a network together: about what a core keeps near. */
const TOGETHER_BYTES = 2 ** 20;
/** A product takes four windows at a time, and a dense layer has one for each image. */
const LEAST_TOGETHER = 4;
const MOST_TOGETHER = 32;

/** How many images go through a network together, of which each has outputs of so many bytes. */
export function imagesTogether(bytes: number): number {
  const images = Math.floor(TOGETHER_BYTES / bytes / LEAST_TOGETHER) * LEAST_TOGETHER;
  return Math.min(MOST_TOGETHER, Math.max(LEAST_TOGETHER, images));
}

/** Where the outputs of a node lie for a few images: [image, row, column, channel] with room for zeros around each image. */
export interface Place {
  /** Address of the first value of the first image. */
  readonly address: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Bytes from one image, row and column to the next. */
  readonly image: number;
  readonly row: number;
  readonly column: number;
}

/** [height, width, channels]; a vector is one point. Null for what is neither. */
export function imageOf(shape: readonly number[]): readonly [number, number, number] | null {
  const [height = 1, width = 1, channels = 1] = shape;
  if (shape.length === 1) return [1, 1, height];
  return shape.length === 3 ? [height, width, channels] : null;
}

/** A place for `images` images of [height, width, channels]. Its borders are zero from the start; nothing writes over them. */
export function placeOf(
  [height, width, channels]: readonly [number, number, number],
  { rows, columns }: Borders,
  images: number,
  bytes: number,
  arena: Arena,
): Place {
  const column = channels * bytes;
  const row = (columns[0] + width + columns[1]) * column;
  const image = (rows[0] + height + rows[1]) * row;
  const start = arena.zeros(images * image + SPARE);
  return { address: start + rows[0] * row + columns[0] * column, height, width, channels, image, row, column };
}

/** One place for each node, float32. */
export function placesOf(model: Model, images: number, arena: Arena): readonly Place[] {
  return model.nodes.map(({ shape }, node) =>
    placeOf(imageOf(shape) ?? [1, 1, sizeOf(shape)], bordersAround(model.nodes, node), images, 4, arena),
  );
}

/** A place for float32 without borders, in memory that is already there. */
export function packedPlace(shape: readonly number[], address: number): Place {
  const [height, width, channels] = imageOf(shape) ?? [1, 1, sizeOf(shape)];
  const column = channels * 4;
  return { address, height, width, channels, column, row: width * column, image: height * width * column };
}

/** Bytes for the packed float32 outputs of any node. */
export function packedBytes(model: Model, images: number): number {
  return images * Math.max(...model.nodes.map(({ shape }) => sizeOf(shape))) * 4 + SPARE;
}

/** Zeros that the windows over a node's output reach. */
function bordersAround(nodes: readonly GraphNode[], node: number): Borders {
  let [top, bottom, left, right] = [0, 0, 0, 0];
  for (const { op, inputs } of nodes) {
    if (!inputs.includes(node) || (op.kind !== 'conv2d' && op.kind !== 'depthwise')) continue;
    const { rows, columns } = op.borders;
    [top, bottom] = [Math.max(top, rows[0]), Math.max(bottom, rows[1])];
    [left, right] = [Math.max(left, columns[0]), Math.max(right, columns[1])];
  }
  return { rows: [top, bottom], columns: [left, right] };
}
