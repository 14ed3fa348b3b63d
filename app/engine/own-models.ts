/** Models that a user opened: in this tab, and beyond it as far as the browser allows. They never leave it. */
import type { OwnFile, OwnRecord, TakenModel } from '../../src/jobs/own-reports';
import type { ModelBundle, ModelCard } from '../../src/model/types';
import { EMBED } from '../store/embed';
import type { Problem } from '../store/state';
import { discard, keep, kept, keptKeys } from './keep';
import type { DataSet, Split } from './models';
import { type Outcome, failed } from './outcome';
import type { ImageFile } from './pool';

const records = new Map<string, OwnRecord>();
const files = new Map<string, ArrayBuffer>();

/** Keeps a model; resolves to whether it is there after the tab is closed, too. */
export async function putOwn({ record, files: made }: TakenModel): Promise<boolean> {
  records.set(record.card.id, record);
  for (const { sha256, bytes } of made) files.set(sha256, bytes);
  const all = await Promise.all(made.map(({ sha256, bytes }: OwnFile) => keep('files', sha256, bytes)));
  return (await keep('models', record.card.id, record)) && all.every(Boolean);
}

/** All models of this browser, by title. */
export async function listOwn(): Promise<readonly OwnRecord[]> {
  for (const key of await keptKeys('models')) await ownRecord(key);
  return [...records.values()].sort((p, q) => p.card.title.localeCompare(q.card.title));
}

/** Null when this browser does not hold it. */
export async function ownRecord(id: string): Promise<OwnRecord | null> {
  const known = records.get(id);
  if (known !== undefined) return known;
  const found = await kept('models', id);
  if (!isRecord(found) || found.card.id !== id) return null;
  records.set(id, found);
  return found;
}

export async function renameOwn(id: string, title: string): Promise<void> {
  const record = await ownRecord(id);
  if (record === null) return;
  const renamed = { ...record, card: { ...record.card, title } };
  records.set(id, renamed);
  await keep('models', id, renamed);
}

/** Takes a model away, and the files that no other model has. */
export async function forgetOwn(id: string): Promise<void> {
  const record = await ownRecord(id);
  if (record === null) return;
  records.delete(id);
  await discard('models', id);
  const needed = new Set((await listOwn()).flatMap(filesOf));
  for (const sha256 of filesOf(record)) {
    if (needed.has(sha256)) continue;
    files.delete(sha256);
    await discard('files', sha256);
  }
}

export async function ownCard(id: string): Promise<Outcome<ModelCard>> {
  const record = await ownRecord(id);
  return record === null ? failed(missing(id)) : { ok: true, value: record.card, ms: 0 };
}

export async function ownBundle(card: ModelCard): Promise<Outcome<ModelBundle>> {
  const record = await ownRecord(card.id);
  const weights = await fileOf(card.sha256);
  if (record === null || weights === null) return failed(missing(card.id));
  return { ok: true, value: { card, topology: record.topology, weights }, ms: 0 };
}

/** The data of a model that was asked for before. */
export async function ownDataSet(id: string): Promise<Outcome<DataSet>> {
  const record = (await listOwn()).find(({ data }) => data.id === id);
  return record === undefined ? failed(NO_DATA) : { ok: true, value: record.data, ms: 0 };
}

export async function ownSplit(set: string, { sha256, offset, count }: Split): Promise<Outcome<ImageFile>> {
  const packed = await fileOf(sha256);
  return packed === null ? failed(NO_DATA) : { ok: true, value: { set, packed, offset, count }, ms: 0 };
}

async function fileOf(sha256: string): Promise<ArrayBuffer | null> {
  const known = files.get(sha256);
  if (known !== undefined) return known;
  const found = await kept('files', sha256);
  if (!(found instanceof ArrayBuffer)) return null;
  files.set(sha256, found);
  return found;
}

function filesOf({ card, data }: OwnRecord): readonly string[] {
  return [card.sha256, ...[...data.test, ...data.train].map(({ sha256 }) => sha256)];
}

/** Whether another version of the app wrote it is said by `form`. */
function isRecord(value: unknown): value is OwnRecord {
  return typeof value === 'object' && value !== null && 'form' in value && value.form === 1 && 'card' in value;
}

function missing(id: string): Problem {
  if (EMBED !== null)
    return {
      title: 'A frame does not show files of its reader',
      cause: `The model ${id} is one that somebody opened from a file.`,
      next: 'Open the link outside of the frame, in the browser that holds the file.',
    };
  return {
    title: 'This link is about a file of its sender',
    cause: `It names the file by its hash, ${id}, and this browser does not hold that file.`,
    next: 'Ask the sender for the file and open it here: Model, Open a file. With the same choices it is the same model.',
  };
}

const NO_DATA: Problem = {
  title: 'The data are not in this browser',
  cause: 'The browser has given the space of the data of your model to something else.',
  next: 'Open the file and its data again.',
};
