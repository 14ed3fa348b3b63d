/**
 * Trains a network, in float or with fake quantization. All of its state is plain typed arrays: between two steps no tensor is
 * alive, a checkpoint is a copy, and a step depends on nothing but the checkpoint before it.
 */
import { loadKernels } from '../../kernels/index';
import type { Model } from '../../model/graph';
import type { WeightValues } from '../../model/weight-values';
import type { Checkpoint } from '../../training/checkpoint';
import type { Examples } from '../../training/examples';
import { Health, type TrainingFailure } from '../../training/health';
import { epochOrder } from '../../training/order';
import { learningRateAt } from '../../training/schedule';
import { type QuantizationSettings, TRAINING_DEFAULTS, type TrainingSettings } from '../../training/settings';
import type { WatchedKernel } from './kernel-store';
import { Network } from './network';

export interface TrainerOptions {
  readonly model: Model;
  readonly examples: Examples;
  /** What is left out has the values of TRAINING_DEFAULTS. */
  readonly settings?: Partial<TrainingSettings>;
  /** Null or missing: a training in float. */
  readonly quantization?: QuantizationSettings | null;
}

/** After a step. */
export interface TrainingProgress {
  /** Steps done, and in all. */
  readonly step: number;
  readonly steps: number;
  /** Epoch of the step, counted from 0. */
  readonly epoch: number;
  readonly epochs: number;
  /** Of this step's batch. */
  readonly loss: number;
  /** Share of this step's batch that was right before the step; NaN for a squared error. */
  readonly accuracy: number;
  /** Means over the epoch so far. */
  readonly epochLoss: number;
  readonly epochAccuracy: number;
  readonly learningRate: number;
}

export interface Evaluation {
  readonly loss: number;
  /** Outputs whose largest logit is the wanted class, and their number; 0 of 0 for a squared error. */
  readonly correct: number;
  readonly count: number;
  /** Class with the largest logit, one for each output position. */
  readonly predictions: Int32Array;
}

/** Steps between two copies of a healthy state. */
const KEEP_EVERY = 50;

export interface Trainer {
  readonly steps: number;
  readonly stepsPerEpoch: number;
  /** Steps done. */
  readonly step: number;
  /**
   * Trains up to `until` steps in all (default: to the end), yielding after each step. Returns why it had to stop, with the
   * trainer back at its last good state, or null. Can be left at any yield and run again.
   */
  run(until?: number): Generator<TrainingProgress, TrainingFailure | null, void>;
  /** A copy of everything that decides what follows. */
  checkpoint(): Checkpoint;
  /** Goes to a checkpoint of a trainer with the same options. */
  restore(checkpoint: Checkpoint): void;
  /** Runs the network as it would be deployed: quantized, with running statistics. Yields after each batch. */
  evaluate(examples: Examples, batchSize?: number): Generator<{ done: number; total: number }, Evaluation, void>;
  /** The model with its float weights. */
  trained(): Model;
  /** Each kernel in float with its grid, in the order of the model's kernels; live, for looking only. */
  latents(): readonly WatchedKernel[];
  /** The weights as they are deployed, quantized under the recipes of the training. */
  deployed(): WeightValues;
  /** Each kernel in float and as the network sees it, in the order of the model's kernels. */
  kernels(): readonly { readonly latent: Float32Array; readonly seen: Float32Array }[];
}

/** Throws RangeError for fewer examples than a batch has and for settings that make no sense. */
export function createTrainer(options: TrainerOptions): Trainer {
  return new LoopTrainer(options);
}

class LoopTrainer implements Trainer {
  readonly stepsPerEpoch: number;
  readonly steps: number;
  step = 0;
  private readonly settings: TrainingSettings;
  private readonly network: Network;
  private readonly examples: Examples;
  private sums: [number, number, number] = [0, 0, 0];
  private order: { readonly epoch: number; readonly indices: Uint32Array } | null = null;

  constructor({ model, examples, settings = {}, quantization = null }: TrainerOptions) {
    this.settings = { ...TRAINING_DEFAULTS, ...settings };
    const { batchSize, epochs } = this.settings;
    this.stepsPerEpoch = Math.floor(examples.count / batchSize);
    if (this.stepsPerEpoch < 1)
      throw new RangeError(`A batch of ${batchSize} needs as many examples; there are ${examples.count}.`);
    this.steps = Math.round(this.stepsPerEpoch * epochs);
    this.examples = examples;
    this.network = new Network(model, this.settings, quantization, loadKernels({ plain: false }));
  }

  *run(until = this.steps): Generator<TrainingProgress, TrainingFailure | null, void> {
    const health = new Health(this.network.healthContext());
    let good = this.checkpoint();
    while (this.step < Math.min(until, this.steps)) {
      const progress = this.advance();
      const failure = health.check(progress.loss, progress.step);
      if (failure !== null) {
        this.restore(good);
        return failure;
      }
      // The loss belongs to the weights before the step; that it is sound says nothing about those after it.
      if (progress.step % KEEP_EVERY === 0 && this.network.isFinite()) good = this.checkpoint();
      yield progress;
    }
    return null;
  }

  private advance(): TrainingProgress {
    const epoch = Math.floor(this.step / this.stepsPerEpoch);
    const within = this.step % this.stepsPerEpoch;
    if (within === 0) this.sums = [0, 0, 0];
    const { batchSize, seed, augmentation, freezeAfter, epochs } = this.settings;
    const indices = this.orderOf(epoch).subarray(within * batchSize, (within + 1) * batchSize);
    const batch = this.examples.batch(indices, { seed, epoch, step: this.step, augmentation });
    const learningRate = learningRateAt(this.settings, this.step, this.stepsPerEpoch);
    const frozen = this.step >= freezeAfter * this.steps;
    const { loss, correct, count } = this.network.step(batch, { learningRate, frozen, count: this.step + 1 });
    this.step++;
    this.sums = [this.sums[0] + loss, this.sums[1] + correct, this.sums[2] + count];
    return {
      step: this.step,
      steps: this.steps,
      epoch,
      epochs,
      loss,
      accuracy: correct / count,
      epochLoss: this.sums[0] / (within + 1),
      epochAccuracy: this.sums[1] / this.sums[2],
      learningRate,
    };
  }

  private orderOf(epoch: number): Uint32Array {
    if (this.order?.epoch !== epoch)
      this.order = { epoch, indices: epochOrder(this.settings.seed, epoch, this.examples.count) };
    return this.order.indices;
  }

  checkpoint(): Checkpoint {
    const { step, sums } = this;
    return { step, sums: [...sums], ...this.network.snapshot() };
  }

  restore(checkpoint: Checkpoint): void {
    this.network.restore(checkpoint);
    this.step = checkpoint.step;
    this.sums = [...checkpoint.sums];
  }

  *evaluate(examples: Examples, batchSize = 100): Generator<{ done: number; total: number }, Evaluation, void> {
    const total = examples.count;
    const predictions: Int32Array[] = [];
    let [loss, correct, count] = [0, 0, 0];
    for (let from = 0; from < total; from += batchSize) {
      const indices = Uint32Array.from({ length: Math.min(batchSize, total - from) }, (_, row) => from + row);
      const result = this.network.measure(examples.batch(indices, null));
      loss += result.loss * indices.length;
      correct += result.correct;
      count += result.count;
      predictions.push(result.predictions);
      yield { done: from + indices.length, total };
    }
    return { loss: loss / total, correct, count, predictions: joined(predictions) };
  }

  trained(): Model {
    return this.network.trained();
  }

  latents(): readonly WatchedKernel[] {
    return this.network.latents();
  }

  deployed(): WeightValues {
    return this.network.deployed();
  }

  kernels(): readonly { readonly latent: Float32Array; readonly seen: Float32Array }[] {
    return this.network.kernels();
  }
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
