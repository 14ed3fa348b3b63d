import type { JobInput, JobResult } from '../../src/jobs/catalogue';
import type { RoundJobs } from '../../src/jobs/round-reports';
import { loadBundle, loadCard, loadDataSet, loadSplit } from './models';
import type { RunOptions } from './client';
import { type Outcome, failed } from './outcome';
import { spawnTrainWorker } from './spawn';
import { Staff, type Step } from './staff';

/** The worker that rounds, started when it is first needed, with the chosen model and the first file of training images. */
export class RoundingEngine {
  private readonly staff = new Staff(spawnTrainWorker);
  private ready: { readonly model: string; readonly outcome: Promise<Outcome<unknown>> } | null = null;

  /** @param plain no SIMD, as in a browser without it. */
  constructor(private readonly plain: boolean) {}

  /** Runs a job on a model, once that and its images are there. */
  async run<N extends keyof RoundJobs>(
    model: string,
    name: N,
    input: JobInput<N>,
    options: RunOptions<N>,
  ): Promise<Outcome<JobResult<N>>> {
    const ready = await this.prepared(model);
    return ready.ok ? this.staff.run(name, input, options) : ready;
  }

  private prepared(model: string): Promise<Outcome<unknown>> {
    if (this.ready?.model !== model) {
      const mine = { model, outcome: this.prepare(model) };
      this.ready = mine;
      // What failed is tried again when it is next asked for.
      void mine.outcome.then(({ ok }) => {
        if (!ok && this.ready === mine) this.ready = null;
      });
    }
    return this.ready.outcome;
  }

  private async prepare(model: string): Promise<Outcome<unknown>> {
    const card = await loadCard(model);
    if (!card.ok) return card;
    if (card.value.task !== 'classify') return failed(NOT_ROUNDABLE);
    const data = await loadDataSet(card.value.dataset);
    if (!data.ok) return data;
    const [split] = data.value.train;
    if (split === undefined) return failed(NOT_ROUNDABLE);
    const [bundle, images] = await Promise.all([
      loadBundle(card.value, () => undefined),
      loadSplit(data.value.id, split, () => undefined),
    ]);
    if (!bundle.ok) return bundle;
    if (!images.ok) return images;
    const first: Step<'prepare-training'> = {
      name: 'prepare-training',
      input: { bundle: bundle.value, plain: this.plain },
    };
    const second: Step<'load-training-images'> = {
      name: 'load-training-images',
      input: { ...images.value, role: 'train' },
    };
    return this.staff.prepare([first, second]);
  }
}

const NOT_ROUNDABLE = {
  title: 'This network is not rounded here',
  cause: 'Only networks that tell classes of images apart are rounded by their outputs.',
  next: 'Choose another network.',
};
