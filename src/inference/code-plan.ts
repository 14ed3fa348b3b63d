import { IntegerError } from '../integer/error';
import type { Geometry } from '../integer/layer';
import type { IntegerLayer, IntegerPlan, IntegerStep } from '../integer/plan';
import { type InferenceInstructions, instantiateInference } from '../kernels/inference';
import { Arena } from '../kernels/simd/arena';
import { type Borders, sizeOf } from '../model/graph';
import { type CodeStep, type CodeValue, stepOf, viewed } from './code-steps';
import { type Place, SPARE, imagesTogether, placeOf } from './place';
import { NO_BORDERS } from './windows';

/** Looks at a run while it goes on. */
export interface CodeWatch {
  /** Called after each part of the images, while `codesAt` tells about them. */
  readonly seen?: (from: number, to: number) => void;
  /** Told of each step that is done, by its node; of the input, node 0, once it is in place. */
  readonly after?: (node: number) => void;
}

/**
 * A network in integer arithmetic, laid out once in memory of our own: int16 codes without their zero points, int32 sums before
 * additions and means, weights of 4 or 8 bits where they fit. Computes what `runIntegers` does, code for code.
 */
export class CodePlan {
  readonly steps: readonly CodeStep[];
  private readonly values = new Map<number, CodeValue>();
  private readonly inputs = new Map<string, CodeValue>();
  private readonly last: IntegerLayer;
  private readonly together: number;
  private readonly staging: number;

  private constructor(
    private readonly wasm: InferenceInstructions,
    private readonly plan: IntegerPlan,
    widest: boolean,
  ) {
    const first = plan.steps.find(({ inputs }) => inputs.includes(0))!;
    this.together = imagesTogether(
      plan.steps.reduce((sum, step) => sum + bytesOf(step), 2 * sizeOf(shapesOf(first)[0])),
    );
    const ground = { wasm, arena: new Arena(wasm), images: this.together, widest };
    this.last = lastLayer(plan.steps);
    const place = placeOf(shapesOf(first)[0], bordersFor(plan.steps, 0), this.together, 2, ground.arena);
    this.staging = ground.arena.reserve(this.together * 2 * sizeOfPlace(place) + SPARE);
    this.values.set(0, { place, zeroPoint: plan.input.zeroPoint, bounds: null });
    this.steps = plan.steps.map((step) => {
      const from = step.inputs.map((input) => this.values.get(input)!);
      if (step.kind === 'layer') this.inputs.set(step.layer.name, from[0]!);
      const views = from.map((value) => ({ ...value, place: viewed(value, shapesOf(step)[0]) }));
      const borders = bordersFor(plan.steps, step.output);
      const to = placeOf(shapesOf(step)[1], borders, this.together, valueBytes(step), ground.arena);
      const made = stepOf(ground, step, views, to);
      this.values.set(step.output, made.value);
      return made.step;
    });
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
    const size = sizeOfPlace(this.values.get(0)!.place);
    if (codes.length !== count * size) throw new RangeError(`${count} images have ${count * size} codes.`);
    const width = sizeOfPlace(this.output.place);
    const outputs = new Int32Array(count * width);
    for (let from = 0; from < count; from += this.together) {
      const images = Math.min(this.together, count - from);
      this.put(codes.subarray(from * size, (from + images) * size), images);
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

  private get output(): CodeValue {
    return this.values.get(this.plan.steps.at(-1)!.output)!;
  }

  private results(images: number): Int32Array {
    const { place, zeroPoint } = this.output;
    if (this.last.output !== null) return Int32Array.from(this.read(place, 0, images), (code) => code + zeroPoint);
    return new Int32Array(this.wasm.memory.buffer, place.address, images * sizeOfPlace(place)).slice();
  }

  private put(codes: Int16Array, images: number): void {
    const { address, height, width, channels, image, row } = this.values.get(0)!.place;
    new Int16Array(this.wasm.memory.buffer, this.staging, codes.length).set(codes);
    this.wasm.codeCopy(this.staging, address, images, height, width * channels, image, row);
  }

  private read(place: Place, from: number, to: number): Int16Array {
    const memory = new Int16Array(this.wasm.memory.buffer);
    const codes = new Int16Array((to - from) * sizeOfPlace(place));
    let at = 0;
    eachRow(place, from, to, (start, length) => {
      codes.set(memory.subarray(start, start + length), at);
      at += length;
    });
    return codes;
  }
}

function sizeOfPlace({ height, width, channels }: Place): number {
  return sizeOf([height, width, channels]);
}

/** Calls back with the first int16 of each row of some images, and how many there are. */
function eachRow(place: Place, from: number, to: number, use: (start: number, length: number) => void): void {
  const length = place.width * place.channels;
  for (let image = from; image < to; image++)
    for (let row = 0; row < place.height; row++)
      use((place.address + image * place.image + row * place.row) / 2, length);
}

/** [height, width, channels] of what a step takes and gives. */
function shapesOf(step: IntegerStep): readonly [Geometry['from'], Geometry['to']] {
  if (step.kind === 'clamp') throw new IntegerError('An activation that stands alone is computed by the plain rule.');
  if (step.kind === 'add' || step.kind === 'rescale') return [step.shape, step.shape];
  const { from, to } = step.kind === 'layer' ? step.layer.geometry : step.geometry;
  return [from, to];
}

/** Bytes of a value that a step gives: of a sum or a code. */
function valueBytes(step: IntegerStep): number {
  return step.kind === 'add' || (step.kind === 'layer' && step.layer.output === null) ? 4 : 2;
}

/** Bytes of all that a step gives for an image. */
function bytesOf(step: IntegerStep): number {
  return valueBytes(step) * sizeOf(shapesOf(step)[1]);
}

function lastLayer(steps: readonly IntegerStep[]): IntegerLayer {
  const last = steps.at(-1);
  if (last?.kind !== 'layer') throw new IntegerError('The network does not end with a layer with weights.');
  return last.layer;
}

/** Zeros that the layers that take a value need around it; a pool leaves them out. */
function bordersFor(steps: readonly IntegerStep[], value: number): Borders {
  let { rows, columns }: Borders = NO_BORDERS;
  for (const step of steps) {
    if (step.kind !== 'layer' || !step.inputs.includes(value)) continue;
    const { borders } = step.layer.geometry;
    rows = [Math.max(rows[0], borders.rows[0]), Math.max(rows[1], borders.rows[1])];
    columns = [Math.max(columns[0], borders.columns[0]), Math.max(columns[1], borders.columns[1])];
  }
  return { rows, columns };
}
