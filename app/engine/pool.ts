import { needsCalibration } from '../../src/activations/needs';
import { keyOf } from '../../src/experiment/key';
import type { CalibratedTaps, KeptValues } from '../../src/jobs/activation-reports';
import type { EvaluationBackend } from '../../src/jobs/backend-info';
import type { FeatureReport } from '../../src/jobs/binary-reports';
import type { JobInput, JobName, JobResult } from '../../src/jobs/catalogue';
import type { IntegerPlace, IntegerReport, Possibly } from '../../src/jobs/integer-reports';
import type { ModelBundle } from '../../src/model/types';
import type { Continuation } from '../../src/nn/tasks/continue-text';
import type { Side } from '../../src/experiment/spec';
import type { Measured } from '../../src/tasks/score';
import type { RunOptions } from './client';
import type { Outcome } from './outcome';
import { Results } from './results';
import { all, joined, merge, missing, startOf, sum } from './shards';
import type { Staff, Step } from './staff';

/** A file of test images as downloaded: gzip'd pixels, then labels, of images [offset, offset + count). */
export interface ImageFile {
  /** Id of the data set. */
  readonly set: string;
  readonly packed: ArrayBuffer;
  readonly offset: number;
  readonly count: number;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

export interface EvaluateOptions extends Pick<JobInput<'evaluate'>, 'weights' | 'single'> {
  readonly signal?: AbortSignal | undefined;
  /** Images done and in all, over all workers. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * The workers that run forward passes. Each holds a part of every image file and the whole model; one evaluation runs in all
 * of them at once. Its results do not depend on how many there are.
 */
export class EvalPool {
  private model: Step<'load-model'> | null = null;
  /** In the first worker only: what it finds is sent to all. */
  private calibration: Step<'load-calibration'> | null = null;
  private sets: readonly Step<'load-weight-set'>[] = [];
  private readonly taps = new Results<Promise<Outcome<CalibratedTaps>>>(100);
  private readonly images = new Map<Staff, Step<'load-images'>[]>();
  /** What else a worker needs for one purpose. */
  private readonly extra = new Map<Staff, Step>();
  private set: string | null = null;
  /** Texts that each worker was asked for, so that they are shared out. */
  private readonly writing = new Map<Staff, number>();

  constructor(private readonly staff: readonly Staff[]) {
    for (const one of staff) this.images.set(one, []);
  }

  get size(): number {
    return this.staff.length;
  }

  /** Starts the workers before there is anything to load. */
  warmUp(): void {
    void this.prepareAll();
  }

  /** Puts the model into every worker. Images that are already there stay. */
  async loadModel(bundle: ModelBundle, plain: boolean): Promise<Outcome<EvaluationBackend>> {
    this.model = { name: 'load-model', input: { bundle, plain } };
    this.sets = [];
    this.taps.clear();
    const outcome = await this.prepareAll();
    if (!outcome.ok) return outcome;
    return { ...outcome, value: outcome.value[0]?.[0] as EvaluationBackend };
  }

  /** Weights that sides may name, in place of those named before; they belong to the model that was loaded last. */
  async setWeights(steps: readonly Step<'load-weight-set'>[]): Promise<Outcome<unknown>> {
    this.sets = steps;
    return this.prepareAll();
  }

  /**
   * Shares out the images of a file; returns all its labels. Of a damaged file nothing stays, and nothing of another data
   * set.
   */
  async loadImages({ set, packed, offset, count }: ImageFile): Promise<Outcome<Uint8Array>> {
    if (this.set !== set) for (const one of this.staff) this.images.set(one, []);
    this.set = set;
    this.staff.forEach((one, index) => {
      const from = offset + startOf(index, this.size, count);
      const to = offset + startOf(index + 1, this.size, count);
      this.images.get(one)?.push({ name: 'load-images', input: { set, packed, count, offset, from, to } });
    });
    const outcome = await this.prepareAll();
    if (!outcome.ok) {
      for (const steps of this.images.values()) steps.pop();
      return outcome;
    }
    const labels = outcome.value.map((results) => (results.at(-1) as { labels: Uint8Array }).labels);
    return { ...outcome, value: joined(labels) };
  }

  /** Puts training images into the worker that calibrates, in place of others. */
  async loadCalibration({ packed, count }: Pick<ImageFile, 'packed' | 'count'>): Promise<Outcome<unknown>> {
    this.calibration = { name: 'load-calibration', input: { packed, count } };
    this.taps.clear();
    const outcome = await this.prepareAll();
    if (!outcome.ok) this.calibration = null;
    return outcome;
  }

  /** One output of a layer in integers, in the worker that has the image; the training images must have been loaded. */
  async integerOutput(
    side: Side,
    layer: string,
    place: IntegerPlace,
    signal?: AbortSignal,
  ): Promise<Outcome<Possibly<IntegerReport>>> {
    const taps = await this.tapsFor(side);
    if (!taps.ok) return taps;
    const owner = this.ownerOf(place.image);
    const input = { side, taps: taps.value, layer, place };
    return owner?.run('integer-output', input, { signal }) ?? missing(place.image);
  }

  /** What one layer makes of one image with float, binary and ternary weights, in the worker that has the image. */
  async featureMaps(input: JobInput<'feature-maps'>, signal?: AbortSignal): Promise<Outcome<FeatureReport>> {
    return (await this.ownerOf(input.image)?.run('feature-maps', input, { signal })) ?? missing(input.image);
  }

  /**
   * A job about a side on test images of one worker, the first: as many as it has and no more than asked. The training images
   * must have been loaded if ranges of activations are fixed.
   */
  async runOnFirst<N extends 'integer-agreement' | 'bench-speed'>(
    name: N,
    side: Side,
    images: number,
    options: RunOptions<N> = {},
  ): Promise<Outcome<JobResult<N>>> {
    const taps = await this.tapsFor(side);
    if (!taps.ok) return taps;
    const [part] = this.partsOf(images);
    const input = { side, taps: taps.value };
    return part?.one.run(name, { ...input, ...part.range }, options) ?? missing(0);
  }

  /** The values that calibration kept at the input of one layer; the training images must have been loaded. */
  async tapValues(input: JobInput<'tap-values'>): Promise<Outcome<KeptValues>> {
    return (await this.staff[0]?.run('tap-values', input)) ?? missing(0);
  }

  /**
   * Predicts the first `images` test images, which must have been loaded; the training images too if ranges of activations
   * are fixed.
   */
  async evaluate(side: Side | null, images: number, options: EvaluateOptions = {}): Promise<Outcome<Measured>> {
    const { signal, onProgress, weights = [], single = false } = options;
    const taps = await this.tapsFor(side);
    if (!taps.ok) return taps;
    const parts = this.partsOf(images);
    const done = parts.map(() => 0);
    const shards = await Promise.all(
      parts.map(({ one, range }, index) =>
        one.run(
          'evaluate',
          { side, ...range, taps: taps.value, weights, single },
          {
            signal,
            onProgress: (progress) => {
              done[index] = progress.done;
              onProgress?.(sum(done), images);
            },
          },
        ),
      ),
    );
    return merge(shards, images);
  }

  /** uint8 pixels of some loaded test images, one after the other in the order asked for. */
  async readImages(indices: readonly number[], signal?: AbortSignal): Promise<Outcome<Uint8Array>> {
    const outcomes = await Promise.all(
      indices.map(async (index) => {
        const owner = this.ownerOf(index);
        return owner === undefined ? missing(index) : owner.run('read-images', { indices: [index] }, { signal });
      }),
    );
    const together = all(outcomes);
    return together.ok ? { ...together, value: joined(together.value) } : together;
  }

  /** The picture that the network of a side makes of a loaded one: uint8 colours. */
  async readOutput(side: Side | null, index: number, options: EvaluateOptions = {}): Promise<Outcome<Uint8Array>> {
    const owner = this.ownerOf(index);
    const taps = await this.tapsFor(side);
    if (!taps.ok) return taps;
    if (owner === undefined) return missing(index);
    return owner.run('read-output', { side, index, taps: taps.value }, stepwise(options));
  }

  /** Characters that the network of a side goes on with. */
  async continueText(
    side: Side | null,
    continuation: Continuation,
    options: EvaluateOptions = {},
  ): Promise<Outcome<Uint8Array>> {
    const [one] = this.staff.toSorted((p, q) => (this.writing.get(p) ?? 0) - (this.writing.get(q) ?? 0));
    const taps = await this.tapsFor(side);
    if (!taps.ok) return taps;
    if (one === undefined) return missing(0);
    this.writing.set(one, (this.writing.get(one) ?? 0) + 1);
    return one.run('continue-text', { side, continuation, taps: taps.value }, stepwise(options));
  }

  /** One more thing that each worker must have done, by its number, in place of the one asked for before. */
  async require(step: (worker: number) => Step): Promise<Outcome<unknown>> {
    this.staff.forEach((one, index) => this.extra.set(one, step(index)));
    return this.prepareAll();
  }

  /** Runs the same job in all workers at once. */
  async runInAll<N extends JobName>(
    name: N,
    input: JobInput<N>,
    options: RunOptions<N> = {},
  ): Promise<Outcome<readonly JobResult<N>[]>> {
    return all(await Promise.all(this.staff.map((one) => one.run(name, input, options))));
  }

  dispose(): void {
    for (const one of this.staff) one.dispose();
  }

  /** Ranges of a side's activations, found once for all workers and all who ask. */
  tapsFor(side: Side | null): Promise<Outcome<CalibratedTaps>> {
    const activations = side?.activations;
    const [first] = this.staff;
    if (activations === undefined || first === undefined || !needsCalibration({ activations })) {
      return Promise.resolve({ ok: true, value: {}, ms: 0 });
    }
    const weights = side?.weights === undefined ? {} : { weights: side.weights };
    const key = keyOf([activations, weights]);
    const known = this.taps.get(key);
    if (known !== undefined) return known;
    const asked = first.run('calibrate', { activations, ...weights });
    this.taps.set(key, asked);
    void asked.then((outcome) => {
      if (!outcome.ok && this.taps.get(key) === asked) this.taps.delete(key);
    });
    return asked;
  }

  private async prepareAll(): Promise<Outcome<readonly (readonly unknown[])[]>> {
    const { model, calibration } = this;
    const outcomes = await Promise.all(
      this.staff.map((one, index) =>
        one.prepare([
          ...(model === null ? [] : [model, ...this.sets]),
          ...(calibration === null || index > 0 ? [] : [calibration]),
          ...this.extraOf(one),
          ...(this.images.get(one) ?? []),
        ]),
      ),
    );
    return all(outcomes);
  }

  private extraOf(one: Staff): readonly Step[] {
    return [this.extra.get(one)].filter((step) => step !== undefined);
  }

  /** The ranges of the first `images` images, with the worker that has them. */
  private partsOf(images: number): { one: Staff; range: Range }[] {
    return this.staff.flatMap((one) =>
      this.rangesOf(one)
        .map(({ from, to }) => ({ one, range: { from, to: Math.min(to, images) } }))
        .filter(({ range }) => range.from < range.to),
    );
  }

  private ownerOf(index: number): Staff | undefined {
    return this.staff.find((one) => this.rangesOf(one).some(({ from, to }) => from <= index && index < to));
  }

  private rangesOf(one: Staff): JobInput<'load-images'>[] {
    return (this.images.get(one) ?? []).map((step) => step.input);
  }
}

function stepwise({ signal, onProgress }: EvaluateOptions) {
  return {
    signal,
    onProgress: ({ done, total }: { readonly done: number; readonly total: number }) => onProgress?.(done, total),
  };
}
