import { type Tensor, engine, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Kernels } from '../../kernels/index';
import { type Model, sizeOf } from '../../model/graph';
import type { WeightValues } from '../../model/weight-values';
import type { Checkpoint } from '../../training/checkpoint';
import type { Batch } from '../../training/examples';
import type { HealthContext } from '../../training/health';
import { type Moments, type Trainable, startMoments, updateTrainable } from '../../training/optimizer';
import { withValues } from '../../training/parameters';
import type { QuantizationSettings, TrainingSettings } from '../../training/settings';
import type { ActivationQuantizer } from './activation-quantizer';
import { activationQuantizer } from './activation-quantizers';
import { KernelStore, type WatchedKernel } from './kernel-store';
import { lossOf } from './loss';
import { type BatchStatistics, type BoundWeights, Pass } from './pass';
import { type PassPlan, planPasses } from './plan';

interface StepOptions {
  readonly learningRate: number;
  /** Running statistics and observed ranges stay as they are. */
  readonly frozen: boolean;
  /** Steps done with this one. */
  readonly count: number;
}

interface Measured {
  readonly loss: number;
  readonly correct: number;
  readonly count: number;
  readonly predictions: Int32Array;
}

const NOTHING: Measured = { loss: NaN, correct: 0, count: 0, predictions: new Int32Array(0) };

/** A tensor that the loss is differentiated by, and where its gradient goes. */
interface Leaf {
  readonly tensor: Tensor;
  readonly receive: (gradient: Float32Array) => void;
}

/** The numbers of a network in training, and one step of it. */
export class Network {
  private readonly plan: PassPlan;
  private readonly store: KernelStore;
  private readonly activations: ReadonlyMap<number, ActivationQuantizer>;
  private readonly trainables: readonly Trainable[];
  private readonly moments: readonly Moments[];

  /** Throws RangeError for a weight scheme that cannot be carried out. */
  constructor(
    private readonly model: Model,
    private readonly settings: TrainingSettings,
    private readonly quantization: QuantizationSettings | null,
    kernels: Kernels,
  ) {
    this.plan = planPasses(model, quantization);
    this.store = new KernelStore(model, this.plan, quantization, kernels);
    const scheme = quantization?.activations ?? null;
    this.activations = new Map(
      scheme === null
        ? []
        : this.plan.sites.map((site) => [site, activationQuantizer(scheme, sizeOf(model.nodes[site]?.shape ?? []))]),
    );
    this.trainables = [...this.store.trainables(), ...this.learnedActivations()];
    this.moments = this.trainables.map((trainable) => startMoments(trainable, settings.optimizer));
  }

  private learnedActivations(): Trainable[] {
    return [...this.activations.values()].flatMap(({ learned }) =>
      learned === null ? [] : [{ values: learned, decays: false, unit: 1, floor: 1e-8 }],
    );
  }

  healthContext(): HealthContext {
    const schemes = Object.values(this.quantization?.weights ?? {});
    return {
      learningRate: this.settings.learningRate,
      isAdaptive: this.settings.optimizer.kind === 'adam',
      followsMaximum: schemes.some((scheme) => scheme.kind === 'recipe' && scheme.scale === 'max-abs'),
    };
  }

  /** One step of the optimizer on a batch. The loss and the right outputs are those before the step. */
  step(batch: Batch, options: StepOptions): Measured {
    if (options.count === 1) this.start(batch);
    const byBatch = !options.frozen;
    const gradients = new Map<Float32Array, ArrayLike<number>>();
    const { measured, statistics } = this.differentiate(batch, byBatch, gradients);
    if (Number.isFinite(measured.loss)) this.update(gradients, options);
    if (byBatch) for (const each of statistics) this.follow(each);
    return measured;
  }

  /** Lets learned activation scales see a first batch. */
  private start(batch: Batch): void {
    const waiting = [...this.activations.values()].some(({ learned }) => learned !== null && Number.isNaN(learned[0]));
    if (!waiting) return;
    tidy(() => {
      const weights = this.bind(this.store.seen(), []);
      const visit = (quantizer: ActivationQuantizer, x: Tensor): void => {
        if (quantizer.learned !== null) quantizer.start(x);
      };
      new Pass(
        this.plan,
        weights,
        this.activations,
        { byBatch: false, observes: false, differentiates: false },
        visit,
      ).run(this.inputOf(batch));
    });
  }

  private differentiate(
    batch: Batch,
    byBatch: boolean,
    gradients: Map<Float32Array, ArrayLike<number>>,
  ): { measured: Measured; statistics: readonly BatchStatistics[] } {
    const seen = this.store.seen();
    let measured = NOTHING;
    let statistics: readonly BatchStatistics[] = [];
    tidy(() => {
      const leaves: Leaf[] = [];
      const weights = this.bind(seen, leaves, gradients);
      this.store.touch(weights, this.activations);
      const input = this.inputOf(batch);
      const { grads } = engine().gradients(
        () => {
          const pass = new Pass(this.plan, weights, this.activations, {
            byBatch,
            observes: byBatch,
            differentiates: true,
          });
          const outputs = pass.run(input);
          const loss = lossOf(this.settings.loss, outputs, batch.targets);
          measured = this.read(outputs, loss, batch);
          statistics = pass.statistics;
          return loss;
        },
        leaves.map((leaf) => leaf.tensor),
        undefined,
        true,
      );
      leaves.forEach(({ receive }, index) => {
        const gradient = grads[index];
        if (gradient !== undefined) receive(gradient.dataSync() as Float32Array);
      });
    });
    return { measured, statistics };
  }

  private update(gradients: ReadonlyMap<Float32Array, ArrayLike<number>>, options: StepOptions): void {
    const { optimizer, weightDecay } = this.settings;
    this.trainables.forEach((trainable, index) => {
      const moments = this.moments[index];
      const gradient = gradients.get(trainable.values);
      if (moments === undefined || gradient === undefined) return;
      updateTrainable(trainable, gradient, moments, optimizer, { ...options, weightDecay });
    });
    this.store.settle();
  }

  private follow({ norm, mean, variance, count }: BatchStatistics): void {
    const keep = this.settings.batchNormMomentum;
    const unbiased = count > 1 ? count / (count - 1) : 1;
    const [means, variances] = [this.store.vector(norm.mean), this.store.vector(norm.variance)];
    for (let i = 0; i < means.length; i++) {
      means[i] = keep * (means[i] ?? 0) + (1 - keep) * (mean[i] ?? 0);
      variances[i] = keep * (variances[i] ?? 0) + (1 - keep) * (variance[i] ?? 0) * unbiased;
    }
  }

  /** The network as deployed, on one batch. */
  measure(batch: Batch): Measured {
    let measured = NOTHING;
    tidy(() => {
      const weights = this.bind(this.store.seen(), []);
      const pass = new Pass(this.plan, weights, this.activations, {
        byBatch: false,
        observes: false,
        differentiates: true,
      });
      const outputs = pass.run(this.inputOf(batch));
      measured = this.read(outputs, lossOf(this.settings.loss, outputs, batch.targets), batch);
    });
    return measured;
  }

  private read(outputs: Tensor, loss: Tensor, { targets }: Batch): Measured {
    const value = loss.dataSync()[0] ?? NaN;
    if (this.settings.loss !== 'cross-entropy')
      return { loss: value, correct: 0, count: 0, predictions: new Int32Array(0) };
    const predictions = largest(outputs.dataSync() as Float32Array, outputs.shape.at(-1) ?? 1);
    const correct = predictions.reduce((sum, predicted, index) => sum + (predicted === targets[index] ? 1 : 0), 0);
    return { loss: value, correct, count: predictions.length, predictions };
  }

  private inputOf({ inputs, targets }: Batch): Tensor {
    const [first] = this.plan.nodes;
    const shape = first?.shape ?? [];
    const isTokens = inputs instanceof Int32Array;
    const rows = inputs.length / sizeOf(shape);
    if (!Number.isInteger(rows))
      throw new RangeError(
        `${inputs.length} values with ${targets.length} targets are no batch of [${shape.join(', ')}].`,
      );
    return tensor(inputs, [rows, ...shape], isTokens ? 'int32' : 'float32');
  }

  /** Tensors for one pass. With `gradients`, what is trained becomes a leaf that adds its gradient there. */
  private bind(
    seen: readonly Float32Array[],
    leaves: Leaf[],
    gradients: Map<Float32Array, ArrayLike<number>> | null = null,
  ): BoundWeights {
    const made = new Map<string | Float32Array, Tensor>();
    const once = (
      key: string | Float32Array,
      values: Float32Array,
      shape: readonly number[],
      receive: Leaf['receive'] | null,
    ): Tensor => {
      const known = made.get(key);
      if (known !== undefined) return known;
      const fresh = tensor(values, [...shape], 'float32');
      made.set(key, fresh);
      if (gradients !== null && receive !== null) leaves.push({ tensor: fresh, receive });
      return fresh;
    };
    const { store } = this;
    return store.bindInto(once, seen, this.activations, gradients ?? new Map<Float32Array, ArrayLike<number>>());
  }

  snapshot(): Pick<Checkpoint, 'arrays' | 'activations'> {
    return {
      arrays: this.arrays().map((array) => array.slice()),
      activations: [...this.activations.values()].map((quantizer) => quantizer.state()),
    };
  }

  restore({ arrays, activations }: Pick<Checkpoint, 'arrays' | 'activations'>): void {
    const own = this.arrays();
    if (arrays.length !== own.length || arrays.some((array, index) => array.length !== own[index]?.length))
      throw new RangeError('The checkpoint belongs to another training.');
    own.forEach((array, index) => array.set(arrays[index] ?? []));
    [...this.activations.values()].forEach((quantizer, index) => quantizer.restore(activations[index] ?? []));
  }

  isFinite(): boolean {
    return this.trainables.every(({ values }) => values.every((value) => Number.isFinite(value)));
  }

  trained(): Model {
    return withValues(this.model, (original) => this.store.vector(original).slice());
  }

  latents(): readonly WatchedKernel[] {
    return this.store.latents();
  }

  deployed(): WeightValues {
    return this.store.deployed(this.model);
  }

  kernels(): readonly { readonly latent: Float32Array; readonly seen: Float32Array }[] {
    return this.store.kernels();
  }

  private arrays(): readonly Float32Array[] {
    const moments = this.moments.flatMap(({ first, second }) => (second === null ? [first] : [first, second]));
    return [...this.trainables.map(({ values }) => values), ...moments, ...this.store.statistics()];
  }
}

/** Index of the first largest of each `width` values. */
function largest(values: Float32Array, width: number): Int32Array {
  const out = new Int32Array(values.length / width);
  for (let row = 0; row < out.length; row++) {
    let best = 0;
    for (let at = 1; at < width; at++)
      if ((values[row * width + at] ?? 0) > (values[row * width + best] ?? 0)) best = at;
    out[row] = best;
  }
  return out;
}
