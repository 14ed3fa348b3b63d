import type { InferenceInstructions } from '../kernels/inference';
import type { Arena } from '../kernels/simd/arena';
import { type GraphNode, type Model, type Op, sizeOf } from '../model/graph';
import { bordersOf } from '../model/shapes';
import type { Bounds, PlannedNode } from './chain';
import { UNBOUNDED } from './chain';
import { blockFloats, isWidest, packBlocks, packPanels, packWidest, panelFloats, zerosCountForNothing } from './pack';
import { type Place } from './place';
import { POINT, type Tables, tablesOf } from './windows';

/** One step of a plan; `images` is how many it is run on. */
export interface FloatStep extends PlannedNode {
  readonly name: string;
  /** Index of its kernel in the model, and where its packed weights are. */
  readonly weights: Packed | null;
  run(images: number): void;
}

export interface Packed {
  readonly kernel: number;
  readonly address: number;
  readonly floats: number;
  pack(kernel: Float32Array, bias: Float32Array | null, into: Float32Array): void;
}

/** What steps are made from. */
export interface Ground {
  readonly wasm: InferenceInstructions;
  readonly arena: Arena;
  readonly model: Model;
  readonly places: readonly Place[];
  /** Images that there is room for. */
  readonly images: number;
}

type OpOf<Kind extends Op['kind']> = Extract<Op, { readonly kind: Kind }>;
type Convolution = OpOf<'conv2d' | 'depthwise'>;

type Made = Pick<FloatStep, 'weights' | 'run'>;

/** The step of a node that `plannedNodes` has let through. */
export function floatStep(ground: Ground, planned: PlannedNode): FloatStep {
  const node = ground.model.nodes[planned.node]!;
  return { ...planned, name: node.name, ...made(ground, planned, node) };
}

function made(ground: Ground, { output, bounds }: PlannedNode, { op, inputs }: GraphNode): Made {
  const { wasm, places } = ground;
  const y = places[output]!;
  const all = inputs.map((input) => places[input]!);
  const [x] = all as [Place, ...Place[]];
  switch (op.kind) {
    case 'conv2d':
    case 'dense': {
      const hasZeros = isRectified(ground.model.nodes, inputs[0]!);
      return (hasZeros ? sparseStep(ground, op, x, y, bounds) : null) ?? productStep(ground, op, x, y, bounds);
    }
    case 'depthwise':
      return depthwiseStep(ground, op, x, y, bounds);
    case 'pool':
    case 'global-pool':
      return { weights: null, run: poolStep(wasm, op, x, y) };
    case 'add':
      return {
        weights: null,
        run: addStep(wasm, all, y, bounds),
      };
    case 'concatenate':
      return {
        weights: null,
        run: joinStep(wasm, all, y),
      };
    case 'pad': {
      const inner = { ...y, address: y.address + op.borders.rows[0] * y.row + op.borders.columns[0] * y.column };
      return { weights: null, run: (images) => copyRows(wasm, x, { ...inner, ...sizes(x) }, images) };
    }
    default:
      return { weights: null, run: (images) => copyRows(wasm, x, y, images, bounds) };
  }
}

function sizes({ height, width }: Place): Pick<Place, 'height' | 'width'> {
  return { height, width };
}

/** Whether the values of a node come out of a ReLU, so that many are 0. */
function isRectified(nodes: readonly GraphNode[], node: number): boolean {
  const { op, inputs } = nodes[node]!;
  if ('activation' in op && op.activation.kind !== 'linear') return op.activation.kind.includes('relu');
  const passes = ['pool', 'reshape', 'identity', 'pad'].includes(op.kind);
  return passes && isRectified(nodes, inputs[0]!);
}

type Product = Convolution | OpOf<'dense'>;

/** A product that passes over zeros; null where its columns do not fit. */
function sparseStep(ground: Ground, op: Product, x: Place, y: Place, [low, high]: Bounds): Made | null {
  const { wasm, arena } = ground;
  const n = shapeOf(ground, op.kernel).at(-1)!;
  if (!isWidest(n)) return null;
  const { from, to, runs, runCount, steps, perImage } = productTables(ground, op, x, y);
  const floats = panelFloats(runCount * steps, n);
  const address = arena.reserve(floats * 4);
  const lists = arena.reserve(listBytes(runCount * steps));
  let keepsZeros = false;
  return {
    weights: {
      kernel: op.kernel,
      address,
      floats,
      pack: (kernel, bias, into) => {
        keepsZeros = !zerosCountForNothing(kernel, bias);
        packWidest(kernel, bias, n, into);
      },
    },
    // prettier-ignore
    run: (images) => wasm.sparseProduct(
      from, to, images * perImage, runs, runCount, steps, address, n, low, high, lists, keepsZeros,
    ),
  };
}

/** Lists of eight windows of k values: each an end, value and place for all, and what a vector writes beyond. */
function listBytes(k: number): number {
  return 8 * (8 * k + 40);
}

function productTables(ground: Ground, op: Product, x: Place, y: Place): Tables {
  const shape = shapeOf(ground, op.kernel);
  const window = op.kind === 'dense' ? POINT : { ...op, size: [shape[0]!, shape[1]!] as const };
  return tablesOf(x, y, window, ground.images, ground.arena);
}

function productStep(ground: Ground, op: Product, x: Place, y: Place, [low, high]: Bounds): Made {
  const { wasm, arena } = ground;
  const shape = shapeOf(ground, op.kernel);
  const { from, to, runs, runCount, steps, perImage } = productTables(ground, op, x, y);
  const n = shape.at(-1)!;
  const floats = panelFloats(sizeOf(shape) / n, n);
  const address = arena.reserve(floats * 4);
  return {
    weights: {
      kernel: op.kernel,
      address,
      floats,
      pack: (kernel, bias, into) => packPanels(kernel, bias, n, into),
    },
    run: (images) => wasm.product(from, to, images * perImage, runs, runCount, steps, address, n, low, high),
  };
}

function depthwiseStep(ground: Ground, op: Convolution, x: Place, y: Place, [low, high]: Bounds): Made {
  const { wasm, arena } = ground;
  const [height = 1, width = 1] = shapeOf(ground, op.kernel);
  const { strides, dilation, borders } = op;
  const start = x.address - borders.rows[0] * x.row - borders.columns[0] * x.column;
  const floats = blockFloats(height * width, y.channels);
  const address = arena.reserve(floats * 4);
  return {
    weights: {
      kernel: op.kernel,
      address,
      floats,
      pack: (kernel, bias, into) => packBlocks(kernel, bias, y.channels, into),
    },
    // prettier-ignore
    run: (images) => wasm.depthwise(
      start, y.address, address, images, y.height, y.width, y.channels, x.image, strides[0] * x.row,
      strides[1] * x.column, y.image, y.row, height, width, dilation[0] * x.row, dilation[1] * x.column, low, high,
    ),
  };
}

function shapeOf({ model }: Ground, kernel: number): readonly number[] {
  return model.kernels[kernel]!.info.shape;
}

function poolStep(wasm: InferenceInstructions, op: OpOf<'pool' | 'global-pool'>, x: Place, y: Place) {
  const size = op.kind === 'pool' ? op.size : ([x.height, x.width] as const);
  const strides = op.kind === 'pool' ? op.strides : ([1, 1] as const);
  const padding = op.kind === 'pool' ? op.padding : 'valid';
  const { rows, columns } = bordersOf([x.height, x.width], { size, strides, dilation: [1, 1], padding });
  const isMax = op.mode === 'max';
  // prettier-ignore
  return (images: number): void => wasm.pool(
    x.address, y.address, images, x.channels, x.height, x.width, y.height, y.width, ...size, ...strides, rows[0],
    columns[0], x.image, x.row, y.image, y.row, isMax,
  );
}

function addStep(wasm: InferenceInstructions, from: readonly Place[], y: Place, [low, high]: Bounds) {
  const [first, ...others] = from;
  const last = others.length - 1;
  return (images: number): void =>
    others.forEach((b, at) => {
      const a = at === 0 ? first! : y;
      const [least, most] = at === last ? [low, high] : UNBOUNDED;
      // prettier-ignore
      wasm.add(
        a.address, b.address, y.address, images, y.height, y.width * y.channels, a.image, a.row, b.image, b.row, y.image,
        y.row, least, most,
      );
    });
}

function joinStep(wasm: InferenceInstructions, from: readonly Place[], y: Place) {
  const starts = from.map((_, at) => from.slice(0, at).reduce((sum, { channels }) => sum + channels, 0));
  return (images: number): void =>
    from.forEach((x, at) => {
      // prettier-ignore
      wasm.copy(
        x.address, y.address + starts[at]! * 4, images, x.height, x.width, x.channels, x.image, x.row, x.column, y.image,
        y.row, y.column, ...UNBOUNDED,
      );
    });
}

/** Copies images whose values are in the same order; where the rows of the two differ, one of them must be a vector. */
export function copyRows(
  wasm: Pick<InferenceInstructions, 'copy'>,
  x: Place,
  y: Place,
  images: number,
  bounds: Bounds = UNBOUNDED,
): void {
  const { height, width, channels } = x.height === 1 && x.width === 1 ? y : x;
  const count = width * channels;
  const isSame = x.width === y.width && x.channels === y.channels;
  const row = count * 4;
  const [from, to] = [isSame || x.width === width ? x.row : row, isSame || y.width === width ? y.row : row];
  wasm.copy(x.address, y.address, images, height, 1, count, x.image, from, 0, y.image, to, 0, ...bounds);
}
