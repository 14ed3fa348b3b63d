import { parseModelCard } from '../../src/model/card';
import { isOwnDataId, isOwnId } from '../../src/model/own-id';
import type { ModelBundle, ModelCard, TaskId } from '../../src/model/types';
import { download, downloadJson } from './download';
import { type Outcome, failed } from './outcome';
import type { ImageFile } from './pool';

/** Told how many bytes of a file have arrived so far. */
export type OnBytes = (received: number) => void;

/** One file of a data set, as public/data/<id>/index.json lists it. */
export interface Split {
  readonly file: string;
  readonly offset: number;
  readonly count: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** The test items of a data set: images with classes, texts, or pictures. */
export interface DataSet {
  readonly id: string;
  readonly title: string;
  /** Classes of images or characters of texts; none for pictures. */
  readonly classes: readonly string[];
  /** How many items there are where they are in no files: the tensors of weights without a network. */
  readonly items?: number;
  /** Files of test items, in order; the first comes with the page. */
  readonly test: readonly Split[];
  /** Files of training images, in order; for calibration and training only. */
  readonly train: readonly Split[];
}

/** A line of public/models/index.json. */
export interface ModelEntry {
  readonly id: string;
  readonly title: string;
  /** What it is there to show, in a sentence. */
  readonly about: string;
  readonly task: TaskId;
  readonly dataset: string;
  readonly parameters: number;
  readonly bytes: number;
}

/** Fetches the list of the models that ship. */
export async function loadModelList(): Promise<Outcome<readonly ModelEntry[]>> {
  const json = await downloadJson('models/index.json');
  return json.ok ? { ...json, value: json.value as readonly ModelEntry[] } : json;
}

/** What the user opened is in this browser and not on the server. */
const own = () => import('./own-models');

/** Fetches the card of a model: what it is, its size and its data set. */
export async function loadCard(id: string): Promise<Outcome<ModelCard>> {
  if (isOwnId(id)) return (await own()).ownCard(id);
  const json = await downloadJson(`models/${id}/card.json`);
  return json.ok ? attempt(() => parseModelCard(json.value)) : json;
}

/** Fetches the graph and the weights that a card describes. */
export async function loadBundle(card: ModelCard, onBytes: OnBytes): Promise<Outcome<ModelBundle>> {
  if (isOwnId(card.id)) return (await own()).ownBundle(card);
  const { id, bytes, sha256 } = card;
  let received = 0;
  const [topology, weights] = await Promise.all([
    downloadJson(`models/${id}/model.json`),
    download(`models/${id}/weights.bin`, (more) => onBytes((received += more)), { bytes, sha256 }),
  ]);
  if (!topology.ok) return topology;
  if (!weights.ok) return weights;
  return { ok: true, value: { card, topology: topology.value, weights: weights.value }, ms: 0 };
}

/** Fetches the list of a data set's files. */
export async function loadDataSet(id: string): Promise<Outcome<DataSet>> {
  if (isOwnDataId(id)) return (await own()).ownDataSet(id);
  const json = await downloadJson(`data/${id}/index.json`);
  if (!json.ok) return json;
  const { title, classes, splits } = json.value as {
    title: string;
    classes: string[];
    splits: (Split & { role: string })[];
  };
  const files = (role: string): Split[] =>
    splits.filter((split) => split.role === role).sort((x, y) => x.offset - y.offset);
  return { ok: true, value: { id, title, classes, test: files('test'), train: files('train') }, ms: 0 };
}

/** Fetches one file of images. */
export async function loadSplit(dataSet: string, split: Split, onBytes: OnBytes): Promise<Outcome<ImageFile>> {
  if (isOwnDataId(dataSet)) return (await own()).ownSplit(dataSet, split);
  const { file, bytes, sha256, offset, count } = split;
  let received = 0;
  const packed = await download(`data/${dataSet}/${file}`, (more) => onBytes((received += more)), { bytes, sha256 });
  return packed.ok ? { ...packed, value: { set: dataSet, packed: packed.value, offset, count } } : packed;
}

function attempt<T>(read: () => T): Outcome<T> {
  try {
    return { ok: true, value: read(), ms: 0 };
  } catch (error) {
    return failed({
      title: 'The model cannot be used',
      cause: error instanceof Error ? error.message : String(error),
      next: 'Choose another model.',
    });
  }
}
