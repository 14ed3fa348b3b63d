/** The shipped models and images, as a worker gets them. */
import { readFile } from 'node:fs/promises';
import type { ModelBundle, ModelCard } from '../../src/model/types';

const root = new URL('../../public/', import.meta.url);

async function read(path: string): Promise<ArrayBuffer> {
  const bytes = await readFile(new URL(path, root));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

async function json(path: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(path, root), 'utf8'));
}

export async function readModel(id: string): Promise<ModelBundle> {
  return {
    card: (await json(`models/${id}/card.json`)) as ModelCard,
    topology: await json(`models/${id}/model.json`),
    weights: await read(`models/${id}/weights.bin`),
  };
}

/** The first file of training or test images of Fashion-MNIST. */
export async function readSplit(
  role: 'train' | 'test',
): Promise<{ packed: ArrayBuffer; count: number; offset: number }> {
  const count = role === 'train' ? 10_000 : 2000;
  return { packed: await read(`data/fashion-mnist/${role}-0-${count}.bin`), count, offset: 0 };
}
