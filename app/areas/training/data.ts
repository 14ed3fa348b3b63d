import type { Split } from '../../engine/data-set';
import { type OnBytes, loadBundle, loadCard, loadDataSet, loadSplit } from '../../engine/models';
import { type Outcome, failed } from '../../engine/outcome';
import type { ImageFile } from '../../engine/pool';
import type { TrainingEngine } from '../../engine/training';

let preparing: {
  readonly key: string;
  readonly engine: TrainingEngine;
  readonly outcome: Promise<Outcome<unknown>>;
} | null = null;

/**
 * Fetches what the training worker needs, most of it from the browser's cache, and puts it there; once, whoever asks while it
 * is under way. `onBytes` gets the bytes of images received and in all.
 */
export function prepareTraining(
  engine: TrainingEngine,
  model: string,
  testImages: number,
  onBytes: (received: number, total: number) => void,
): Promise<Outcome<unknown>> {
  const key = `${model} ${testImages}`;
  if (engine.has(key)) return Promise.resolve({ ok: true, value: null, ms: 0 });
  if (preparing?.key === key && preparing.engine === engine) return preparing.outcome;
  const outcome = prepare(engine, model, testImages, onBytes).finally(() => {
    if (preparing?.outcome === outcome) preparing = null;
  });
  preparing = { key, engine, outcome };
  return outcome;
}

async function prepare(
  engine: TrainingEngine,
  model: string,
  testImages: number,
  onBytes: (received: number, total: number) => void,
): Promise<Outcome<unknown>> {
  const card = await loadCard(model);
  if (!card.ok) return card;
  if (card.value.task !== 'classify') return failed(NOT_TRAINABLE);
  const data = await loadDataSet(card.value.dataset);
  if (!data.ok) return data;
  const test = data.value.test.filter((split) => split.offset < testImages);
  const [bundle, files] = await Promise.all([
    loadBundle(card.value, () => undefined),
    loadFiles(data.value.id, [...data.value.train, ...test], onBytes),
  ]);
  if (!bundle.ok) return bundle;
  if (!files.ok) return files;
  const count = data.value.train.length;
  return engine.prepare(`${model} ${testImages}`, {
    bundle: bundle.value,
    train: files.value.slice(0, count),
    test: files.value.slice(count),
  });
}

async function loadFiles(
  dataSet: string,
  splits: readonly Split[],
  onBytes: (received: number, total: number) => void,
): Promise<Outcome<readonly ImageFile[]>> {
  const received = splits.map(() => 0);
  const total = splits.reduce((sum, { bytes }) => sum + bytes, 0);
  const told =
    (index: number): OnBytes =>
    (bytes) => {
      received[index] = bytes;
      onBytes(
        received.reduce((sum, each) => sum + each, 0),
        total,
      );
    };
  const files: ImageFile[] = [];
  for (const outcome of await Promise.all(splits.map((split, index) => loadSplit(dataSet, split, told(index))))) {
    if (!outcome.ok) return outcome;
    files.push(outcome.value);
  }
  return { ok: true, value: files, ms: 0 };
}

const NOT_TRAINABLE = {
  title: 'This network cannot be trained here',
  cause: 'Only networks that tell classes of images apart are trained in the page.',
  next: 'Choose another network.',
};
