import { type Tensor, type Tensor1D, keep, tensor } from '@tensorflow/tfjs-core';
import { quantizeFixed } from '../../activations/apply';
import { tapsOf } from '../../activations/taps';
import type { TapScales } from '../../activations/technique';
import type { Recipe, Side } from '../../experiment/spec';
import type { CalibratedTaps } from '../../jobs/activation-reports';
import type { Kernels } from '../../kernels/index';
import { type Model, sizeOf } from '../../model/graph';
import { quantizeTensor } from '../../quantizers/quantize';
import { FLOAT, type Policy, recipeAt } from '../../search/policy';
import { type Cut, cutsOf } from '../cuts';
import { forward } from '../forward';
import { fakeQuantize } from '../gradients/fake-quantize';
import { kernelIndices, opWeights } from '../network';
import type { OpWeights } from '../operations';
import { TensorCache } from './tensor-cache';

/** Bytes of intermediate outputs that are kept on the backend. */
const BUDGET = 64 * 2 ** 20;

/** Images that policies are compared on: uint8 values and classes. */
export interface ComparedImages {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

export interface PolicyScore {
  readonly correct: number;
  readonly images: number;
  /** Sum over all logits of the squared difference to the float network, and of the squared float logits. */
  readonly squaredError: number;
  readonly squaredFloat: number;
}

/** What all policies have in common: the recipe of a side, whose own widths and overrides do not count. */
export interface PolicyBase {
  readonly side: Side;
  /** Scales of every tap by the bits of its codes; empty where activations are not quantized. */
  readonly taps: Readonly<Record<number, CalibratedTaps>>;
}

interface Batch {
  readonly index: number;
  readonly input: Float32Array;
  readonly labels: Uint8Array;
  readonly count: number;
}

/**
 * Runs one network under many policies over the same images. Kernels of every width stay on the backend, and so do outputs of
 * layers: a policy that begins like an earlier one is computed from where they part.
 */
export class PolicyEvaluator {
  private readonly cuts: readonly Cut[];
  private readonly batches: readonly Batch[];
  private readonly slots: ReadonlyMap<number, number>;
  private readonly weights = new Map<string, OpWeights>();
  private readonly owned: Tensor[] = [];
  private readonly outputs = new TensorCache(BUDGET);
  private readonly float = new Map<number, Float32Array>();
  private readonly scales = new Map<string, Tensor>();
  private readonly rounder: Recipe | null;
  /** Bits of activations where a policy leaves them as the side has them. */
  private readonly fixed: number;

  /** @param batchSize images of one forward pass; one step of an evaluation. */
  constructor(
    private readonly model: Model,
    private readonly kernels: Kernels,
    images: ComparedImages,
    private readonly base: PolicyBase,
    batchSize: number,
  ) {
    this.cuts = cutsOf(model).slice(0, -1);
    this.batches = batchesOf(model, images, batchSize);
    this.slots = new Map(tapsOf(model).map(({ kernel }, slot) => [kernel, slot]));
    this.rounder = base.side.activations?.recipe ?? null;
    const own = this.rounder?.quantizer.params['bits'];
    this.fixed = typeof own === 'number' ? own : FLOAT;
  }

  /** Yields after every batch. The policy has one width for each tap of the model. */
  *evaluate(policy: Policy): Generator<{ done: number; total: number }, PolicyScore, void> {
    const sums = { correct: 0, squaredError: 0, squaredFloat: 0 };
    let done = 0;
    for (const batch of this.batches) {
      const float = this.floatLogits(batch);
      const logits = this.logits(policy, batch);
      const width = logits.length / batch.count;
      for (let at = 0; at < logits.length; at++) {
        sums.squaredError += (logits[at]! - float[at]!) ** 2;
        sums.squaredFloat += float[at]! ** 2;
      }
      for (let row = 0; row < batch.count; row++)
        if (largest(logits, row * width, width) === batch.labels[row]) sums.correct++;
      done++;
      yield { done, total: this.batches.length };
    }
    return { ...sums, images: this.batches.reduce((sum, { count }) => sum + count, 0) };
  }

  /** Frees what is on the backend. */
  dispose(): void {
    this.outputs.clear();
    for (const each of this.owned) each.dispose();
    this.owned.length = 0;
    this.weights.clear();
    this.scales.clear();
  }

  private floatLogits(batch: Batch): Float32Array {
    const known = this.float.get(batch.index);
    if (known !== undefined) return known;
    const none = this.model.kernels.map(() => FLOAT);
    const logits = this.logits({ weights: none, activations: none }, batch);
    this.float.set(batch.index, logits);
    return logits;
  }

  private logits(policy: Policy, batch: Batch): Float32Array {
    const { model } = this;
    const keys = this.prefixKeys(policy, batch);
    const start = keys.findLastIndex((key) => this.outputs.has(key));
    const cut = this.cuts[start];
    const kept = cut === undefined ? [] : this.outputs.get(keys[start]!);
    const known = new Map(
      cut === undefined
        ? [[0, tensor(batch.input, [batch.count, ...model.nodes[0]!.shape])] as const]
        : cut.live.map((node, at) => [node, kept[at]!.clone()] as const),
    );
    const wanted = new Map(this.cuts.flatMap((one, at) => (at > start ? [[one.from - 1, at] as const] : [])));
    const held = new Map<number, Tensor>();
    const tap = (node: number, output: Tensor): Tensor => {
      held.set(node, output);
      const at = wanted.get(node);
      if (at !== undefined) this.keep(keys[at]!, this.cuts[at]!, held, batch.count);
      return output;
    };
    const from = cut?.from ?? 1;
    // Made before the pass, whose own tensors end with it.
    const own = model.nodes.map((_, node) => (node < from ? null : this.weightsOf(node, policy)));
    const weights = { of: (node: number) => own[node]! };
    const feed = (kernel: number, input: Tensor): Tensor => this.feed(kernel, input, policy);
    const output = forward({ model, weights, known, from, tap, feed });
    const values = (output.dataSync() as Float32Array).slice();
    output.dispose();
    return values;
  }

  private keep(key: string, cut: Cut, held: ReadonlyMap<number, Tensor>, images: number): void {
    const live = cut.live.map((node) => held.get(node));
    if (live.some((one) => one === undefined || one.isDisposed)) return;
    this.outputs.set(
      key,
      live.map((one) => keep(one!.clone())),
      cut.bytes * images,
    );
  }

  /** For each cut what its outputs depend on. */
  private prefixKeys(policy: Policy, batch: Batch): readonly string[] {
    const { slots } = this;
    let key = String(batch.index);
    let kernel = 0;
    return this.cuts.map((cut) => {
      for (; kernel < cut.kernels; kernel++) {
        const slot = slots.get(kernel);
        if (slot !== undefined) key += ` ${policy.weights[slot] ?? FLOAT},${this.activationBits(policy, kernel)}`;
      }
      return key;
    });
  }

  private weightsOf(node: number, { weights }: Policy): OpWeights {
    const op = this.model.nodes[node]!.op;
    const bits = kernelIndices(op).map((kernel) => weights[this.slots.get(kernel) ?? -1] ?? FLOAT);
    const key = `${node} ${bits.join(' ')}`;
    const known = this.weights.get(key);
    if (known !== undefined) return known;
    const made = opWeights(
      op,
      (kernel) => this.own(this.kernelAt(kernel, weights), this.model.kernels[kernel]!.info.shape),
      (values) => this.own(values, [values.length]),
    );
    this.weights.set(key, made);
    return made;
  }

  /** A tensor that outlives the pass in which it is made. */
  private own(values: Float32Array, shape: readonly number[]): Tensor {
    const made = keep(tensor(values, [...shape]));
    this.owned.push(made);
    return made;
  }

  private kernelAt(kernel: number, weights: Policy['weights']): Float32Array {
    const { data, info } = this.model.kernels[kernel]!;
    const bits = weights[this.slots.get(kernel) ?? -1] ?? FLOAT;
    if (bits === FLOAT) return data;
    const { recipe, seed } = this.base.side;
    const { shape, layout } = info;
    return quantizeTensor({ data, shape, layout }, recipeAt(recipe, bits), { kernels: this.kernels, seed }).values;
  }

  private activationBits({ activations }: Policy, kernel: number): number {
    const slot = this.slots.get(kernel);
    if (slot === undefined) return FLOAT;
    return activations === null ? this.fixed : (activations[slot] ?? FLOAT);
  }

  private feed(kernel: number, input: Tensor, policy: Policy): Tensor {
    const bits = this.activationBits(policy, kernel);
    if (bits === FLOAT || this.rounder === null) return input;
    const scales = this.scalesAt(kernel, bits);
    const fast = this.onBackend(input, scales, `${kernel} ${bits}`);
    if (fast !== null) return fast;
    const { values } = quantizeFixed(input.dataSync() as Float32Array, scales, this.rounder, this.kernels);
    return tensor(values, input.shape);
  }

  /**
   * The same without leaving the backend, where all zero points are equal and ties go to the even code. The quotient is rounded
   * to float32 first: one value in millions, within 1e-7 of a tie, takes the other code.
   */
  private onBackend(input: Tensor, { scales, zeroPoints, qmin, qmax }: TapScales, key: string): Tensor | null {
    const [zero = 0] = zeroPoints;
    if (this.rounder?.rounder.id !== 'nearest-even' || zeroPoints.some((other) => other !== zero)) return null;
    const scale = this.scales.get(key) ?? this.own(Float32Array.from(scales), [scales.length]);
    this.scales.set(key, scale);
    return fakeQuantize(input, scale as Tensor1D, { qmin: qmin - zero, qmax: qmax - zero });
  }

  private scalesAt(kernel: number, bits: number): TapScales {
    const layer = this.model.kernels[kernel]!.info.name;
    const scales = this.base.taps[bits]?.[layer];
    if (scales === undefined) throw new RangeError(`The input of ${layer} has not been calibrated at ${bits} bits.`);
    return scales;
  }
}

function batchesOf(model: Model, { pixels, labels }: ComparedImages, batchSize: number): readonly Batch[] {
  const { mean, std } = model.preprocess;
  const size = sizeOf(model.nodes[0]?.shape ?? []);
  if (pixels.length !== size * labels.length)
    throw new RangeError(`The model takes ${size} values, an image has ${pixels.length / labels.length}.`);
  const lookup = Float32Array.from({ length: 256 }, (_, pixel) => (pixel / 255 - mean) / std);
  const batches: Batch[] = [];
  for (let from = 0; from < labels.length; from += batchSize) {
    const to = Math.min(from + batchSize, labels.length);
    batches.push({
      index: batches.length,
      input: Float32Array.from(pixels.subarray(from * size, to * size), (pixel) => lookup[pixel] ?? 0),
      labels: labels.slice(from, to),
      count: to - from,
    });
  }
  return batches;
}

/** Index of the first largest of `width` values, from `start` on. */
function largest(values: Float32Array, start: number, width: number): number {
  let best = 0;
  for (let at = 1; at < width; at++) if (values[start + at]! > values[start + best]!) best = at;
  return best;
}
