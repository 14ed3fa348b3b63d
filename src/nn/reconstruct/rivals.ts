import { equalize } from '../../model/equalization';
import type { Model } from '../../model/graph';
import { activationAwareWeights } from '../../rounding/activation-aware';
import { correctedBias } from '../../rounding/correction';
import { gptqByMoment } from '../../rounding/gptq';
import { Flow } from './flow';
import type { PatchPair } from './moments';
import { type Calibrated, type RoundingProblem, problemOf } from './problem';
import { type Roundable, recipeValues, roundablesOf } from './roundable';

/** Other ways to lose less at the same grid: by the second moment, by the bias, and by moving scale before rounding. */
export type RivalId = 'gptq' | 'bias' | 'equalization' | 'awq';

export interface RivalNetwork {
  readonly kernels: readonly Float32Array[];
  /** Biases by "node/bias", where they are others. */
  readonly vectors: Readonly<Record<string, Float32Array>>;
}

export interface RivalProgress {
  readonly done: number;
  readonly total: number;
}

/** Share of the mean of the diagonal that is added to it (Frantar et al. 2023, section 3). */
const DAMPING = 0.01;
/** Exponents that AWQ tries. */
const EXPONENTS = 20;

/** A network rounded under a side's recipes by another method. Yields on the way. */
export function* rivalNetwork(id: RivalId, given: Calibrated): Generator<RivalProgress, RivalNetwork, void> {
  const { model, side, kernels } = given;
  if (id === 'equalization') {
    const moved = equalize(model);
    return {
      kernels: moved.kernels.map((_, index) => recipeValues(moved, side, kernels, index)),
      vectors: biasesOf(moved),
    };
  }
  const values = model.kernels.map((_, index) => recipeValues(model, side, kernels, index));
  const vectors: Record<string, Float32Array> = {};
  const layers = roundablesOf(model, side, kernels);
  const float = new Flow(model, given.inputs, given.images);
  // GPTQ sees what the layers before it give; the others are defined on the float network.
  const quantized = id === 'gptq' ? { flow: new Flow(model, given.inputs, given.images), values } : null;
  for (const [done, layer] of layers.entries()) {
    const progress = { done, total: layers.length };
    const problem = yield* reporting(problemOf(given, layer, { float, quantized }, 'none'), progress);
    try {
      if (id === 'bias') Object.assign(vectors, correction(model, layer, problem.pair, values));
      else {
        const work = id === 'gptq' ? gptqLayer(problem) : awqLayer(given, problem);
        values[layer.kernel] = Float32Array.from(yield* reporting(work, progress));
      }
    } finally {
      problem.dispose();
    }
  }
  return { kernels: values, vectors };
}

/** Copies of the biases of a model by "node/bias". */
export function biasesOf(model: Model): Record<string, Float32Array> {
  return Object.fromEntries(
    model.nodes.flatMap(({ name, op }) =>
      'bias' in op && op.bias !== null ? [[`${name}/bias`, op.bias.slice()]] : [],
    ),
  );
}

/** The bias of a layer with the mean error of its outputs taken out; nothing where there is no bias. */
function correction(model: Model, layer: Roundable, pair: PatchPair, values: readonly Float32Array[]) {
  const { rows, columns, bias, choices, kernel } = layer;
  if (bias === null) return {};
  const means = inputMeans(pair, (x) => x);
  const byOutput = (weights: ArrayLike<number>) => ({
    rows: columns,
    columns: rows,
    data: outputMajor(weights, layer),
  });
  const [exact, rounded] = [byOutput(choices.weights), byOutput(values[kernel]!)];
  const shifts = Float64Array.from(bias, (b, column) => {
    const own = rowOf(column, rows);
    const one = (matrix: typeof exact) => ({ rows: 1, columns: rows, data: matrix.data.subarray(...own) });
    return correctedBias([b], one(exact), one(rounded), meansOf(means, layer, column))[0]!;
  });
  return { [`${model.nodes[layer.node]!.name}/bias`]: Float32Array.from(shifts) };
}

const rowOf = (output: number, rows: number): [number, number] => [output * rows, (output + 1) * rows];

/** Mean over positions of something of every input, [taps × channels]. */
function inputMeans({ float, positions }: PatchPair, of: (x: number) => number): Float64Array {
  const size = float.length / positions;
  const means = new Float64Array(size);
  for (let at = 0; at < float.length; at++) means[at % size]! += of(float[at]!) / positions;
  return means;
}

/** Those of the inputs that one output is summed over. */
function meansOf(means: Float64Array, { rows, columns, reading }: Roundable, column: number): Float64Array {
  if (!reading.depthwise) return means;
  const channels = reading.shape[2];
  const channel = Math.floor(column / (columns / channels));
  return Float64Array.from({ length: rows }, (_, tap) => means[tap * channels + channel]!);
}

/** Kernel values [rows, columns] as [columns, rows]: output by output. */
function outputMajor(values: ArrayLike<number>, { rows, columns }: Roundable): Float64Array {
  return Float64Array.from(
    { length: rows * columns },
    (_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!,
  );
}

/** The other way round. */
function kernelOrder(values: ArrayLike<number>, { rows, columns }: Roundable): Float64Array {
  return Float64Array.from(
    { length: rows * columns },
    (_, at) => values[(at % columns) * rows + Math.floor(at / columns)]!,
  );
}

/** The choices of some outputs, output by output. */
export function choicesOf(layer: Roundable, from: number, to: number) {
  const { choices, rows } = layer;
  const part = (values: Float64Array) => outputMajor(values, layer).subarray(from * rows, to * rows);
  const { weights, scale, base, low, high } = choices;
  return { weights: part(weights), scale: part(scale), base: part(base), low: part(low), high: part(high) };
}

function* gptqLayer({ layer, moments }: RoundingProblem): Generator<void, Float64Array, void> {
  const { rows, columns, reading } = layer;
  if (!reading.depthwise) {
    const choices = choicesOf(layer, 0, columns);
    const moment = moments.matrix('quantized', 0);
    return kernelOrder(yield* gptqByMoment({ choices, rows: columns, columns: rows, moment, damping: DAMPING }), layer);
  }
  const all = new Float64Array(rows * columns);
  for (let column = 0; column < columns; column++) {
    const moment = moments.matrix('quantized', column);
    // A channel that is always 0 has nothing to make up for.
    const isDead = moment.every((value) => value === 0);
    const choices = choicesOf(layer, column, column + 1);
    const one = isDead
      ? choices.weights.map(() => 0)
      : yield* gptqByMoment({ choices, rows: 1, columns: rows, moment, damping: DAMPING });
    all.set(one, column * rows);
  }
  return kernelOrder(all, layer);
}

function awqLayer(given: Calibrated, { layer, pair, loss }: RoundingProblem): Generator<void, Float64Array, void> {
  const { columns, reading, choices, kernel } = layer;
  const channels = reading.shape[2];
  const byTap = inputMeans(pair, Math.abs);
  const magnitudes = Float64Array.from({ length: channels }, (_, channel) => {
    const own = byTap.filter((_value, at) => at % channels === channel);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
  const inputOf = reading.depthwise
    ? (at: number) => Math.floor((at % columns) / (columns / channels))
    : (at: number) => Math.floor(at / columns) % channels;
  const quantize = (weights: Float64Array) => quantized(given, kernel, Float32Array.from(weights));
  const work = activationAwareWeights({
    ...{ weights: choices.weights, magnitudes, inputOf, quantize, steps: EXPONENTS },
    errorOf: (values) => loss.errorOnFloatInputs(values),
  });
  return valuesOf(work);
}

function* valuesOf(work: ReturnType<typeof activationAwareWeights>): Generator<void, Float64Array, void> {
  return (yield* work).values;
}

/** Other values of a kernel under the recipe of its layer. */
function quantized({ model, side, kernels }: Calibrated, index: number, data: Float32Array): Float32Array {
  const replaced = model.kernels.map((kernel, at) => (at === index ? { ...kernel, data } : kernel));
  return recipeValues({ ...model, kernels: replaced }, side, kernels, index);
}

function* reporting<Result>(
  work: Generator<unknown, Result, void>,
  progress: RivalProgress,
): Generator<RivalProgress, Result, void> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield progress;
  }
}
