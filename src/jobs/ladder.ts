import { keyOf } from '../experiment/key';
import type { Recipe } from '../experiment/spec';
import type { Kernels } from '../kernels/index';
import { placeOf } from '../quantizers/granularity';
import { sqnrDb } from '../quantizers/metrics';
import type { Quantizer, QuantizerState } from '../quantizers/quantizer';
import { quantizerOf } from '../quantizers/registry';
import type { WeightTensor } from '../quantizers/types';
import type { JobGenerator, JobTable } from './catalogue';
import type {
  CodeReport,
  Damage,
  LadderInput,
  LadderJobs,
  LadderReport,
  LadderSubject,
  LadderTensor,
  RungReport,
  SubjectReport,
} from './ladder-reports';
import { errorBinsOf } from './error-bins';
import { type Subject, cutOut, describeSubject, subjectWith } from './ladder-subject';

/** Levels beyond which they are no longer marks but a colour. */
const MAX_LEVELS = 512;
/** Neighbours that are shown bit by bit. */
const NEIGHBOURS = 16;
/** Values kept in all: the last ladder, so that a slider recomputes the rungs that it changes. */
const MAX_KEPT = 4_000_000;

/** What the jobs need of their worker. */
interface LadderResources {
  readonly kernels: Kernels | null;
  readonly model: unknown;
  readonly tensors: ReadonlyMap<string, WeightTensor>;
}

interface Quantized {
  readonly quantizer: Quantizer;
  readonly state: QuantizerState;
  readonly codes: Int32Array;
  readonly values: Float32Array;
}

/** Of one worker and one model: tensors with their outlier, and what was made of them. */
interface Kept {
  readonly model: unknown;
  subject: { readonly key: string; readonly value: Subject } | null;
  readonly quantized: Map<string, Quantized>;
  size: number;
}

const kept = new WeakMap<LadderResources, Kept>();

export const ladderJobs: JobTable<LadderJobs, LadderResources> = { ladder: climb, 'inspect-code': inspect };

function* climb(
  input: LadderInput,
  resources: LadderResources,
): JobGenerator<{ done: number; total: number }, LadderReport> {
  const bench = new Bench(input, resources);
  const subject = describeSubject(bench.subject, input);
  const rungs: LadderReport['rungs'][number][] = [];
  for (const { id, recipe } of input.rungs) {
    const problem = quantizerOf(recipe.quantizer.id).problem(recipe);
    rungs.push(problem === null ? reportRung(id, recipe, subject, bench) : { id, problem });
    yield { done: rungs.length, total: input.rungs.length };
  }
  return { subject, rungs };
}

function reportRung(id: string, recipe: Recipe, { at, window, floats }: SubjectReport, bench: Bench): RungReport {
  const { quantizer, state, codes, values } = bench.quantize(recipe);
  const { data } = bench.subject.tensor;
  const sums = bench.kernels.errorSums(data, values);
  const storage = quantizer.storage(state, codes);
  const bits = storage.codes + storage.scales + storage.zeroPoints + storage.codebook + storage.exponents;
  const shown = cutOut(values, state.columns, window);
  return {
    id,
    mse: sums.error / Math.max(data.length, 1),
    sqnrDb: sqnrDb(sums.signal, sums.error),
    maxError: sums.maxError,
    errorBins: errorBinsOf(data, values, sums.maxError),
    bitsPerWeight: bits / Math.max(data.length, 1),
    storage,
    groups: state.low.length,
    regions: state.regions,
    pair: pairOf(recipe),
    coarse: coarseOf(recipe),
    window,
    errors: shown.map((y, i) => distance(y, floats[i] ?? 0)),
    values: shown,
    codes: cutOut(codes, state.columns, window),
    levels: at < 0 ? new Float32Array(0) : levelsOf(quantizer, state, at),
    damage: bench.damage(recipe, values, sums.error),
  };
}

/** |y - x|; 0 where there is no number to compare with. */
function distance(y: number, x: number): number {
  const error = Math.abs(y - x);
  return Number.isFinite(error) ? error : 0;
}

function levelsOf(quantizer: Quantizer, state: QuantizerState, at: number): Float32Array {
  const levels = quantizer.levels(state, placeOf(state, at).group);
  return levels.length > MAX_LEVELS ? new Float32Array(0) : Float32Array.from(levels);
}

/** Values that share a micro-exponent in the formats that have one. */
function pairOf({ quantizer: { params } }: Recipe): number | null {
  const { k2, d2 } = params;
  return typeof k2 === 'number' && d2 !== 0 ? k2 : null;
}

/** What shares the coarse scale of VSQuant. */
function coarseOf({ quantizer: { id, params } }: Recipe): RungReport['coarse'] {
  if (id !== 'vsquant') return null;
  return params['coarse'] === 'tensor' ? 'tensor' : 'channel';
}

function* inspect(
  input: LadderJobs['inspect-code']['input'],
  resources: LadderResources,
): JobGenerator<{ done: number; total: number }, CodeReport> {
  const bench = new Bench(input, resources);
  const { data } = bench.subject.tensor;
  const { quantizer, state, codes, values } = bench.quantize(input.recipe);
  yield { done: 1, total: 1 };
  const at = Math.min(input.at, data.length - 1);
  if (at < 0) return { at, row: 0, column: 0, shared: 0, entries: [] };
  const { row, column } = placeOf(state, at);
  const run = runOf(row, state);
  const pair = pairOf(input.recipe) ?? 1;
  return {
    at,
    row,
    column,
    shared: state.regions.kind === 'tensor' ? data.length : run.shared,
    entries: Array.from({ length: run.to - run.from }, (_, i) => {
      const index = (run.from + i) * state.columns + column;
      return {
        index,
        row: run.from + i,
        value: data[index] ?? 0,
        quantized: values[index] ?? 0,
        layout: quantizer.layout(state, codes, index),
        pair: Math.floor((run.from + i - run.first) / pair),
      };
    }),
  };
}

/** The neighbours of a row that share its first scale, at most one page of them. */
function runOf(row: number, { rows, regions }: QuantizerState) {
  const length = regions.kind === 'group' ? regions.rowsPerGroup : rows;
  const first = Math.floor(row / length) * length;
  const end = Math.min(first + length, rows);
  const from = first + Math.floor((row - first) / NEIGHBOURS) * NEIGHBOURS;
  return { first, shared: end - first, from, to: Math.min(from + NEIGHBOURS, end) };
}

/** One tensor and what is made of it; what was made before is taken from the worker's memory. */
class Bench {
  readonly kernels: Kernels;
  readonly subject: Subject;
  private readonly key: string;
  private readonly memory: Kept;

  constructor(
    private readonly input: LadderSubject,
    private readonly resources: LadderResources,
  ) {
    if (resources.kernels === null) throw new RangeError('The model is not loaded.');
    this.kernels = resources.kernels;
    this.memory = memoryOf(resources);
    this.key = keyOf([nameOf(input.tensor), input.outlier, input.seed]);
    const known = this.memory.subject;
    this.subject =
      known?.key === this.key
        ? known.value
        : subjectWith(tensorOf(input.tensor, resources), input.outlier, this.kernels);
    this.memory.subject = { key: this.key, value: this.subject };
  }

  quantize(recipe: Recipe): Quantized {
    const key = keyOf([this.key, recipe]);
    const known = this.memory.quantized.get(key);
    if (known !== undefined) return known;
    const quantizer = quantizerOf(recipe.quantizer.id);
    const context = { kernels: this.kernels, seed: this.input.seed };
    const state = quantizer.fit(this.subject.tensor, recipe, context);
    const made = { quantizer, state, ...quantizer.encode(this.subject.tensor, state, recipe, context) };
    keep(this.memory, key, made);
    return made;
  }

  /** What the outlier does to the other values; `error` is the sum of squares of all. */
  damage(recipe: Recipe, values: Float32Array, error: number): Damage | null {
    const { outlier, tensor } = this.subject;
    if (outlier === null) return null;
    const before = new Bench({ ...this.input, outlier: null }, this.resources);
    const plain = before.quantize(recipe).values;
    const others = Math.max(values.length - 1, 1);
    const own = (from: Float32Array, x: number) => distance(from[outlier.index] ?? 0, x) ** 2;
    let touched = 0;
    for (let i = 0; i < values.length; i++) if (values[i] !== plain[i] && i !== outlier.index) touched++;
    const sum = this.kernels.errorSums(before.subject.tensor.data, plain).error;
    return {
      touched,
      mseBefore: Math.max(sum - own(plain, outlier.from), 0) / others,
      mseAfter: Math.max(error - own(values, tensor.data[outlier.index] ?? 0), 0) / others,
    };
  }
}

function memoryOf(resources: LadderResources): Kept {
  const known = kept.get(resources);
  if (known !== undefined && known.model === resources.model) return known;
  const fresh: Kept = { model: resources.model, subject: null, quantized: new Map(), size: 0 };
  kept.set(resources, fresh);
  return fresh;
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
  return tensor.kind === 'layer' ? `layer ${tensor.layer}` : `matrix ${tensor.id}`;
}

function tensorOf(tensor: LadderTensor, { tensors }: LadderResources): WeightTensor {
  if (tensor.kind === 'matrix') return { data: tensor.data, shape: [tensor.rows, tensor.columns], layout: 'dense' };
  const found = tensors.get(tensor.layer);
  if (found === undefined) throw new RangeError(`The model has no layer "${tensor.layer}" that can be quantized.`);
  return found;
}
