import { layersOf, type Model } from '../model/model';
import { type Trainer, createTrainer } from '../nn/training/trainer';
import { type BinaryMethod, methodQuantization } from '../training/binary-methods';
import type { Examples } from '../training/examples';
import type { QuantizationSettings } from '../training/settings';
import type { BinaryScore, BinaryStep, BinaryTrainJobs, LevelSample, LevelTrace } from './binary-reports';
import type { JobGenerator } from './catalogue';

type Input = BinaryTrainJobs['score-binary']['input'];

/** What the job needs of its worker. */
export interface ScoreSources {
  readonly model: Model;
  /** The first training or test images. */
  examples(role: 'train' | 'test', most: number): Examples;
}

/** Batches that set the statistics before binary inputs, where nothing is trained. */
const NORMALIZING = { batches: 16, batchSize: 64 };
/** Looks at learned levels in one training. */
const LOOKS = 120;

export function* scoreBinary(input: Input, sources: ScoreSources): JobGenerator<BinaryStep, BinaryScore> {
  const trainer = trainerOf(input, sources);
  const watch = new LevelWatch(trainer, sources.model, input.method);
  const losses = new Float32Array(input.training === null ? 0 : trainer.steps);
  const failure = yield* input.training === null ? normalize(trainer, input.method) : train(trainer, losses, watch);
  const work = trainer.evaluate(sources.examples('test', input.testImages));
  for (let next = work.next(); ; next = work.next()) {
    if (next.done === true)
      return { correct: next.value.correct, images: next.value.count, losses, failure, traces: watch.traces() };
    yield { phase: 'testing', ...next.value, loss: NaN, levels: null };
  }
}

function trainerOf({ method, settings, training }: Input, sources: ScoreSources): Trainer {
  const { model } = sources;
  const quantization: QuantizationSettings | null = methodQuantization(method, settings, layersOf(model));
  if (training === null) {
    const { batches, batchSize } = NORMALIZING;
    const still = { learningRate: 0, batchSize, epochs: 1, freezeAfter: 1 };
    return createTrainer({
      model,
      examples: sources.examples('train', batches * batchSize),
      settings: still,
      quantization,
    });
  }
  const { images, ...rest } = training;
  return createTrainer({ model, examples: sources.examples('train', images), settings: rest, quantization });
}

/** Shows the network some batches without changing a weight; only binary inputs have statistics to set. */
function* normalize(trainer: Trainer, method: BinaryMethod): Generator<BinaryStep, null, void> {
  if (method !== 'xnor') return null;
  for (const { step, steps } of trainer.run())
    yield { phase: 'normalizing', done: step, total: steps, loss: NaN, levels: null };
  return null;
}

function* train(
  trainer: Trainer,
  losses: Float32Array,
  watch: LevelWatch,
): Generator<BinaryStep, BinaryScore['failure'], void> {
  watch.look(0);
  const work = trainer.run();
  for (let next = work.next(); ; next = work.next()) {
    if (next.done === true) return next.value;
    const { step, steps, loss } = next.value;
    losses[step - 1] = loss;
    yield { phase: 'training', done: step, total: steps, loss, levels: watch.look(step) };
  }
}

/** Writes down the learned levels of each layer now and then. */
class LevelWatch {
  private readonly every: number;
  private readonly steps: number[] = [];
  private readonly samples: (readonly LevelSample[])[] = [];

  constructor(
    private readonly trainer: Trainer,
    private readonly model: Model,
    private readonly method: BinaryMethod,
  ) {
    this.every = Math.max(1, Math.floor(trainer.steps / LOOKS));
  }

  look(step: number): readonly LevelSample[] | null {
    if (this.method !== 'ttq' || (step % this.every !== 0 && step !== this.trainer.steps)) return null;
    const samples = this.trainer.kernels().map(({ seen }) => levelsOf(seen));
    this.steps.push(step);
    this.samples.push(samples);
    return samples;
  }

  traces(): readonly LevelTrace[] {
    if (this.samples.length === 0) return [];
    return layersOf(this.model).map(({ name }, index) => {
      const of = (key: keyof LevelSample) => Float32Array.from(this.samples, (sample) => sample[index]?.[key] ?? NaN);
      return {
        layer: name,
        steps: Uint32Array.from(this.steps),
        positive: of('positive'),
        negative: of('negative'),
        zeros: of('zeros'),
      };
    });
  }
}

/** Of a kernel of three values; what is above and below 0 has one value each. */
function levelsOf(seen: Float32Array): LevelSample {
  let [positive, negative, zeros] = [0, 0, 0];
  for (const value of seen) {
    if (value > positive) positive = value;
    else if (-value > negative) negative = -value;
    if (value === 0) zeros++;
  }
  return { positive, negative, zeros: zeros / Math.max(seen.length, 1) };
}
