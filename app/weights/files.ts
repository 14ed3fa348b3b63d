/** Saves weights as files and opens them again. */
import type { SideId } from '../../src/experiment/spec';
import type { MadeWeights } from '../../src/experiment/spec';
import { TensorFileError } from '../../src/io/safetensors';
import { type WeightFile, readWeightFile, writeWeightFile } from '../../src/io/weight-file';
import { save } from '../charts/frame/export';
import { adoptWeights, toast } from '../store/actions';
import { store } from '../store/store';
import { findWeights, keepWeights } from './library';

/** Largest file that is read: a hundred times the largest that the app writes. */
const MOST_BYTES = 256 * 2 ** 20;

export async function saveWeights(model: string, weights: MadeWeights): Promise<void> {
  const found = await findWeights(model, weights);
  if (found === null) return;
  const { set, facts } = found;
  const bytes = writeWeightFile({ model, weights, set, steps: facts.steps, ms: facts.ms });
  save(new Blob([bytes], { type: 'application/octet-stream' }), `${model}-${weights.kind}.safetensors`);
}

/** Puts the weights of a file into a side, with the recipes that they were made under; a file that does not fit is refused, with the reason. */
export async function openWeights(side: SideId, file: File): Promise<void> {
  const read = await readChecked(file);
  if (typeof read === 'string') {
    store.setState({
      notice: { title: `${file.name} was not opened`, cause: read, next: 'Choose a file that was saved here.' },
    });
    return;
  }
  const { model, weights, set, steps, ms } = read;
  await keepWeights({ model, weights, set, facts: { steps, ms, score: null, origin: 'file' } });
  adoptWeights(side, weights);
  toast(`Opened ${file.name} in ${side.toUpperCase()}.`, true);
}

async function readChecked(file: File): Promise<WeightFile | string> {
  if (file.size > MOST_BYTES) return 'The file is larger than any that this app saves.';
  try {
    const read = readWeightFile(new Uint8Array(await file.arrayBuffer()));
    const { model } = store.getState().experiment;
    return read.model === model
      ? read
      : `Its weights belong to the network "${read.model}"; choose that network first.`;
  } catch (error) {
    if (error instanceof TensorFileError) return error.message;
    throw error;
  }
}
