import { encodeLink } from '../../../../src/experiment/codec';
import type { Side } from '../../../../src/experiment/spec';
import type { FileFormat, WrittenFile } from '../../../../src/jobs/export-reports';
import { needsCalibration } from '../../../../src/activations/needs';
import { type Outcome, failed } from '../../../engine/outcome';
import { loadDataSet, loadSplit } from '../../../engine/models';
import { calibratedPool, runQuant } from '../../../engine/requests';
import { store } from '../../../store/store';
import { sideName } from '../../recipe/recipeName';

/** Whose network a file holds. */
export type Owner = 'float' | 'a' | 'b';

export interface FileKind {
  readonly format: FileFormat;
  readonly title: string;
  /** What it holds and who reads it, in a sentence. */
  readonly about: string;
  readonly ending: string;
  readonly owners: readonly Owner[];
  /** It holds what runs, not the weights alone. */
  readonly hasNetwork: boolean;
}

export const FILE_KINDS: readonly FileKind[] = [
  {
    format: 'onnx',
    title: 'ONNX',
    about: 'Weights as codes under DequantizeLinear, calibrated activations under QuantizeLinear; for ONNX runtimes.',
    ending: '.onnx',
    owners: ['float', 'a', 'b'],
    hasNetwork: true,
  },
  {
    format: 'packed',
    title: 'Packed weights',
    about: 'Codes at their width, scales, zero points and codebooks: the stored bits as they are counted. Safetensors.',
    ending: '.safetensors',
    owners: ['a', 'b'],
    hasNetwork: false,
  },
  {
    format: 'tfjs',
    title: 'TensorFlow.js',
    about: 'A layers model, model.json and weights.bin in a zip, with the dequantized weights as float32.',
    ending: '-tfjs.zip',
    owners: ['a', 'b'],
    hasNetwork: true,
  },
  {
    format: 'numpy',
    title: 'NumPy script',
    about:
      'A page of Python with the weights: decodes every code, quantizes uniform weights again, compares the errors.',
    ending: '-numpy.zip',
    owners: ['a', 'b'],
    hasNetwork: false,
  },
  {
    format: 'torch',
    title: 'PyTorch script',
    about: 'The same with the network and the test images that come with the page: measures the accuracy, too.',
    ending: '-torch.zip',
    owners: ['a', 'b'],
    hasNetwork: true,
  },
];

/** "lenet-a.onnx". */
export function fileName(model: string, { ending }: FileKind, owner: Owner): string {
  return `${model}-${owner}${ending}`;
}

/** Writes one file of the present experiment in a worker. */
export async function makeFile(kind: FileKind, owner: Owner, signal: AbortSignal): Promise<Outcome<WrittenFile>> {
  const { experiment, model } = store.getState();
  if (kind.hasNetwork && model.status === 'ready' && model.card.task === 'weights') return failed(NO_NETWORK);
  const side = owner === 'float' ? null : experiment[owner];
  const taps = await tapsOf(kind.format === 'onnx' || kind.format === 'torch' ? side : null);
  if (!taps.ok) return taps;
  const images = kind.format === 'torch' ? await firstImages() : null;
  if (images?.ok === false) return images;
  const request = { side, taps: taps.value, metadata: metadataOf(owner), format: kind.format };
  return runQuant('write-file', { ...request, ...(images !== null && { images: images.value }) }, { signal });
}

async function tapsOf(side: Side | null) {
  if (side === null || !needsCalibration(side)) return { ok: true as const, value: {}, ms: 0 };
  const pool = await calibratedPool();
  return pool.ok ? pool.value.tapsFor(side) : pool;
}

/** The file of test images that comes with the page; the browser has it already. */
async function firstImages(): Promise<Outcome<ArrayBuffer>> {
  const { model } = store.getState();
  if (model.status !== 'ready' || model.card.task !== 'classify') return failed(NO_CLASSES);
  const data = await loadDataSet(model.card.dataset);
  if (!data.ok) return data;
  const [split] = data.value.test;
  if (split === undefined) return failed(NO_CLASSES);
  const file = await loadSplit(data.value.id, split, () => undefined);
  return file.ok ? { ...file, value: file.value.packed } : file;
}

const NO_NETWORK = {
  title: 'No network',
  cause: 'The file that was opened holds weights and no network.',
  next: 'Packed weights and the NumPy script have them.',
};

const NO_CLASSES = {
  title: 'No script',
  cause: 'The script measures how many images are named rightly, and this network names none.',
  next: 'The NumPy script has its weights.',
};

function metadataOf(owner: Owner): Readonly<Record<string, string>> {
  const { experiment, model, scores } = store.getState();
  const side = owner === 'float' ? null : experiment[owner];
  const { status, value: score } = scores[owner];
  const card = model.status === 'ready' ? model.card : null;
  return {
    link: new URL(encodeLink({ experiment }), location.href).href,
    recipe: side === null ? 'float32' : sideName(side),
    ...(card !== null && {
      model: card.title,
      preprocess: card.input.preprocess,
      output: card.output,
      licence: card.licence,
      weights_sha256: card.sha256,
    }),
    ...(status === 'ready' && score !== null && { accuracy: `${score.correct} of ${score.of}` }),
  };
}
