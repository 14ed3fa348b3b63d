import {
  type Scalar,
  type Tensor,
  div,
  engine,
  exp,
  logSoftmax,
  mul,
  reshape,
  sub,
  sum,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { type Model, sizeOf } from '../../model/graph';
import { JOINT_BATCH as BATCH, type JointLoss, type Moved } from '../../rounding/joint-adaround';
import { epochOrder } from '../../training/order';
import { type BoundWeights, Pass } from '../training/pass';
import { planPasses } from '../training/plan';
import type { Calibrated } from './problem';
import { type Roundable, recipeValues } from './roundable';

/** Images of the errors that are compared. */
const COMPARED = 256;

/** What logits are divided by, so that a class that is all but certain does not hide how the others stand to each other. */
const TEMPERATURE = 4;

/** Numbers of a network on the backend, and which of them are differentiated by. */
interface Bound {
  readonly weights: BoundWeights;
  readonly kernels: readonly Tensor[];
  readonly biases: readonly Tensor[];
}

/**
 * How far the classes of a network lie from those that it gives in float: the Kullback-Leibler divergence of the softmax at a
 * temperature (Hinton et al. 2015, section 2), times 2 C T² for C classes: at high temperatures the squared error of the
 * logits once their means are taken off (section 2.1). A softmax at the end is left out.
 */
export class NetworkLoss implements JointLoss {
  /** The biases of the rounded layers, layer after layer. */
  readonly offsets: Float64Array;
  private readonly plan;
  private readonly model: Model;
  private readonly wanted: Float32Array;
  private readonly fixed: readonly Float32Array[];
  private readonly biases: readonly Float32Array[];
  private order: { readonly epoch: number; readonly images: Uint32Array } | null = null;

  constructor(
    private readonly given: Calibrated,
    private readonly layers: readonly Roundable[],
  ) {
    const { model, side, kernels, images } = given;
    this.model = model;
    this.plan = planPasses(model, null);
    this.biases = layers.flatMap(({ bias }) => (bias === null ? [] : [bias]));
    this.offsets = Float64Array.from(this.biases.flatMap((bias) => [...bias]));
    this.fixed = model.kernels.map((_, index) => recipeValues(model, side, kernels, index));
    const trained = model.kernels.map(({ data }) => data);
    const width = sizeOf(model.nodes.at(-1)?.shape ?? []);
    this.wanted = new Float32Array(images * width);
    for (let from = 0; from < images; from += BATCH) {
      const chosen = range(from, Math.min(from + BATCH, images));
      tidy(() => this.wanted.set(this.run(this.bind(trained, this.offsets), chosen).dataSync(), from * width));
    }
  }

  error(values: Float64Array, offsets: Float64Array): number {
    const count = Math.min(COMPARED, this.given.images);
    let total = 0;
    for (let from = 0; from < count; from += BATCH) {
      const chosen = range(from, Math.min(from + BATCH, count));
      tidy(() => {
        const bound = this.bind(this.kernelsWith(values), offsets);
        total += chosen.length * (this.difference(bound, chosen).dataSync()[0] ?? 0);
      });
    }
    return total / count;
  }

  slopes(
    values: Float32Array | Float64Array,
    offsets: Float64Array,
    step: number,
    moved: Moved,
  ): ReturnType<JointLoss['slopes']> {
    const weights = moved === 'offsets' ? null : new Float32Array(values.length);
    const shifts = new Float64Array(offsets.length);
    let error = 0;
    tidy(() => {
      const bound = this.bind(this.kernelsWith(values), offsets);
      const kernels = weights === null ? [] : this.layers.map(({ kernel }) => bound.kernels[kernel]!);
      const chosen = this.batch(step);
      const leaves = [...kernels, ...bound.biases];
      const { value, grads } = engine().gradients(() => this.difference(bound, chosen, true), leaves, undefined, true);
      error = value.dataSync()[0] ?? 0;
      const gradients = grads.map((gradient) => gradient.dataSync());
      if (weights !== null) fill(weights, gradients.slice(0, kernels.length));
      fill(shifts, gradients.slice(kernels.length));
    });
    return { error, weights, offsets: shifts };
  }

  private difference(bound: Bound, chosen: Uint32Array, differentiates = false): Scalar {
    const outputs = this.run(bound, chosen, differentiates);
    const width = outputs.size / chosen.length;
    const shape: [number, number] = [chosen.length, width];
    const want = logSoftmax(div(tensor(rowsOf(this.wanted, width, chosen), shape), TEMPERATURE));
    const have = logSoftmax(div(reshape(outputs, shape), TEMPERATURE));
    return mul(sum(mul(exp(want), sub(want, have))), (2 * width * TEMPERATURE ** 2) / chosen.length);
  }

  private run({ weights }: Bound, chosen: Uint32Array, differentiates = false): Tensor {
    const shape = this.model.nodes[0]?.shape ?? [];
    const input = tensor(rowsOf(this.given.inputs, sizeOf(shape), chosen), [chosen.length, ...shape]);
    return new Pass(this.plan, weights, new Map(), { byBatch: false, observes: false, differentiates }).run(input);
  }

  /** Tensors of some kernels and offsets. */
  private bind(values: readonly Float32Array[], offsets: Float64Array): Bound {
    const kernels = this.model.kernels.map(({ info }, index) => tensor(values[index]!, [...info.shape]));
    let from = 0;
    const own = new Map(
      this.biases.map((bias) => {
        const part = offsets.subarray(from, (from += bias.length));
        return [bias, tensor(new Float32Array(part), [bias.length])] as const;
      }),
    );
    const kernel = (index: number): Tensor => kernels[index]!;
    const vector = (original: Float32Array): Tensor => own.get(original) ?? tensor(original, [original.length]);
    return { weights: { kernel, latent: kernel, vector, learned: () => null }, kernels, biases: [...own.values()] };
  }

  /** All kernels, those of the rounded layers out of one list. */
  private kernelsWith(values: Float32Array | Float64Array): readonly Float32Array[] {
    const all = [...this.fixed];
    let from = 0;
    for (const { kernel, choices } of this.layers)
      all[kernel] = new Float32Array(values.subarray(from, (from += choices.weights.length)));
    return all;
  }

  /** The images of a step: every epoch goes through all of them in an order of its own. */
  private batch(step: number): Uint32Array {
    const { images, side } = this.given;
    const size = Math.min(BATCH, images);
    const steps = Math.floor(images / size);
    const epoch = Math.floor(step / steps);
    if (this.order?.epoch !== epoch) this.order = { epoch, images: epochOrder(side.seed, epoch, images) };
    return this.order.images.subarray((step % steps) * size, ((step % steps) + 1) * size);
  }
}

function range(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: to - from }, (_, at) => from + at);
}

/** Rows of a matrix [rows, width]. */
function rowsOf(values: Float32Array, width: number, rows: Uint32Array): Float32Array {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, at) => out.set(values.subarray(row * width, (row + 1) * width), at * width));
  return out;
}

function fill(all: Float32Array | Float64Array, lists: readonly ArrayLike<number>[]): void {
  let to = 0;
  for (const list of lists) {
    all.set(list, to);
    to += list.length;
  }
}
