import { keyOf } from '../experiment/key';
import type { Recipe } from '../experiment/spec';
import type { ErrorSums, Kernels } from '../kernels/index';
import type { Encoded, Quantizer, QuantizerState } from '../quantizers/quantizer';
import { quantizerOf } from '../quantizers/registry';
import type { WeightTensor } from '../quantizers/types';
import { errorBinsOf } from './error-bins';
import type { Damage, LadderRung, LadderSubject, LadderTensor, RungReport } from './ladder-reports';
import { type Subject, distance, subjectWith } from './ladder-subject';
import { keptTap } from './tap-store';

/** Values kept in all: the last ladder, so that a slider recomputes the rungs that it changes. */
const MAX_KEPT = 4_000_000;
/** The tensor with its outlier, the one without, and those of the selection before. */
const MAX_SUBJECTS = 4;

/** What the jobs need of their worker. */
export interface LadderResources {
  readonly kernels: Kernels | null;
  readonly model: unknown;
  readonly tensors: ReadonlyMap<string, WeightTensor>;
}

/** A tensor under one rung. */
export interface Quantized extends Encoded {
  readonly quantizer: Quantizer;
  /** Of the turned tensor where the rung is turned; `codes` and `values` are in the order of the subject. */
  readonly state: QuantizerState;
  readonly sums: ErrorSums;
  readonly errorBins: RungReport['errorBins'];
  readonly damage: Damage | null;
}

/** Of one worker and one model: tensors with their outlier, and what was made of them. */
interface Kept {
  readonly model: unknown;
  readonly subjects: Map<string, Subject>;
  readonly quantized: Map<string, Quantized>;
  size: number;
}

const kept = new WeakMap<LadderResources, Kept>();

/** One tensor and what is made of it; what was made before is taken from the worker's memory. */
export class Bench {
  readonly kernels: Kernels;
  readonly subject: Subject;
  private readonly key: string;
  private readonly memory: Kept;

  /** Throws RangeError for a tensor that the worker does not have. */
  constructor(
    private readonly input: LadderSubject,
    private readonly resources: LadderResources,
  ) {
    if (resources.kernels === null) throw new RangeError('The model is not loaded.');
    this.memory = memoryOf(resources);
    this.key = keyOf([nameOf(input.tensor), input.outlier, input.seed]);
    this.subject =
      this.memory.subjects.get(this.key) ??
      subjectWith(tensorOf(input.tensor, resources, resources.kernels), input.outlier, resources.kernels);
    remember(this.memory.subjects, this.key, this.subject);
    this.kernels = turningOnce(resources.kernels, this.subject);
  }

  /** Takes the tensor under a rung from memory, or makes it and keeps it there. */
  quantize(rung: LadderRung): Quantized {
    const key = keyOf([this.key, rung.recipe, rung.turned ?? false]);
    const known = this.memory.quantized.get(key);
    if (known !== undefined) return known;
    const { tensor } = this.subject;
    const made = this.measure(rung);
    const { sums } = made;
    const errorBins = errorBinsOf(tensor.data, made.values, sums.maxError);
    const whole = { ...made, errorBins, damage: this.damage(rung, made.values, sums.error) };
    keep(this.memory, key, whole);
    return whole;
  }

  /** The tensor under a rung and its error, kept nowhere. */
  measure({ recipe, turned = false }: LadderRung) {
    const { tensor } = this.subject;
    const made = turned ? this.encodeTurned(recipe) : this.encode(tensor, recipe);
    return { ...made, sums: this.kernels.errorSums(tensor.data, made.values) };
  }

  private encode(tensor: WeightTensor, recipe: Recipe) {
    const quantizer = quantizerOf(recipe.quantizer.id);
    const context = { kernels: this.kernels, seed: this.input.seed };
    const state = quantizer.fit(tensor, recipe, context);
    return { quantizer, state, ...quantizer.encode(tensor, state, recipe, context) };
  }

  /** Rows and columns change places, and back. */
  private encodeTurned(recipe: Recipe) {
    const { tensor, rows, columns } = this.subject;
    const data = this.kernels.transposeToChannelMajor(tensor.data, rows, columns);
    const made = this.encode({ data, shape: [columns, rows], layout: 'dense' }, recipe);
    return {
      ...made,
      codes: this.kernels.transposeFromChannelMajor(made.codes, rows, columns),
      values: this.kernels.transposeFromChannelMajor(made.values, rows, columns),
    };
  }

  /** What the outlier does to the other values; `error` is the sum of squares of all. */
  private damage(rung: LadderRung, values: Float32Array, error: number): Damage | null {
    const { outlier, tensor } = this.subject;
    if (outlier === null) return null;
    const before = new Bench({ ...this.input, outlier: null }, this.resources).quantize(rung);
    const plain = before.values;
    const others = Math.max(values.length - 1, 1);
    const own = (from: Float32Array, x: number) => distance(from[outlier.index] ?? 0, x) ** 2;
    let touched = 0;
    for (let i = 0; i < values.length; i++) if (values[i] !== plain[i] && i !== outlier.index) touched++;
    return {
      touched,
      mseBefore: Math.max(before.sums.error - own(plain, outlier.from), 0) / others,
      mseAfter: Math.max(error - own(values, tensor.data[outlier.index] ?? 0), 0) / others,
    };
  }
}

/** Kernels that turn the subject channel-major only once: every rung asks for that, some twice. */
function turningOnce(kernels: Kernels, { tensor, turned }: Subject): Kernels {
  return {
    ...kernels,
    transposeToChannelMajor: (data, rows, columns) => {
      if (data !== tensor.data) return kernels.transposeToChannelMajor(data, rows, columns);
      turned.data ??= kernels.transposeToChannelMajor(tensor.data, rows, columns);
      return turned.data as typeof data;
    },
  };
}

function memoryOf(resources: LadderResources): Kept {
  const known = kept.get(resources);
  if (known !== undefined && known.model === resources.model) return known;
  const fresh: Kept = { model: resources.model, subjects: new Map(), quantized: new Map(), size: 0 };
  kept.set(resources, fresh);
  return fresh;
}

function remember(subjects: Kept['subjects'], key: string, subject: Subject): void {
  subjects.delete(key);
  subjects.set(key, subject);
  for (const oldest of subjects.keys()) {
    if (subjects.size <= MAX_SUBJECTS) break;
    subjects.delete(oldest);
  }
}

function keep(memory: Kept, key: string, made: Quantized): void {
  memory.quantized.set(key, made);
  memory.size += made.codes.length;
  for (const [oldest, { codes }] of memory.quantized) {
    if (memory.size <= MAX_KEPT || oldest === key) break;
    memory.quantized.delete(oldest);
    memory.size -= codes.length;
  }
}

function nameOf(tensor: LadderTensor): string {
  return tensor.kind === 'layer' ? `layer ${tensor.layer}` : `${tensor.kind} ${tensor.id}`;
}

function tensorOf(tensor: LadderTensor, { tensors }: LadderResources, kernels: Kernels): WeightTensor {
  if (tensor.kind === 'matrix') return { data: tensor.data, shape: [tensor.rows, tensor.columns], layout: 'dense' };
  if (tensor.kind === 'tap') return tapTensor(tensor.id, kernels);
  const found = tensors.get(tensor.layer);
  if (found === undefined) throw new RangeError(`The model has no layer "${tensor.layer}" that can be quantized.`);
  return found;
}

/** Activations with the channels of a position as the rows: sums run over them, so that blocks do as well. */
function tapTensor(id: string, kernels: Kernels): WeightTensor {
  const found = keptTap(id);
  if (found === undefined) throw new RangeError('The activations of this layer are not in the worker.');
  const { data, channels } = found;
  const positions = data.length / channels;
  return {
    data: kernels.transposeToChannelMajor(data, positions, channels),
    shape: [channels, positions],
    layout: 'dense',
  };
}
