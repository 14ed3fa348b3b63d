/** AdaRound of a whole network in Node, on the same tfjs backend as in the page. */
import { defaultExperiment } from '../src/experiment/defaults';
import type { Side } from '../src/experiment/spec';
import { choose } from '../src/experiment/techniques';
import { loadKernels } from '../src/kernels/index';
import { parseModel } from '../src/model/model';
import type { ModelCard } from '../src/model/types';
import { initBackend } from '../src/nn/backend';
import { unpackImages } from '../src/nn/images';
import { roundNetwork } from '../src/nn/reconstruct/network';
import { bytesOf, parsed } from './evaluation';
import type { Group } from './rows';

const IMAGES = 256;
const SETTINGS = { iterations: 1000, learningRate: 0.01, relativeLambda: 0.03 };

function result<T>(steps: Generator<unknown, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function twoBits(): Side {
  const { a } = defaultExperiment();
  const quantizer = choose('quantizer', 'uniform', { bits: 2 });
  const clipper = choose('clipper', 'mse');
  return { ...a, recipe: { ...a.recipe, quantizer, granularity: choose('granularity', 'tensor'), clipper } };
}

/** One group: 1,000 iterations for every layer of the LeNet, 256 training images, 2 bits per tensor. */
export async function adaRoundGroup(): Promise<Group> {
  await initBackend({ plain: false });
  const model = parseModel({
    card: parsed('models/lenet/card.json') as ModelCard,
    topology: parsed('models/lenet/model.json'),
    weights: bytesOf('models/lenet/weights.bin'),
  });
  const packed = bytesOf('data/fashion-mnist/train-0-10000.bin');
  const { pixels } = result(unpackImages({ packed, count: 10_000, offset: 0 }));
  const { mean, std } = model.preprocess;
  const inputs = Float32Array.from(pixels.subarray(0, IMAGES * 784), (pixel) => (pixel / 255 - mean) / std);
  const start = performance.now();
  result(roundNetwork({ model, side: twoBits(), inputs, images: IMAGES, kernels: loadKernels(), settings: SETTINGS }));
  const value = (performance.now() - start) / 1000;
  const row = { id: 'adaround/lenet', what: 'all layers, 1,000 iterations each', value, unit: 's' as const };
  return { title: 'AdaRound of the whole LeNet in Node, one thread', rows: [{ ...row, budget: 20, peer: null }] };
}
