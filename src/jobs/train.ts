import { recipeFor } from '../experiment/spec';
import { type Kernels, loadKernels } from '../kernels/index';
import { tensorOf } from '../model/graph';
import { loadPackedKernels } from '../kernels/packed/index';
import { layersOf, parseModel, type Model } from '../model/model';
import { type WasmUrls, backendMemory, initBackend } from '../nn/backend';
import { registerTrainingKernels } from '../nn/gradients/register';
import { hessianProbes } from '../nn/hessian';
import { unpackImages } from '../nn/images';
import { type Trainer, createTrainer } from '../nn/training/trainer';
import { quantizeTensor } from '../quantizers/quantize';
import { type Examples, imageExamples } from '../training/examples';
import { quantizationSettings, trainingImages, trainingSettings } from '../training/from-screen';
import type { BackendInfo } from './backend-info';
import type { BinaryTrainJobs } from './binary-reports';
import { benchBinary } from './binary-bench';
import { type ScoreSources, scoreBinary } from './binary-score';
import type { JobGenerator, JobInput, JobTable } from './catalogue';
import { RoundingDesk, roundJobs } from './round';
import { Recorder } from './train-record';
import { type SnapshotStart, snapshotStart, snapshotsOf } from './train-snapshot';
import type { RoundJobs } from './round-reports';
import type { HessianJobs, HessianTraces } from './search-reports';
import type { TrainJobs, TrainingLeg, TrainingStep, TrainingTask } from './train-reports';

interface Images {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

interface Run {
  readonly id: number;
  readonly trainer: Trainer;
  readonly losses: Float32Array;
  readonly start: SnapshotStart;
  readonly recorder: Recorder;
}

interface Prepared {
  readonly model: Model;
  readonly kernels: Kernels;
  readonly plain: boolean;
}

/** What the jobs of a training worker share. */
export interface TrainResources {
  readonly wasmUrls: WasmUrls | undefined;
  /** A clock in milliseconds. */
  readonly now: () => number;
  prepared: Prepared | null;
  train: Images | null;
  test: Images | null;
  run: Run | null;
  readonly rounding: RoundingDesk;
}

/**
 * @param wasmUrls addresses of the binaries of tfjs in a browser; Node finds them itself.
 * @param now the clock of benchmarks; the engine has none of its own.
 */
export function createTrainResources(wasmUrls?: WasmUrls, now: () => number = () => 0): TrainResources {
  return { wasmUrls, now, prepared: null, train: null, test: null, run: null, rounding: new RoundingDesk() };
}

/** Training of classifiers of images, rounding by their outputs, and binary and ternary networks. */
export const trainJobs: JobTable<TrainJobs & RoundJobs & BinaryTrainJobs & HessianJobs, TrainResources> = {
  ...roundJobs,
  'prepare-training': prepare,
  'load-training-images': loadImages,
  train,
  'score-binary': (input, resources) => scoreBinary(input, scoreSources(resources)),
  'bench-binary': (input, { prepared, now }) => {
    const { model, kernels, plain } = loaded(prepared, 'No model is loaded in this worker.');
    return benchBinary(input, { model, kernels, packed: loadPackedKernels({ plain }), now });
  },
  'forget-training': (_input, resources) => {
    resources.run = null;
    return Promise.resolve(backendMemory());
  },
  'hessian-traces': traces,
};

/** Replaces the model. Throws ModelError. */
async function prepare(
  { bundle, plain }: JobInput<'prepare-training'>,
  resources: TrainResources,
): Promise<BackendInfo> {
  const model = parseModel(bundle);
  const info = await initBackend({ plain, wasmUrls: resources.wasmUrls });
  registerTrainingKernels({ plain });
  resources.prepared = { model, kernels: loadKernels({ plain }), plain };
  resources.run = null;
  resources.rounding.clear();
  return info;
}

/** Keeps a file of images; one of test images follows those that are there. Throws RangeError or ImageDataError. */
function* loadImages(input: JobInput<'load-training-images'>, resources: TrainResources) {
  const { role, offset } = input;
  const images = yield* unpackImages(input);
  const before = offset === 0 ? null : resources[role];
  if ((before?.labels.length ?? 0) !== offset)
    throw new RangeError(`Images from ${offset} on do not follow those that are loaded.`);
  const all = before === null ? images : joined(before, images);
  resources[role] = all;
  return { images: all.labels.length };
}

function joined(first: Images, second: Images): Images {
  const both = (a: Uint8Array, b: Uint8Array): Uint8Array => {
    const whole = new Uint8Array(a.length + b.length);
    whole.set(a);
    whole.set(b, a.length);
    return whole;
  };
  return { pixels: both(first.pixels, second.pixels), labels: both(first.labels, second.labels) };
}

function* train(input: JobInput<'train'>, resources: TrainResources): JobGenerator<TrainingStep, TrainingLeg> {
  const prepared = loaded(resources.prepared, 'No model is loaded in this worker.');
  if (resources.run?.id !== input.run) resources.run = begin(input, prepared, resources);
  const { trainer, losses, start, recorder } = resources.run;
  const { steps } = trainer;
  const work = trainer.run(input.until);
  let step = work.next();
  for (; step.done !== true; step = work.next()) {
    losses[step.value.step - 1] = step.value.loss;
    recorder.note(trainer.latents());
    const { loss, learningRate } = step.value;
    yield { step: step.value.step, steps, loss, learningRate, testing: null };
  }
  const failure = step.value;
  const score =
    input.testImages === 0
      ? null
      : yield* measure(trainer, examplesOf(prepared.model, resources.test, input.testImages));
  const layers = snapshotsOf(
    layersOf(prepared.model),
    trainer.kernels(),
    start,
    prepared.kernels,
    recorder.take(trainer.latents(), trainer.step),
  );
  return {
    checkpoint: trainer.checkpoint(),
    steps,
    losses: losses.slice(),
    failure,
    score,
    layers,
    weights: trainer.deployed(),
  };
}

function scoreSources({ prepared, train: forTraining, test }: TrainResources): ScoreSources {
  const { model } = loaded(prepared, 'No model is loaded in this worker.');
  return { model, examples: (role, most) => examplesOf(model, role === 'train' ? forTraining : test, most) };
}

function begin(
  { run, task, checkpoint }: JobInput<'train'>,
  { model, kernels }: Prepared,
  resources: TrainResources,
): Run {
  const trainer = createTrainer({
    model: startingFrom(model, task, kernels),
    examples: examplesOf(model, resources.train, trainingImages(task.params)),
    settings: trainingSettings(task.params),
    quantization: quantizationOf(task, model),
  });
  const start = snapshotStart(trainer.kernels(), kernels);
  const recorder = new Recorder(trainer.latents(), trainingSettings(task.params).seed, checkpoint?.step ?? 0);
  if (checkpoint !== null) trainer.restore(checkpoint);
  return { id: run, trainer, losses: new Float32Array(trainer.steps).fill(NaN), start, recorder };
}

/** The model itself, or with its kernels as the recipes round them. */
function startingFrom(model: Model, { side, params }: TrainingTask, kernels: Kernels): Model {
  if (side === null || params['start'] !== 'ptq') return model;
  const rounded = model.kernels.map((kernel) => {
    const recipe = recipeFor(side, kernel.info.name);
    return { ...kernel, data: quantizeTensor(tensorOf(kernel), recipe, { kernels, seed: side.seed }).values };
  });
  return { ...model, kernels: rounded };
}

function quantizationOf({ side, scale, params }: TrainingTask, model: Model) {
  return side === null ? null : quantizationSettings(side, scale, params, layersOf(model));
}

function* measure(
  trainer: Trainer,
  examples: Examples,
): Generator<TrainingStep, { correct: number; images: number }, void> {
  const { step, steps } = trainer;
  const work = trainer.evaluate(examples);
  for (let next = work.next(); ; next = work.next()) {
    if (next.done === true) return { correct: next.value.correct, images: next.value.count };
    yield { step, steps, loss: NaN, learningRate: NaN, testing: next.value };
  }
}

/** The first images, as many as there are. Throws RangeError when there are none. */
function examplesOf(model: Model, images: Images | null, most: number): Examples {
  const { pixels, labels } = loaded(images, 'No images are loaded in this worker.');
  const { shape } = model.card.input;
  const count = Math.min(most, labels.length);
  const size = pixels.length / labels.length;
  return imageExamples({
    pixels: pixels.subarray(0, count * size),
    labels: labels.subarray(0, count),
    shape,
    preprocess: model.preprocess,
  });
}

function loaded<T>(value: T | null, otherwise: string): T {
  if (value === null) throw new RangeError(otherwise);
  return value;
}

/** On the first training images; each trace is divided by the number of the layer's weights. */
function* traces(
  { probes, images, seed }: JobInput<'hessian-traces'>,
  resources: TrainResources,
): JobGenerator<{ done: number; total: number }, HessianTraces> {
  const { model } = loaded(resources.prepared, 'No model is loaded in this worker.');
  const examples = examplesOf(model, resources.train, images);
  const batch = examples.batch(
    Uint32Array.from({ length: examples.count }, (_, at) => at),
    null,
  );
  const forms = yield* hessianProbes(model, batch, probes, seed);
  const layers = layersOf(model);
  const means = layers.map((_, k) => forms.reduce((sum, row) => sum + row[k]!, 0) / forms.length);
  return {
    layers: layers.map(({ name }) => name),
    traces: means.map((mean, k) => mean / layers[k]!.weights),
    errors: means.map((mean, k) => {
      const squares = forms.reduce((sum, row) => sum + (row[k]! - mean) ** 2, 0);
      return Math.sqrt(squares / Math.max(forms.length - 1, 1) / forms.length) / layers[k]!.weights;
    }),
  };
}
