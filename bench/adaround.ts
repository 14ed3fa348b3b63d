/** AdaRound of a whole network in Node, on the same tfjs backend as in the page. */
import { loadKernels } from '../src/kernels/index';
import { parseModel } from '../src/model/model';
import { initBackend } from '../src/nn/backend';
import { unpackImages } from '../src/nn/images';
import { adaRoundNetwork } from '../src/nn/reconstruct/methods/adaround';
import { roundingSettings } from '../src/rounding/from-screen';
import { resultOf } from '../src/numerics/steps';
import { bytesOf } from './files';
import { bundleOf } from './networks';
import { perTensor } from './recipes';
import type { Group } from './rows';

/** Those that the Rounding screen opens with: 1,000 steps a layer on 256 training images. */
const SETTINGS = roundingSettings({});

/** Seconds for every layer of a network, 256 training images. */
function seconds(id: string, bits: number): number {
  const model = parseModel(bundleOf(id));
  const packed = bytesOf('data/fashion-mnist/train-0-10000.bin');
  const { pixels } = resultOf(unpackImages({ packed, count: 10_000, offset: 0 }));
  const { mean, std } = model.preprocess;
  const inputs = Float32Array.from(pixels.subarray(0, SETTINGS.images * 784), (pixel) => (pixel / 255 - mean) / std);
  const start = performance.now();
  const side = perTensor(bits);
  const { images } = SETTINGS;
  resultOf(adaRoundNetwork({ model, side, inputs, images, kernels: loadKernels(), settings: SETTINGS, only: null }));
  return (performance.now() - start) / 1000;
}

/** One group: 1,000 iterations for every layer of the LeNet at 2 bits and the DS-CNN at 3 bits, a scale for each tensor. */
export async function adaRoundGroup(): Promise<Group> {
  await initBackend({ plain: false });
  const row = (id: string, bits: number, budget: number) => {
    const what = `all layers at ${String(bits)} bits, 1,000 iterations each`;
    return { id: `adaround/${id}`, what, value: seconds(id, bits), unit: 's' as const, budget, peer: null };
  };
  return { title: 'AdaRound of whole networks in Node, one thread', rows: [row('lenet', 2, 20), row('dscnn', 3, 40)] };
}
