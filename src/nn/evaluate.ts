import type { Side } from '../experiment/spec';
import type { CalibratedTaps } from '../jobs/activation-reports';
import type { EvaluationShard, LayerWeights } from '../jobs/reports';
import type { Kernels } from '../kernels/index';
import type { Model } from '../model/graph';
import { namedIn } from '../model/named-weights';
import type { ImageStore } from './images';
import { inputOf } from './input';
import { type Batch, Passes, Variant, batchKey } from './passes';
import { QuantizedKernels, counter } from './quantized-kernels';
import { QuantizedTaps } from './taps';
import type { LiveNetwork } from './tasks/continue-text';
import { tallyFor } from './tasks/registry';
import type { Tally } from './tasks/tally';

/** What an evaluation may be given beside the side; see the job. */
interface Given {
  readonly taps?: CalibratedTaps;
  readonly weights?: readonly LayerWeights[];
  readonly single?: boolean;
}

/** The network with its own weights, or with a set in their place. */
interface Base {
  readonly model: Model;
  readonly quantized: QuantizedKernels;
  readonly taps: QuantizedTaps;
}

/** Runs a network over items that live here. Remembers quantized kernels, intermediate outputs and the float outputs. */
export class Evaluator {
  private readonly shipped: Base;
  private readonly sets = new Map<string, Base>();
  private readonly newId = counter();
  private readonly passes: Passes;
  private readonly floatLogits = new Map<string, Float32Array>();

  /**
   * @param batchSize items per forward pass; one step of an evaluation. Throws RangeError for a model whose output does not
   * fit its task.
   */
  constructor(
    private readonly model: Model,
    private readonly images: ImageStore,
    private readonly kernels: Kernels,
    private readonly batchSize: number,
  ) {
    this.tally(0, 0, false);
    this.shipped = this.baseOf(model);
    const input = ({ from, to }: Batch): Float32Array => inputOf(model, images, from, to);
    this.passes = new Passes(model, input, kernels.kind === 'plain');
  }

  /** Whose kernels compute the forward passes. */
  get forward(): 'own' | 'tfjs' {
    return this.passes.kernels;
  }

  /** The models with other weights that sides may name, by the key of those weights; all others are forgotten. */
  setWeights(models: ReadonlyMap<string, Model>): void {
    for (const key of this.sets.keys()) if (!models.has(key)) this.sets.delete(key);
    for (const [key, model] of models) if (this.sets.get(key)?.model !== model) this.sets.set(key, this.baseOf(model));
  }

  private baseOf(model: Model): Base {
    return {
      model,
      quantized: new QuantizedKernels(model, this.kernels, this.newId),
      taps: new QuantizedTaps(model, this.kernels),
    };
  }

  /** Throws RangeError when the weights of a side are not here. */
  private baseFor(side: Side | null): Base {
    return side?.weights === undefined ? this.shipped : namedIn(this.sets, side.weights);
  }

  /** Forgets what was computed from images that have been replaced. */
  forgetImages(): void {
    this.passes.forget();
    this.floatLogits.clear();
  }

  /**
   * Measures items [from, to) as the task of the model has it. `side` null is the float network; any other is compared with
   * it. Yields after every batch. Throws RangeError when an item or the weights of the side do not live here, and when given
   * weights do not fit.
   */
  *evaluate(
    side: Side | null,
    from: number,
    to: number,
    { taps: calibrated = {}, weights = [], single = false }: Given = {},
  ): Generator<{ done: number; total: number }, EvaluationShard, void> {
    if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to)) {
      throw new RangeError(`Images ${String(from)} to ${String(to)} are not a range.`);
    }
    const total = to - from;
    const isFloat = side === null;
    const tally = this.tally(from, total, !isFloat);
    this.passes.beginRun();
    if (side !== null) this.baseFor(side).quantized.put(side, weights);
    const variant = yield* this.variantOf(side, calibrated, { done: 0, total });
    const float = isFloat ? variant : this.floatVariant();
    try {
      for (const batch of batchesOf(from, to, variant.taps.batch ?? this.batchSize)) {
        const reference = this.baseline(float, batch);
        if (!isFloat) yield { done: batch.from - from, total };
        const logits = isFloat ? reference : this.passes.logits(variant, batch, single);
        tally.add(batch.from, logits, reference);
        yield { done: batch.to - from, total };
      }
    } finally {
      variant.dispose();
      float.dispose();
    }
    return tally.result();
  }

  /** What the network of a side makes of one item. Yields while kernels are quantized. */
  *output(
    side: Side | null,
    index: number,
    calibrated: CalibratedTaps = {},
  ): Generator<{ done: number; total: number }, Float32Array, void> {
    const variant = yield* this.variantOf(side, calibrated, { done: 0, total: 1 });
    try {
      return this.passes.logits(variant, { from: index, to: index + 1 });
    } finally {
      variant.dispose();
    }
  }

  /** Lends the network of a side to a computation of its own; its weights are gone when that ends. */
  *lend<Result>(
    side: Side | null,
    calibrated: CalibratedTaps,
    use: (network: LiveNetwork) => Generator<{ done: number; total: number }, Result, void>,
  ): Generator<{ done: number; total: number }, Result, void> {
    const variant = yield* this.variantOf(side, calibrated, { done: 0, total: 1 });
    try {
      return yield* use({ model: variant.model, weights: variant.weights, feed: variant.taps.feed });
    } finally {
      variant.dispose();
    }
  }

  private *variantOf<Progress>(
    side: Side | null,
    calibrated: CalibratedTaps,
    progress: Progress,
  ): Generator<Progress, Variant, void> {
    const base = this.baseFor(side);
    const kernels = yield* reporting(base.quantized.under(side), progress);
    return new Variant(base.model, kernels, base.taps.under(side, calibrated, kernels));
  }

  private floatVariant(): Variant {
    const { model, quantized, taps } = this.shipped;
    return new Variant(model, quantized.trained(), taps.under(null, {}, []));
  }

  private tally(from: number, count: number, compares: boolean): Tally {
    const { card, nodes } = this.model;
    const shape = nodes.at(-1)?.shape ?? [];
    const item = (index: number) => this.images.item(index);
    return tallyFor(card.task ?? 'classify', { from, count, shape, compares, item });
  }

  private baseline(float: Variant, batch: Batch): Float32Array {
    const key = batchKey(batch);
    const known = this.floatLogits.get(key) ?? this.passes.logits(float, batch);
    this.floatLogits.set(key, known);
    return known;
  }
}

/** Batches start at multiples of the batch size, so that overlapping ranges share what is remembered. */
function* batchesOf(from: number, to: number, size: number): Generator<Batch> {
  for (let start = from; start < to;) {
    const end = Math.min(to, (Math.floor(start / size) + 1) * size);
    yield { from: start, to: end };
    start = end;
  }
}

function* reporting<Progress, Result>(
  steps: Generator<void, Result, void>,
  progress: Progress,
): Generator<Progress, Result, void> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield progress;
  }
}
