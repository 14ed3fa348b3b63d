import { needsCalibration } from '../../src/activations/needs';
import type { EvaluationInput } from '../../src/experiment/plan';
import type { MadeWeights } from '../../src/experiment/spec';
import type { ModelCard, TaskId } from '../../src/model/types';
import type { Engine } from '../engine/engine';
import type { DataSet, Split } from '../engine/data-set';
import { loadBundle, loadCard, loadDataSet, loadSplit } from '../engine/models';
import { CANCELLED, type Outcome, failed } from '../engine/outcome';
import type { Problem, TestData } from '../store/state';
import { keepLayersOf } from '../store/actions';
import { store } from '../store/store';
import { testItems } from '../store/test-items';
import type { Prepared } from './evaluations';

/** What a model needs before its accuracy can be measured. */
interface Loading {
  readonly model: string;
  /** The model is in the pool. */
  readonly pool: Promise<Outcome<unknown>>;
  readonly data: Promise<Outcome<DataSet & { readonly task: TaskId }>>;
}

/** Bytes of the first download, model and images together. */
class Progress {
  private readonly parts = new Map<string, { received: number; total: number }>();

  expect(part: string, total: number): void {
    this.parts.set(part, { received: 0, total });
    this.publish();
  }

  at(part: string, received: number): void {
    const { total } = this.parts.get(part) ?? { total: received };
    this.parts.set(part, { received, total });
    this.publish();
  }

  private publish(): void {
    if (store.getState().model.status !== 'loading') return;
    const sum = (pick: 'received' | 'total'): number =>
      [...this.parts.values()].reduce((all, part) => all + part[pick], 0);
    store.setState({ model: { status: 'loading', received: sum('received'), total: sum('total') } });
  }
}

/** Brings models and test images from the server into the workers, each file once. */
export class Loader {
  private current: Loading | null = null;
  private readonly splits = new Map<string, Promise<Outcome<Uint8Array>>>();
  private training: { readonly key: string; readonly loaded: Promise<Outcome<unknown>> } | null = null;

  /** `onReady` is called when the weights of the chosen model can be analysed. */
  constructor(
    private readonly engine: Engine,
    private readonly onReady: () => void,
  ) {}

  /** Starts to load a model and the first test images of its data set. */
  load(model: string): void {
    const progress = new Progress();
    store.setState({ model: { status: 'loading', received: 0, total: 0 } });
    const card = loadCard(model);
    const data = card.then((outcome) => (outcome.ok ? this.openData(outcome.value, progress) : outcome));
    const pool = card.then((outcome) =>
      outcome.ok ? this.openModel(model, outcome.value, progress) : this.refuse(model, outcome),
    );
    this.current = { model, pool, data };
  }

  /**
   * Waits until as many test items as `images` stands for and the model are in the pool, and the training images if the
   * side's activations have fixed ranges.
   */
  async prepare({ model, images, side }: EvaluationInput): Promise<Outcome<Prepared>> {
    const loading = this.current;
    if (loading?.model !== model) return CANCELLED;
    const [pool, data] = await Promise.all([loading.pool, loading.data]);
    if (!data.ok) return data;
    const n = testItems({ images, testData: testDataOf(data.value) });
    const runs = data.value.task !== 'weights';
    const opened = runs ? await this.openImages(data.value, n) : null;
    const training = runs && side !== null && needsCalibration(side) ? await this.openTraining(data.value) : null;
    const weights = side?.weights === undefined ? null : await this.bringWeights(side.weights);
    if (this.current !== loading) return CANCELLED;
    if (opened?.ok === false) return opened;
    if (weights?.ok === false) return weights;
    if (training?.ok === false) return training;
    return pool.ok ? { ok: true, value: { task: data.value.task, n }, ms: 0 } : pool;
  }

  /** Waits until weights of the chosen model that a side names are in the workers. */
  async bringWeights(weights: MadeWeights): Promise<Outcome<unknown>> {
    const loading = this.current;
    if (loading === null) return CANCELLED;
    const [{ bringWeights }, pool] = await Promise.all([import('../weights/library'), loading.pool]);
    if (this.current !== loading) return CANCELLED;
    return pool.ok ? bringWeights(this.engine, loading.model, weights) : pool;
  }

  /** Waits until the chosen model and the training images of its data set are in the worker that calibrates. */
  async prepareCalibration(): Promise<Outcome<unknown>> {
    const loading = this.current;
    if (loading === null) return CANCELLED;
    const [pool, data] = await Promise.all([loading.pool, loading.data]);
    if (!data.ok) return data;
    const training = await this.openTraining(data.value);
    if (this.current !== loading) return CANCELLED;
    return pool.ok ? training : pool;
  }

  private async openData(card: ModelCard, progress: Progress): Promise<Outcome<DataSet & { readonly task: TaskId }>> {
    const data = await loadDataSet(card.dataset);
    if (this.isOvertaken(card.id)) return CANCELLED;
    if (!data.ok) return data;
    this.change(data.value);
    const [first] = data.value.test;
    if (first !== undefined) void this.openSplit(data.value.id, first, progress);
    return { ...data, value: { ...data.value, task: card.task } };
  }

  /** The workers hold the images of one data set only. */
  private change(data: DataSet): void {
    const before = store.getState().testData;
    if (before?.id === data.id) return;
    if (before !== null) this.splits.clear();
    store.setState({ testData: testDataOf(data), classes: data.classes, labels: null });
  }

  private async openModel(model: string, card: ModelCard, progress: Progress): Promise<Outcome<unknown>> {
    progress.expect('model', card.bytes);
    const bundle = await loadBundle(card, (received) => progress.at('model', received));
    if (this.isOvertaken(model)) return CANCELLED;
    if (!bundle.ok) return this.refuse(model, bundle);
    const pool = card.task === 'weights' ? null : this.engine.loadModel(bundle.value);
    const weights = await this.engine.loadWeights(bundle.value);
    if (this.isOvertaken(model)) return CANCELLED;
    if (!weights.ok) return this.refuse(model, weights);
    const { layers, kernels } = weights.value;
    keepLayersOf(layers.map(({ name }) => name));
    store.setState((state) => ({
      model: { status: 'ready', card, layers },
      engine: { ...state.engine, kernels },
      view: { ...state.view, layer: layerToShow(state.view.layer, layers) },
    }));
    this.onReady();
    if (pool === null) {
      const backend = kernels === 'plain' ? 'cpu' : 'wasm-simd';
      store.setState((state) => ({ engine: { ...state.engine, backend, forward: null } }));
      return weights;
    }
    const backend = await pool;
    if (backend.ok) {
      const { backend: name, forward } = backend.value;
      store.setState((state) => ({ engine: { ...state.engine, backend: name, forward } }));
    }
    return backend;
  }

  private async openImages({ id, test }: DataSet, images: number): Promise<Outcome<Uint8Array>> {
    const needed = test.filter((split) => split.offset < images);
    const parts: Uint8Array[] = [];
    for (const split of needed) {
      const outcome = await this.openSplit(id, split);
      if (!outcome.ok) return outcome;
      parts.push(outcome.value);
    }
    const known = store.getState().labels;
    const count = parts.reduce((sum, part) => sum + part.length, 0);
    if (count < images) return failed(tooFew(count, images));
    if (known !== null && known.length >= count) return { ok: true, value: known, ms: 0 };
    const labels = joined(parts, count);
    store.setState({ labels });
    return { ok: true, value: labels, ms: 0 };
  }

  /** The first file of training images; kept until a model of another data set needs its own. */
  private openTraining({ id, train }: DataSet): Promise<Outcome<unknown>> {
    const [split] = train;
    if (split === undefined) return Promise.resolve(failed(NO_TRAINING_IMAGES));
    const key = `${id}/${split.file}`;
    if (this.training?.key === key) return this.training.loaded;
    const loaded = loadSplit(id, split, () => undefined).then((file) =>
      file.ok ? this.engine.pool.loadCalibration(file.value) : file,
    );
    this.training = { key, loaded };
    void loaded.then((outcome) => {
      if (!outcome.ok && this.training?.loaded === loaded) this.training = null;
    });
    return loaded;
  }

  /** One file of images; a failed download is tried again the next time it is needed. */
  private openSplit(dataSet: string, split: Split, progress?: Progress): Promise<Outcome<Uint8Array>> {
    const key = `${dataSet}/${split.file}`;
    const known = this.splits.get(key);
    if (known !== undefined) return known;
    progress?.expect('images', split.bytes);
    const opening = loadSplit(dataSet, split, (received) => progress?.at('images', received)).then((file) =>
      file.ok ? this.engine.pool.loadImages(file.value) : file,
    );
    this.splits.set(key, opening);
    void opening.then((outcome) => {
      if (!outcome.ok) this.splits.delete(key);
    });
    return opening;
  }

  private refuse<T extends { readonly problem: Problem }>(model: string, outcome: T): T {
    if (!this.isOvertaken(model)) store.setState({ model: { status: 'failed', problem: outcome.problem } });
    return outcome;
  }

  private isOvertaken(model: string): boolean {
    return this.current?.model !== model;
  }
}

/** The layer already selected if the model has it, else the second: the first convolution over features, not pixels. */
function layerToShow(selected: string | null, layers: readonly { name: string }[]): string | null {
  if (layers.some((layer) => layer.name === selected)) return selected;
  return (layers[1] ?? layers[0])?.name ?? null;
}

function testDataOf({ id, title, test, train, items }: DataSet): TestData {
  const sum = (splits: readonly { readonly count: number }[]) => splits.reduce((total, { count }) => total + count, 0);
  const all = items ?? sum(test);
  return { id, title, counts: [test[0]?.count ?? all, all], training: sum(train) };
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const NO_TRAINING_IMAGES: Problem = {
  title: 'There is nothing to calibrate on',
  cause: 'The data set of this model has no training images.',
  next: 'Choose a dynamic range for the activations (batch or sample), or leave them in float.',
};

function tooFew(found: number, wanted: number): Problem {
  return {
    title: 'There are not that many test images',
    cause: `The data set has ${found} test images, ${wanted} were asked for.`,
    next: 'Measure on fewer images.',
  };
}
