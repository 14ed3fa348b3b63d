import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import type { Model } from '../src/model/graph';
import { writeModel } from '../src/model/layers-model';
import { initBackend } from '../src/nn/backend';
import { registerTrainingKernels } from '../src/nn/gradients/register';
import { unpackImages } from '../src/nn/images';
import { createTrainer, type Trainer, type TrainingProgress } from '../src/nn/training/trainer';
import { uniformStream } from '../src/numerics/random';
import type { Checkpoint } from '../src/training/checkpoint';
import { type Examples, imageExamples, tokenExamples } from '../src/training/examples';
import type { TrainingSettings } from '../src/training/settings';
import { type DatasetId, INPUTS, type TrainedEntry } from './catalogue';
import { digestOf, readSplits } from './files';
import { finish } from '../src/jobs/finish';
import { type LabelledImages, loadFashionMnist } from './sources/fashion-mnist';

const CHECKPOINTS = new URL('../node_modules/.cache/zoo/', import.meta.url);
const REPORT_MS = 10_000;

export interface TrainingOptions {
  readonly idxDir: string | undefined;
  /** Fewer epochs than the recipe says, to try it. */
  readonly epochs: number | undefined;
  /** Go on from the last epoch of a training that was broken off, made by the same code. */
  readonly resume: boolean;
}

/** Trains a network from the raw data: the model and the seconds it took. Throws Error when the training fails. */
export async function train(
  entry: TrainedEntry,
  options: TrainingOptions,
): Promise<{ readonly model: Model; readonly seconds: number }> {
  await initBackend({ plain: false });
  if (registerTrainingKernels() !== 'own') throw new Error('The training kernels need WebAssembly with SIMD.');
  const { shape, preprocess, output } = INPUTS[entry.dataset];
  const settings = settingsOf(entry, options);
  const card = { id: entry.id, output, input: { shape, preprocess } };
  const model = entry.network(card, uniformStream(settings.seed, 'initial-weights'));
  const trainer = createTrainer({ model, settings, examples: await trainingExamples(entry, options.idxDir) });
  const saved = new SavedTraining(entry.id, digestOf(Buffer.from(JSON.stringify([settings, writeModel(model, '')]))));
  let seconds = options.resume ? await saved.restore(trainer) : 0;
  while (trainer.step < trainer.steps) {
    const start = performance.now();
    runEpoch(entry.id, trainer);
    seconds += (performance.now() - start) / 1000;
    await saved.keep(trainer, seconds);
  }
  await saved.forget();
  const trained = trainer.trained();
  return { model: entry.finish?.apply(trained) ?? trained, seconds };
}

function settingsOf(
  { settings }: TrainedEntry,
  { epochs }: TrainingOptions,
): Partial<TrainingSettings> & { seed: number } {
  // Running statistics follow the weights to the end: they are those of the network that is shipped.
  return { ...settings, epochs: epochs ?? settings.epochs, freezeAfter: 1 };
}

async function trainingExamples({ dataset }: TrainedEntry, idxDir: string | undefined): Promise<Examples> {
  const { shape, mean, std } = INPUTS[dataset];
  const images =
    dataset === 'fashion-mnist' ? (await loadFashionMnist(idxDir)).train : await unpackTrainingPart(dataset);
  if (dataset !== 'moby-dick') return imageExamples({ ...images, shape, preprocess: { mean, std } });
  // The windows follow one another without a gap.
  return tokenExamples(images.pixels, shape[0]);
}

async function unpackTrainingPart(dataset: DatasetId): Promise<LabelledImages> {
  const [split] = await readSplits(dataset, 'train');
  if (split === undefined) throw new Error(`There are no training data of ${dataset}.`);
  return finish(unpackImages(split));
}

function runEpoch(id: string, trainer: Trainer): void {
  const end = Math.min(trainer.steps, (Math.floor(trainer.step / trainer.stepsPerEpoch) + 1) * trainer.stepsPerEpoch);
  const [first, start] = [trainer.step, performance.now()];
  let reported = start;
  const steps = trainer.run(end);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) {
      if (step.value !== null) throw new Error(`${id}: ${step.value.message}`);
      return;
    }
    const now = performance.now();
    if (now - reported < REPORT_MS && step.value.step !== end) continue;
    reported = now;
    report(id, step.value, (now - start) / (step.value.step - first));
  }
}

function report(id: string, progress: TrainingProgress, msPerStep: number): void {
  const { step, steps, epoch, epochs, epochLoss, epochAccuracy, learningRate } = progress;
  const left = ((steps - step) * msPerStep) / 1000;
  console.log(
    `${id} epoch ${String(epoch + 1)}/${String(epochs)} step ${String(step)}/${String(steps)} ` +
      `loss ${epochLoss.toFixed(4)} accuracy ${(100 * epochAccuracy).toFixed(2)} % rate ${learningRate.toExponential(2)} ` +
      `${msPerStep.toFixed(0)} ms/step, ${left.toFixed(0)} s left`,
  );
}

/** The state after the last whole epoch, on disk: long trainings get broken off. */
class SavedTraining {
  private readonly path: URL;

  /** @param key names the settings and the first weights. */
  constructor(id: string, key: string) {
    this.path = new URL(`${id}-${key.slice(0, 16)}.bin`, CHECKPOINTS);
  }

  /** Returns the seconds spent so far. */
  async restore(trainer: Trainer): Promise<number> {
    if (!existsSync(this.path)) return 0;
    const { checkpoint, seconds } = deserialize(await readFile(this.path)) as {
      checkpoint: Checkpoint;
      seconds: number;
    };
    trainer.restore(checkpoint);
    return seconds;
  }

  async keep(trainer: Trainer, seconds: number): Promise<void> {
    await mkdir(CHECKPOINTS, { recursive: true });
    await writeFile(this.path, serialize({ checkpoint: trainer.checkpoint(), seconds }));
  }

  forget(): Promise<void> {
    return rm(this.path, { force: true });
  }
}
