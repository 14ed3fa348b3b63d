/** The folders of public/: models as they are shipped, and the packed data. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { parseModelCard } from '../src/model/card';
import type { WrittenModel } from '../src/model/layers-file';
import type { ModelBundle, ModelCard } from '../src/model/types';

const ROOT = new URL('..', import.meta.url);
export const MODELS = new URL('public/models/', ROOT);

export async function readBytes(path: URL): Promise<ArrayBuffer> {
  const bytes = await readFile(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

export async function readJson(path: URL): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8')) as unknown;
}

/** The card of a model in a folder of models; null when there is none. */
export async function readCard(models: URL, id: string): Promise<ModelCard | null> {
  const path = new URL(`${id}/card.json`, models);
  return existsSync(path) ? parseModelCard(await readJson(path)) : null;
}

/** A model as the app fetches it. Throws Error for one that is not there. */
export async function readModel(models: URL, id: string): Promise<ModelBundle> {
  const folder = new URL(`${id}/`, models);
  return {
    card: parseModelCard(await readJson(new URL('card.json', folder))),
    topology: await readJson(new URL('model.json', folder)),
    weights: await readBytes(new URL('weights.bin', folder)),
  };
}

export async function writeModelFiles(
  models: URL,
  { topology, weights }: WrittenModel,
  card: ModelCard,
): Promise<void> {
  const folder = new URL(`${card.id}/`, models);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('model.json', folder), toText(topology));
  await writeFile(new URL('weights.bin', folder), weights);
  await writeFile(new URL('card.json', folder), toText(card));
}

export function toText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

export function digestOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

interface ListedSplit {
  readonly role: string;
  readonly file: string;
  readonly offset: number;
  readonly count: number;
}

export interface PackedSplit extends ListedSplit {
  readonly packed: ArrayBuffer;
}

/** The packed files of one role of a data set, in order. */
export async function readSplits(dataset: string, role: 'test' | 'train'): Promise<readonly PackedSplit[]> {
  const folder = new URL(`public/data/${dataset}/`, ROOT);
  const { splits } = (await readJson(new URL('index.json', folder))) as { splits: readonly ListedSplit[] };
  const own = splits.filter((split) => split.role === role).sort((a, b) => a.offset - b.offset);
  return Promise.all(own.map(async (split) => ({ ...split, packed: await readBytes(new URL(split.file, folder)) })));
}
