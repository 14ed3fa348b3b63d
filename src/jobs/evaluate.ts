import { type Kernels, loadKernels } from '../kernels/index';
import { loadPackedKernels } from '../kernels/packed/index';
import type { Model } from '../model/graph';
import { parseModel } from '../model/model';
import { type WasmUrls, backendMemory, initBackend } from '../nn/backend';
import { Calibrator } from '../nn/calibrate';
import { Evaluator } from '../nn/evaluate';
import { type FeatureSources, featureMaps } from '../nn/feature-maps';
import { registerFakeQuantize } from '../nn/gradients/install';
import { ImageStore, unpackImages } from '../nn/images';
import { continueText } from '../nn/tasks/continue-text';
import { displayed } from '../nn/tasks/super-resolution';
import { IntegerComparison } from '../nn/integer-network';
import { type CalibrationResources, calibrationJobs } from './calibration';
import { type IntegerResources, integerJobs } from './integer';
import { type PolicyResources, forgetPolicies, policyJobs } from './policies';
import type { BackendInfo, EvaluationBackend } from './backend-info';
import { ModelsByWeights, byWeights } from './weight-sets';
import type { EvalJobs, JobInput, JobTable } from './catalogue';
import { benchSpeed } from './speed-bench';
import { stepItems } from './step-items';

/** Items per step for a small network: about 10 ms on each backend. */
const BATCH_SIZE: Readonly<Record<BackendInfo['backend'], number>> = { 'wasm-simd': 100, wasm: 25, cpu: 5 };

/** What the evaluation jobs of one worker share. */
export interface EvalResources extends CalibrationResources, IntegerResources, PolicyResources {
  readonly wasmUrls: WasmUrls | undefined;
  /** A clock in milliseconds, for benchmarks. */
  readonly now: () => number;
  readonly images: ImageStore;
  readonly sets: ModelsByWeights;
  model: Model | null;
  evaluator: Evaluator | null;
  /** What feature maps are computed from. */
  maps: Omit<FeatureSources, 'images'> | null;
}

/**
 * @param wasmUrls addresses of the binaries of tfjs in a browser; Node finds them itself.
 * @param now the clock of benchmarks; the engine has none of its own.
 */
export function createEvalResources(wasmUrls?: WasmUrls, now: () => number = () => 0): EvalResources {
  return {
    wasmUrls,
    now,
    images: new ImageStore(),
    sets: new ModelsByWeights(),
    model: null,
    evaluator: null,
    calibrators: null,
    maps: null,
    kernels: null,
    training: null,
    integers: null,
    network: null,
    comparison: null,
    policies: null,
  };
}

/** Forward passes. */
export const evalJobs: JobTable<EvalJobs, EvalResources> = {
  'load-model': loadModel,
  'load-images': loadImages,
  'load-weight-set': loadWeightSet,
  evaluate: ({ side, from, to, ...given }, resources) => loaded(resources).evaluate(side, from, to, given),
  'read-images': ({ indices }, { images }) => Promise.resolve(joinedPixels(indices, images)),
  'read-output': function* ({ side, index, taps }, resources) {
    return displayed(yield* loaded(resources).output(side, index, taps));
  },
  'continue-text': ({ side, continuation, taps = {} }, resources) =>
    loaded(resources).lend(side, taps, (network) => continueText(network, continuation)),
  'feature-maps': (wanted, { maps, images }) => {
    if (maps === null) throw new RangeError('No model is loaded in this worker.');
    return Promise.resolve(featureMaps(wanted, { ...maps, images }));
  },
  memory: () => Promise.resolve(backendMemory()),
  ...calibrationJobs,
  ...integerJobs,
  ...policyJobs,
  'bench-speed': benchSpeed,
};

/** Replaces the model. Throws ModelError. `plain` is decided by the first model for the life of the worker. */
async function loadModel(
  { bundle, plain }: JobInput<'load-model'>,
  resources: EvalResources,
): Promise<EvaluationBackend> {
  const model = parseModel(bundle);
  const info = await initBackend({ plain, wasmUrls: resources.wasmUrls });
  const kernels = loadKernels({ plain });
  const { sets, images } = resources;
  sets.clear();
  resources.model = model;
  resources.kernels = kernels;
  const evaluator = new Evaluator(model, images, kernels, stepItems(model, BATCH_SIZE[info.backend]));
  resources.evaluator = evaluator;
  resources.integers = byWeights(model, sets, (own) => new IntegerComparison(own, images, kernels));
  resources.calibrators = byWeights(model, sets, (own) => calibratorFor(own, kernels, resources));
  resources.maps = { model, kernels, packed: loadPackedKernels({ plain }) };
  registerFakeQuantize({ plain });
  forgetPolicies(resources);
  resources.network = { model, kernels, backend: info.backend };
  return { ...info, forward: evaluator.forward };
}

/** Images that were loaded for a model before are those of this one, too: a data set has one training file. */
function calibratorFor(model: Model, kernels: Kernels, { training }: EvalResources): Calibrator {
  const calibrator = new Calibrator(model, kernels);
  if (training !== null) calibrator.setImages(training.pixels, training.count);
  return calibrator;
}

async function loadWeightSet(
  { key, set }: JobInput<'load-weight-set'>,
  { model, sets, evaluator }: EvalResources,
): Promise<{ sets: number }> {
  if (model === null) throw new RangeError('No model is loaded in this worker.');
  sets.add(model, key, set);
  evaluator?.setWeights(sets.models);
  return Promise.resolve({ sets: sets.models.size });
}

/**
 * Unpacks a split and keeps images [from, to) of the whole set, which must lie in it. Returns the labels of those images.
 * Throws RangeError or ImageDataError.
 */
function* loadImages(input: JobInput<'load-images'>, resources: EvalResources) {
  const { count, offset, from, to } = input;
  if (!(from >= offset && from < to && to <= offset + count)) {
    throw new RangeError(
      `Images ${String(from)} to ${String(to)} do not lie in the file with ${String(count)} from ${String(offset)}.`,
    );
  }
  resources.images.open(input.set ?? '');
  const { pixels, labels } = yield* unpackImages(input);
  const size = pixels.length / count;
  const own = {
    pixels: pixels.slice((from - offset) * size, (to - offset) * size),
    labels: labels.slice(from - offset, to - offset),
  };
  const replaced = resources.images.put(from, to, own.pixels, own.labels.slice());
  if (replaced) resources.evaluator?.forgetImages();
  return { labels: own.labels };
}

/** Throws RangeError for an image that does not live in this worker. */
function joinedPixels(indices: readonly number[], images: ImageStore): Uint8Array {
  const pixels = indices.map((index) => images.item(index).bytes);
  const all = new Uint8Array(pixels.reduce((sum, image) => sum + image.length, 0));
  let offset = 0;
  for (const image of pixels) {
    all.set(image, offset);
    offset += image.length;
  }
  return all;
}

function loaded({ evaluator }: EvalResources): Evaluator {
  if (evaluator === null) throw new RangeError('No model is loaded in this worker.');
  return evaluator;
}
