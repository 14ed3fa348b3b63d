import type { Side } from '../../experiment/spec';
import type { CalibratedTaps } from '../../jobs/activation-reports';
import type { Kernels } from '../../kernels/index';
import { type Model, sizeOf } from '../../model/graph';
import { quantizeTensor } from '../../quantizers/quantize';
import { FLOAT, type Policy, recipeAt } from '../../search/policy';
import { type Batch, Passes, Variant } from '../passes';
import type { KernelValues } from '../quantized-kernels';
import { type NamedScales, QuantizedTaps } from '../taps';
import { tapsOf } from '../../activations/taps';

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

interface ComparedBatch extends Batch {
  readonly input: Float32Array;
}

/**
 * Runs one network under many policies over the same images. Kernels of every width are quantized once, and a policy that
 * begins like earlier ones is computed from where they part.
 */
export class PolicyEvaluator {
  private readonly batches: readonly ComparedBatch[];
  private readonly layers: readonly string[];
  private readonly slots: ReadonlyMap<number, number>;
  private readonly weights = new Map<string, KernelValues>();
  private readonly taps: QuantizedTaps;
  private readonly passes: Passes;
  private readonly float = new Map<Batch, Float32Array>();
  /** Bits of activations where a policy leaves them as the side has them. */
  private readonly fixed: number;

  /** @param batchSize images of one forward pass; one step of an evaluation. */
  constructor(
    private readonly model: Model,
    private readonly kernels: Kernels,
    private readonly images: ComparedImages,
    private readonly base: PolicyBase,
    batchSize: number,
  ) {
    this.batches = batchesOf(model, images, batchSize);
    const taps = tapsOf(model);
    this.layers = taps.map(({ layer }) => layer);
    this.slots = new Map(taps.map(({ kernel }, slot) => [kernel, slot]));
    this.taps = new QuantizedTaps(model, kernels);
    const inputOf = ({ from }: Batch) => this.batches[Math.floor(from / batchSize)]!.input;
    this.passes = new Passes(model, inputOf, kernels.kind === 'plain');
    const own = base.side.activations?.recipe.quantizer.params['bits'];
    this.fixed = typeof own === 'number' ? own : FLOAT;
  }

  /** Yields after every batch. The policy has one width for each tap of the model. */
  *evaluate(policy: Policy): Generator<{ done: number; total: number }, PolicyScore, void> {
    const sums = { correct: 0, squaredError: 0, squaredFloat: 0 };
    const variant = this.variantOf(policy);
    let done = 0;
    this.passes.beginRun();
    try {
      for (const batch of this.batches) {
        const float = this.floatLogits(batch);
        const logits = this.passes.logits(variant, batch);
        const width = logits.length / (batch.to - batch.from);
        for (let at = 0; at < logits.length; at++) {
          sums.squaredError += (logits[at]! - float[at]!) ** 2;
          sums.squaredFloat += float[at]! ** 2;
        }
        for (let row = batch.from; row < batch.to; row++)
          if (largest(logits, (row - batch.from) * width, width) === this.images.labels[row]) sums.correct++;
        done++;
        yield { done, total: this.batches.length };
      }
    } finally {
      variant.dispose();
    }
    return { ...sums, images: this.images.labels.length };
  }

  private floatLogits(batch: Batch): Float32Array {
    const known = this.float.get(batch);
    if (known !== undefined) return known;
    const none = this.layers.map(() => FLOAT);
    const variant = this.variantOf({ weights: none, activations: none });
    const logits = this.passes.logits(variant, batch);
    variant.dispose();
    this.float.set(batch, logits);
    return logits;
  }

  private variantOf(policy: Policy): Variant {
    const { model, base } = this;
    const kernels = model.kernels.map((_, kernel) =>
      this.kernelAt(kernel, policy.weights[this.slots.get(kernel) ?? -1] ?? FLOAT),
    );
    const recipe = base.side.activations?.recipe ?? base.side.recipe;
    return new Variant(
      model,
      kernels,
      this.taps.fixed(recipe, (slot) => this.scalesAt(slot, policy)),
    );
  }

  private kernelAt(kernel: number, bits: number): KernelValues {
    const key = `${kernel} ${bits}`;
    const known = this.weights.get(key);
    if (known !== undefined) return known;
    const made = { id: this.weights.size, values: this.quantized(kernel, bits), biasScales: null };
    this.weights.set(key, made);
    return made;
  }

  private quantized(kernel: number, bits: number): Float32Array {
    const { data, info } = this.model.kernels[kernel]!;
    if (bits === FLOAT) return data;
    const { recipe, seed } = this.base.side;
    const { shape, layout } = info;
    return quantizeTensor({ data, shape, layout }, recipeAt(recipe, bits), { kernels: this.kernels, seed }).values;
  }

  /** Null where the input of a layer stays in float. Throws RangeError where its range is not known. */
  private scalesAt(slot: number, { activations }: Policy): NamedScales | null {
    const bits = activations === null ? this.fixed : (activations[slot] ?? FLOAT);
    if (bits === FLOAT || this.base.side.activations === undefined) return null;
    const layer = this.layers[slot]!;
    const scales = this.base.taps[bits]?.[layer];
    if (scales === undefined) throw new RangeError(`The input of ${layer} has not been calibrated at ${bits} bits.`);
    return { id: `at ${bits}`, scales };
  }
}

function batchesOf(model: Model, { pixels, labels }: ComparedImages, batchSize: number): readonly ComparedBatch[] {
  const { mean, std } = model.preprocess;
  const size = sizeOf(model.nodes[0]?.shape ?? []);
  if (pixels.length !== size * labels.length)
    throw new RangeError(`The model takes ${size} values, an image has ${pixels.length / labels.length}.`);
  const lookup = Float32Array.from({ length: 256 }, (_, pixel) => (pixel / 255 - mean) / std);
  const batches: ComparedBatch[] = [];
  for (let from = 0; from < labels.length; from += batchSize) {
    const to = Math.min(from + batchSize, labels.length);
    const input = Float32Array.from(pixels.subarray(from * size, to * size), (pixel) => lookup[pixel] ?? 0);
    batches.push({ from, to, input });
  }
  return batches;
}

/** Index of the first largest of `width` values, from `start` on. */
function largest(values: Float32Array, start: number, width: number): number {
  let best = 0;
  for (let at = 1; at < width; at++) if (values[start + at]! > values[start + best]!) best = at;
  return best;
}
