import { IntegerError } from '../integer/error';
import type { IntegerLayer, IntegerStep, Rescaling } from '../integer/plan';
import { sumBounds } from '../integer/sums';
import type { InferenceInstructions } from '../kernels/inference';
import type { Arena } from '../kernels/simd/arena';
import {
  type WeightBits,
  bitsFor,
  centredBounds,
  checkProducts,
  checkScaled,
  packAddends,
  packDepthwise,
  packHeads,
  packProduct,
  pairedPoints,
} from './code-pack';
import type { Place } from './place';
import { tablesOf } from './windows';

/** Of the int16 weights of eight columns and two steps. */
const PAIR_BYTES = 32;

/** One step of a network in integers. */
export interface CodeStep {
  /** Of the model. */
  readonly node: number;
  readonly name: string;
  /** How its weights lie; null without weights. */
  readonly bits: WeightBits | null;
  /** Bytes of its packed weights, with biases and multipliers. */
  readonly bytes: number;
  run(images: number): void;
}

/** Codes less their zero point, or sums. */
export interface CodeValue {
  readonly place: Place;
  /** Of codes; 0 for sums. */
  readonly zeroPoint: number;
  /** The largest sum of each channel; null for codes. */
  readonly bounds: Float64Array | null;
}

interface Ground {
  readonly wasm: InferenceInstructions;
  readonly arena: Arena;
  /** That go through the network together. */
  readonly images: number;
  readonly widest: boolean;
}

interface Made {
  readonly step: CodeStep;
  readonly value: CodeValue;
}

type StepOf<Kind extends IntegerStep['kind']> = Extract<IntegerStep, { readonly kind: Kind }>;

/** The memory of a value as an image of another shape, such as one point for a dense layer. */
export function viewed({ place }: CodeValue, [height, width, channels]: readonly [number, number, number]): Place {
  if (place.height === height && place.width === width && place.channels === channels) return place;
  const column = channels * (place.column / place.channels);
  if (place.image !== place.height * place.width * place.column)
    throw new IntegerError('A value is taken both as an image with borders and as a vector.');
  return { ...place, height, width, channels, column, row: width * column };
}

/** Throws IntegerError for what the kernels do not compute. @param to where the output lies. */
export function stepOf(ground: Ground, step: IntegerStep, from: readonly CodeValue[], to: Place): Made {
  const [x] = from as [CodeValue, ...CodeValue[]];
  switch (step.kind) {
    case 'layer':
      return layerStep(ground, step, x, to);
    case 'pool':
      return poolStep(ground, step, x, to);
    case 'rescale':
      return rescaleStep(ground, step, x, to);
    case 'mean':
      return meanStep(ground, step, x, to);
    case 'add':
      return addStep(ground, step, [x, from[1]!], to);
    case 'clamp':
      throw new IntegerError('An activation that stands alone is computed by the plain rule.');
  }
}

function layerStep(ground: Ground, { node, layer }: StepOf<'layer'>, { place }: CodeValue, to: Place): Made {
  const { name, output, fixed } = layer;
  const bounds = sumBounds(layer);
  checkProducts(layer, bounds);
  if (output !== null) checkScaled(name, bounds, fixed);
  const zeroPoint = output?.zeroPoint ?? 0;
  const made = layer.geometry.depthwise ? depthwise(ground, layer, place, to) : product(ground, layer, place, to);
  return {
    step: { node, name, ...made },
    value: { place: to, zeroPoint, bounds: output === null ? bounds : null },
  };
}

type Weighted = Pick<CodeStep, 'bits' | 'bytes' | 'run'>;

function product({ wasm, arena, images: room, widest }: Ground, layer: IntegerLayer, x: Place, y: Place): Weighted {
  const { from, to, runs, runCount, steps, perImage } = tablesOf(x, y, layer.geometry, room, arena);
  const narrowest = bitsFor(layer.weights);
  const bits = widest && narrowest === 4 ? 8 : narrowest;
  const packed = packProduct(layer, steps, bits);
  const weights = arena.copy(packed);
  const wide = arena.reserve(bits === 16 ? 0 : runCount * Math.ceil(steps / 2) * PAIR_BYTES);
  const bounds = centredBounds(layer);
  const [n, isSums] = [y.channels, layer.output === null];
  return {
    bits,
    bytes: packed.length,
    run: (images) =>
      wasm.codeProduct(from, to, images * perImage, runs, runCount, steps, weights, n, bits, wide, isSums, ...bounds),
  };
}

function depthwise({ wasm, arena }: Ground, layer: IntegerLayer, x: Place, y: Place): Weighted {
  const { name, geometry, output } = layer;
  if (x.channels !== y.channels || output === null)
    throw new IntegerError(`${name} has several outputs a channel, or its sums stay.`, name);
  const { size, strides, dilation, borders } = geometry;
  const taps = pairedPoints(size).map((point) => {
    const [i, j] = [Math.floor((point ?? 0) / size[1]), (point ?? 0) % size[1]];
    return i * dilation[0] * x.row + j * dilation[1] * x.column;
  });
  const isSquare = size[0] === 3 && size[1] === 3 && strides[1] === 1 && dilation[1] === 1;
  const tapRow = isSquare ? dilation[0] * x.row : 0;
  const packed = packDepthwise(layer);
  const [weights, table] = [arena.copy(packed), arena.copy(Uint32Array.from(taps))];
  const start = x.address - borders.rows[0] * x.row - borders.columns[0] * x.column;
  const bounds = centredBounds(layer);
  return {
    bits: 16,
    bytes: packed.length,
    // prettier-ignore
    run: (images) => wasm.codeDepthwise(
      start, y.address, weights, images, y.height, y.width, y.channels, x.image, strides[0] * x.row,
      strides[1] * x.column, y.image, y.row, table, taps.length, tapRow, ...bounds,
    ),
  };
}

function poolStep({ wasm }: Ground, step: StepOf<'pool'>, { place: x, zeroPoint }: CodeValue, y: Place): Made {
  const { node, mode, geometry, bounds } = step;
  const { size, strides, borders } = geometry;
  const [low, high] = [bounds[0] - zeroPoint, bounds[1] - zeroPoint];
  // prettier-ignore
  const run = (images: number): void => wasm.codePool(
    x.address, y.address, images, x.channels, x.height, x.width, y.height, y.width, ...size, ...strides,
    borders.rows[0], borders.columns[0], x.image, x.row, y.image, y.row, mode === 'max', zeroPoint, low, high,
  );
  const name = mode === 'max' ? 'max pool' : 'average pool';
  return { step: { node, name, bits: null, bytes: 0, run }, value: { place: y, zeroPoint, bounds: null } };
}

/** Multipliers for sums of each channel in memory, and the bounds of the codes less their zero point. */
function placed({ arena }: Ground, { fixed, output, bounds }: Rescaling, sums: Float64Array) {
  const centred = centredBounds({ bounds, output });
  const packed = packHeads(fixed, centred, sums);
  return { heads: arena.copy(packed), bytes: packed.length, bounds: centred };
}

function rescaleStep(ground: Ground, step: StepOf<'rescale'>, { place: x, bounds: sums }: CodeValue, y: Place): Made {
  const { node, name, to } = step;
  checkScaled(name, sums!, to.fixed);
  const { heads, bytes, bounds } = placed(ground, to, sums!);
  // prettier-ignore
  const run = (images: number): void => ground.wasm.codeScale(
    x.address, y.address, images, x.height, x.width, x.channels, y.image, y.row, heads, ...bounds,
  );
  const { zeroPoint } = to.output;
  return { step: { node, name, bits: null, bytes, run }, value: { place: y, zeroPoint, bounds: null } };
}

function meanStep(ground: Ground, step: StepOf<'mean'>, { place: x, bounds: sums }: CodeValue, y: Place): Made {
  const { node, name, geometry, to } = step;
  const { size, strides } = geometry;
  const points = size[0] * size[1];
  const totals = sums!.map((sum) => sum * points);
  checkScaled(name, totals, to.fixed);
  const { heads, bytes, bounds } = placed(ground, to, totals);
  // prettier-ignore
  const run = (images: number): void => ground.wasm.codeMean(
    x.address, y.address, images, x.channels, x.height, x.width, y.height, y.width, ...size, ...strides, y.image,
    y.row, heads, ...bounds,
  );
  const { zeroPoint } = to.output;
  return { step: { node, name, bits: null, bytes, run }, value: { place: y, zeroPoint, bounds: null } };
}

function addStep(ground: Ground, step: StepOf<'add'>, from: readonly [CodeValue, CodeValue], y: Place): Made {
  const { node, name, operands, bounds } = step;
  const [a, b] = from;
  from.forEach((value, at) => checkScaled(name, value.bounds!, operands[at]!));
  const packed = operands.map((fixed) => packAddends(fixed, y.channels));
  const [headsA, headsB] = packed.map((heads) => ground.arena.copy(heads)) as [number, number];
  const points = y.height * y.width;
  // prettier-ignore
  const run = (images: number): void => ground.wasm.codeAdd(
    a.place.address, b.place.address, y.address, images * points, y.channels, headsA, headsB, ...bounds,
  );
  const largest = Math.max(Math.abs(bounds[0]), Math.abs(bounds[1]));
  return {
    step: { node, name, bits: null, bytes: packed.reduce((sum, heads) => sum + heads.length, 0), run },
    value: { place: y, zeroPoint: 0, bounds: new Float64Array(y.channels).fill(largest) },
  };
}
