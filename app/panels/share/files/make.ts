import { encodeLink } from '../../../../src/experiment/codec';
import type { Side } from '../../../../src/experiment/spec';
import type { FileFormat, WrittenFile } from '../../../../src/jobs/export-reports';
import { needsCalibration } from '../../../../src/activations/needs';
import type { Outcome } from '../../../engine/outcome';
import { calibratedPool, runQuant } from '../../../engine/requests';
import type { AppState } from '../../../store/state';
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
}

export const FILE_KINDS: readonly FileKind[] = [
  {
    format: 'onnx',
    title: 'ONNX',
    about: 'Weights as codes under DequantizeLinear, calibrated activations under QuantizeLinear; for ONNX runtimes.',
    ending: '.onnx',
    owners: ['float', 'a', 'b'],
  },
  {
    format: 'packed',
    title: 'Packed weights',
    about: 'Codes at their width, scales, zero points and codebooks: the stored bits as they are counted. Safetensors.',
    ending: '.safetensors',
    owners: ['a', 'b'],
  },
  {
    format: 'tfjs',
    title: 'TensorFlow.js',
    about: 'A layers model, model.json and weights.bin in a zip, with the dequantized weights as float32.',
    ending: '-tfjs.zip',
    owners: ['a', 'b'],
  },
];

/** "lenet-a.onnx". */
export function fileName(model: string, { ending }: FileKind, owner: Owner): string {
  return `${model}-${owner}${ending}`;
}

/** Writes one file of the present experiment in a worker. */
export async function makeFile(kind: FileKind, owner: Owner, signal: AbortSignal): Promise<Outcome<WrittenFile>> {
  const { experiment, model } = store.getState();
  const side = owner === 'float' ? null : experiment[owner];
  const taps = await tapsOf(kind.format === 'onnx' ? side : null);
  if (!taps.ok) return taps;
  const metadata = metadataOf(experiment, model, side);
  return runQuant('write-file', { side, taps: taps.value, metadata, format: kind.format }, { signal });
}

async function tapsOf(side: Side | null) {
  if (side === null || !needsCalibration(side)) return { ok: true as const, value: {}, ms: 0 };
  const pool = await calibratedPool();
  return pool.ok ? pool.value.tapsFor(side) : pool;
}

function metadataOf(experiment: AppState['experiment'], model: AppState['model'], side: Side | null) {
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
  };
}
