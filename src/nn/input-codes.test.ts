import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { centredCodes } from '../inference/integer-runs';
import { inputCodes, integerNetwork } from '../integer/prepare';
import { createEvalResources, evalJobs } from '../jobs/evaluate';
import { finish } from '../jobs/finish';
import { speedSide } from '../jobs/speed-side';
import { parseModelCard } from '../model/card';
import { ImageStore } from './images';
import { inputOf } from './input';
import { centredInput } from './input-codes';

const read = (path: string): Buffer => readFileSync(new URL(`../../public/${path}`, import.meta.url));
const bytes = (path: string): ArrayBuffer => Uint8Array.from(read(path)).buffer;
const SIZE = 28 * 28;

/** The DS-CNN in integers, and two images that have every pixel between them. */
async function prepared() {
  const bundle = {
    card: parseModelCard(JSON.parse(read('models/dscnn/card.json').toString())),
    topology: JSON.parse(read('models/dscnn/model.json').toString()) as unknown,
    weights: bytes('models/dscnn/weights.bin'),
  };
  const resources = createEvalResources();
  await finish(evalJobs['load-model']({ bundle, plain: false }, resources));
  const packed = bytes('data/fashion-mnist/train-0-10000.bin');
  await finish(evalJobs['load-calibration']({ packed, count: 10_000 }, resources));
  const side = speedSide(8);
  const taps = await finish(evalJobs.calibrate({ activations: side.activations! }, resources));
  const [model, kernels] = [resources.model!, resources.kernels!];
  const images = new ImageStore();
  images.open('');
  images.put(
    5,
    7,
    Uint8Array.from({ length: 2 * SIZE }, (_, at) => at % 256),
    new Uint8Array(2),
  );
  return { model, kernels, images, network: integerNetwork(model, side, taps, kernels) };
}

describe('codes of images', () => {
  it('are those of their values, less the zero point', async () => {
    const { model, kernels, images, network } = await prepared();
    const codes = centredInput(model, network, images, { from: 5, to: 7 }, kernels);
    const values = inputCodes(network, inputOf(model, images, 5, 7), kernels);
    expect(codes).toEqual(centredCodes([values], network.plan.input.zeroPoint));
    expect(new Set(codes).size).toBeGreaterThan(100);
  });

  it('are refused where the network takes images of another size', async () => {
    const { model, kernels, network } = await prepared();
    const images = new ImageStore();
    images.open('');
    images.put(0, 1, new Uint8Array(SIZE - 1), new Uint8Array(1));
    expect(() => centredInput(model, network, images, { from: 0, to: 1 }, kernels)).toThrow(RangeError);
  });
});
