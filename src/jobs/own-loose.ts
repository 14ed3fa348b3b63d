import { ReadError, quoted } from '../io/read/errors';
import type { ReadWeights, TensorEntry } from '../io/read/types';
import { arrange } from '../model/loose-layout';
import { hashOf, ownId } from '../model/own';
import type { ModelCard } from '../model/types';
import { type LooseTensor, looseTopology } from '../model/weights-only';
import { MOST_CHOSEN, type ModelChoices, type OwnData, type TakenModel } from './own-reports';
import { openedFrom } from './own-words';

interface Counted {
  readonly done: number;
  readonly total: number;
}

/** The chosen tensors of a file as a model of kernels alone. Throws ReadError. */
export async function* takeLoose(
  read: ReadWeights,
  names: readonly string[],
  choices: ModelChoices,
): AsyncGenerator<Counted, TakenModel, void> {
  const { title, order } = choices;
  const chosen = chosenOf(read, choices.tensors);
  const total = chosen.reduce((sum, { values }) => sum + values, 0);
  if (total > MOST_CHOSEN) {
    const counts = `${total.toLocaleString('en')} values, and ${MOST_CHOSEN.toLocaleString('en')} fit here`;
    throw new ReadError('too-large', `The chosen tensors have ${counts}.`, 'Choose fewer tensors.');
  }
  const joined = new Float32Array(total);
  const tensors: LooseTensor[] = [];
  let done = 0;
  for (const entry of chosen) {
    const { data, shape, layout } = arrange(finite(await entry.load(), entry), entry.shape, order);
    joined.set(data, done);
    tensors.push({ name: entry.name, shape, layout });
    done += entry.values;
    yield { done, total };
  }
  return modelOf(joined, tensors, names, title);
}

function chosenOf({ tensors }: ReadWeights, names: readonly string[]): readonly TensorEntry[] {
  const wanted = new Set(names);
  const chosen = tensors.filter(({ name, values }) => wanted.has(name) && values > 0);
  if (chosen.length === 0) throw new ReadError('no-files', 'No tensor with values was chosen.', 'Choose a tensor.');
  return chosen;
}

function finite(data: Float32Array, { name }: TensorEntry): Float32Array {
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at === -1) return data;
  throw new ReadError(
    'damaged',
    `The tensor ${quoted(name)} has the value ${String(data[at])} at place ${String(at)}, which no quantizer can take.`,
    'Leave the tensor out.',
  );
}

function modelOf(
  joined: Float32Array,
  tensors: readonly LooseTensor[],
  names: readonly string[],
  title: string,
): TakenModel {
  const topology = looseTopology(tensors);
  const bytes = joined.buffer as ArrayBuffer;
  const sha256 = hashOf(new Uint8Array(bytes));
  const input = { shape: [1], preprocess: 'pixel' };
  const data: OwnData = {
    id: `own-data-${sha256.slice(0, 16)}`,
    title: 'no data',
    classes: [],
    items: tensors.length,
    test: [],
    train: [],
  };
  const card: ModelCard = {
    id: ownId({ topology, weights: sha256, input, task: 'weights', data: [] }),
    title,
    dataset: data.id,
    input: { ...input, mean: 0, std: 1 / 255 },
    output: 'none',
    parameters: joined.length,
    macs: 0,
    training: openedFrom(names),
    licence: 'that of your file',
    sha256,
    bytes: bytes.byteLength,
    task: 'weights',
  };
  return { record: { form: 1, card, topology, outputs: [], data }, files: [{ sha256, bytes }] };
}
