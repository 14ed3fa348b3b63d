import { type InferenceInstructions, instantiateInference } from '../kernels/inference';
import { Arena } from '../kernels/simd/arena';
import { type Borders, type Pair, sizeOf } from '../model/graph';
import type { Geometry } from '../integer/layer';
import { IntegerError, type IntegerLayer, type IntegerPlan, type IntegerStep } from '../integer/plan';
import { type WeightBits, bitsFor, checkSums, packDepthwise, packProduct } from './code-pack';
import { type Place, placeOf } from './place';
import { NO_BORDERS, tablesOf } from './windows';

/** Images that go through the network together. */
const TOGETHER = 16;

/** One step of a network in integers, of those that do anything. */
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

/** Looks at a run while it goes on. */
export interface CodeWatch {
  /** Called after each part of the images, while `codesAt` tells about them. */
  readonly seen?: (from: number, to: number) => void;
  /** Told of each step that is done, by its node; of the input, node 0, once it is in place. */
  readonly after?: (node: number) => void;
}

interface Ground {
  readonly wasm: InferenceInstructions;
  readonly arena: Arena;
}

/**
 * A network in integer arithmetic, laid out once in memory of our own: int16 codes without their zero points, weights of 4 or
 * 8 bits where they fit. Computes what `runIntegers` does, code for code.
 */
export class CodePlan {
  readonly steps: readonly CodeStep[];
  private readonly input: Place;
  private readonly output: Place;
  private readonly inputs = new Map<string, { readonly place: Place; readonly zeroPoint: number }>();
  private readonly last: IntegerLayer;

  private constructor(
    private readonly wasm: InferenceInstructions,
    plan: IntegerPlan,
    widest: boolean,
  ) {
    const ground = { wasm, arena: new Arena(wasm) };
    const active = plan.steps.filter((step) => step.kind !== 'pass');
    const nodes = new Map(plan.steps.map((step, at) => [step, at + 1]));
    this.last = lastLayer(active);
    let place = placeOf(geometryOf(active[0]!).from, bordersOf(active[0]), TOGETHER, 2, ground.arena);
    let { zeroPoint } = plan.input;
    this.input = place;
    this.steps = active.map((step, at) => {
      const isLast = at === active.length - 1;
      const isSums = isLast && this.last.output === null;
      const borders = bordersOf(active[at + 1]);
      const to = placeOf(geometryOf(step).to, borders, TOGETHER, isSums ? 4 : 2, ground.arena);
      const from = viewed(place, geometryOf(step).from);
      if (step.kind === 'layer') this.inputs.set(step.layer.name, { place, zeroPoint });
      const made = { ...stepOf(ground, step, from, to, { zeroPoint, widest }), node: nodes.get(step)! };
      if (step.kind === 'layer') zeroPoint = step.layer.output?.zeroPoint ?? 0;
      place = to;
      return made;
    });
    this.output = place;
  }

  /**
   * Null without SIMD. Throws IntegerError for a network that these kernels do not compute: `runIntegers` does.
   * @param widest weights of four bits lie as eight, to compare.
   */
  static of(plan: IntegerPlan, { widest = false }: { readonly widest?: boolean } = {}): CodePlan | null {
    const wasm = instantiateInference();
    return wasm === null ? null : new CodePlan(wasm, plan, widest);
  }

  /**
   * What the last layer gives for `count` images: int32 sums, or codes where its sums become codes. @param codes
   * [count, ...] less the zero point of the input.
   */
  run(codes: Int16Array, count: number, { seen, after }: CodeWatch = {}): Int32Array {
    const size = sizeOf([this.input.height, this.input.width, this.input.channels]);
    if (codes.length !== count * size) throw new RangeError(`${count} images have ${count * size} codes.`);
    const width = sizeOf([this.output.height, this.output.width, this.output.channels]);
    const outputs = new Int32Array(count * width);
    for (let from = 0; from < count; from += TOGETHER) {
      const images = Math.min(TOGETHER, count - from);
      this.put(codes.subarray(from * size, (from + images) * size));
      after?.(0);
      for (const step of this.steps) {
        step.run(images);
        after?.(step.node);
      }
      outputs.set(this.results(images), from * width);
      seen?.(from, from + images);
    }
    return outputs;
  }

  /** Codes at the input of a layer, of one of the images that went through last, counted from 0. */
  codesAt(layer: string, image: number): Int32Array {
    const found = this.inputs.get(layer);
    if (found === undefined) throw new RangeError(`The network has no layer "${layer}" with weights.`);
    return Int32Array.from(this.read(found.place, image, image + 1), (code) => code + found.zeroPoint);
  }

  private results(images: number): Int32Array {
    const { output, last } = this;
    if (last.output !== null)
      return Int32Array.from(this.read(output, 0, images), (code) => code + last.output!.zeroPoint);
    const { address, height, width, channels } = output;
    return new Int32Array(this.wasm.memory.buffer, address, images * height * width * channels).slice();
  }

  private put(codes: Int16Array): void {
    const memory = new Int16Array(this.wasm.memory.buffer);
    let at = 0;
    eachRow(
      this.input,
      0,
      codes.length / sizeOf([this.input.height, this.input.width, this.input.channels]),
      (start, length) => {
        for (let i = 0; i < length; i++) memory[start + i] = codes[at++]!;
      },
    );
  }

  private read(place: Place, from: number, to: number): Int16Array {
    const memory = new Int16Array(this.wasm.memory.buffer);
    const codes = new Int16Array((to - from) * place.height * place.width * place.channels);
    let at = 0;
    eachRow(place, from, to, (start, length) => {
      codes.set(memory.subarray(start, start + length), at);
      at += length;
    });
    return codes;
  }
}

/** Calls back with the first int16 of each row of some images, and how many there are. */
function eachRow(place: Place, from: number, to: number, use: (start: number, length: number) => void): void {
  const length = place.width * place.channels;
  for (let image = from; image < to; image++)
    for (let row = 0; row < place.height; row++)
      use((place.address + image * place.image + row * place.row) / 2, length);
}

type Active = Exclude<IntegerStep, { readonly kind: 'pass' }>;

function geometryOf(step: Active): Geometry {
  if (step.kind === 'clamp') throw new IntegerError('An activation that stands alone is computed by the plain rule.');
  return step.kind === 'layer' ? step.layer.geometry : step.geometry;
}

function lastLayer(steps: readonly Active[]): IntegerLayer {
  const last = steps.at(-1);
  if (last?.kind !== 'layer') throw new IntegerError('The network does not end with a layer with weights.');
  return last.layer;
}

/** Zeros that the next step needs around its input; a pool leaves them out. */
function bordersOf(next: Active | undefined): Borders {
  return next?.kind === 'layer' ? next.layer.geometry.borders : NO_BORDERS;
}

/** The same memory as an image of another shape, such as one point for a dense layer. */
function viewed(place: Place, [height, width, channels]: readonly [number, number, number]): Place {
  if (place.height === height && place.width === width && place.channels === channels) return place;
  const column = channels * 2;
  return { ...place, height, width, channels, column, row: width * column };
}

type Made = Omit<CodeStep, 'node'>;

interface Options {
  readonly zeroPoint: number;
  readonly widest: boolean;
}

function stepOf(ground: Ground, step: Active, x: Place, y: Place, { zeroPoint, widest }: Options): Made {
  if (step.kind === 'pool') return poolStep(ground, step, x, y, zeroPoint);
  if (step.kind === 'clamp') throw new IntegerError('An activation that stands alone is computed by the plain rule.');
  const { layer } = step;
  checkSums(layer);
  const zero = layer.output?.zeroPoint ?? 0;
  const bounds = [layer.bounds[0] - zero, layer.bounds[1] - zero] as const;
  return layer.geometry.depthwise
    ? depthwiseStep(ground, layer, x, y, bounds)
    : productStep(ground, layer, x, y, { bounds, widest });
}

function productStep(
  { wasm, arena }: Ground,
  layer: IntegerLayer,
  x: Place,
  y: Place,
  { bounds, widest }: { readonly bounds: Pair; readonly widest: boolean },
): Made {
  const { from, to, runs, runCount, steps, perImage } = tablesOf(x, y, layer.geometry, TOGETHER, arena);
  const narrowest = bitsFor(layer.weights);
  const bits = widest && narrowest === 4 ? 8 : narrowest;
  const packed = packProduct(layer, steps, bits);
  const weights = arena.copy(packed);
  const [n, isLast] = [y.channels, layer.output === null];
  return {
    name: layer.name,
    bits,
    bytes: packed.length,
    run: (images) =>
      wasm.codeProduct(from, to, images * perImage, runs, runCount, steps, weights, n, bits, isLast, ...bounds),
  };
}

function depthwiseStep({ wasm, arena }: Ground, layer: IntegerLayer, x: Place, y: Place, bounds: Pair): Made {
  const { name, geometry, output } = layer;
  if (x.channels !== y.channels || output === null)
    throw new IntegerError(`${name} has several outputs a channel, or is the last layer.`);
  const { size, strides, dilation, borders } = geometry;
  const taps = Array.from({ length: size[0] * size[1] }, (_, point) => {
    const [i, j] = [Math.floor(point / size[1]), point % size[1]];
    return i * dilation[0] * x.row + j * dilation[1] * x.column;
  });
  if (taps.length % 2 === 1) taps.push(0);
  const packed = packDepthwise(layer);
  const [weights, table] = [arena.copy(packed), arena.copy(Uint32Array.from(taps))];
  const start = x.address - borders.rows[0] * x.row - borders.columns[0] * x.column;
  return {
    name,
    bits: 16,
    bytes: packed.length,
    // prettier-ignore
    run: (images) => wasm.codeDepthwise(
      start, y.address, weights, images, y.height, y.width, y.channels, x.image, strides[0] * x.row,
      strides[1] * x.column, y.image, y.row, table, taps.length, ...bounds,
    ),
  };
}

function poolStep(
  { wasm }: Ground,
  { mode, geometry: { size, strides, borders }, bounds }: Extract<IntegerStep, { readonly kind: 'pool' }>,
  x: Place,
  y: Place,
  zeroPoint: number,
): Made {
  return {
    name: mode === 'max' ? 'max pool' : 'average pool',
    bits: null,
    bytes: 0,
    // prettier-ignore
    run: (images) => wasm.codePool(
      x.address, y.address, images, x.channels, x.height, x.width, y.height, y.width, ...size, ...strides,
      borders.rows[0], borders.columns[0], x.image, x.row, y.image, y.row, mode === 'max', zeroPoint,
      bounds[0] - zeroPoint, bounds[1] - zeroPoint,
    ),
  };
}
