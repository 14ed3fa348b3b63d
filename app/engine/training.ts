import type { BinaryTrainJobs } from '../../src/jobs/binary-reports';
import type { JobInput, JobResult } from '../../src/jobs/catalogue';
import type { ModelBundle } from '../../src/model/types';
import type { RunOptions } from './client';
import type { Outcome } from './outcome';
import type { ImageFile } from './pool';
import { spawnTrainWorker } from './spawn';
import { Staff, type Step } from './staff';

/** What a training needs in its worker. */
interface TrainingData {
  readonly bundle: ModelBundle;
  readonly train: readonly ImageFile[];
  readonly test: readonly ImageFile[];
}

/**
 * The worker that trains, started when it is first needed. One that does not stop in time is ended and another one takes its
 * place, with the same model and images; the run then goes on from the checkpoint that comes with its next part.
 */
export class TrainingEngine {
  private readonly staff = new Staff(spawnTrainWorker);
  private key: string | null = null;

  /** @param plain no SIMD, as in a browser without it. */
  constructor(private readonly plain: boolean) {}

  /** Brings model and images into the worker, unless those of `key` are there already. */
  async prepare(key: string, data: TrainingData): Promise<Outcome<unknown>> {
    if (this.key === key) return { ok: true, value: null, ms: 0 };
    const model: Step<'prepare-training'> = {
      name: 'prepare-training',
      input: { bundle: data.bundle, plain: this.plain },
    };
    const images =
      (role: 'train' | 'test') =>
      (file: ImageFile): Step<'load-training-images'> => {
        return { name: 'load-training-images', input: { ...file, role } };
      };
    const outcome = await this.staff.prepare([
      model,
      ...data.train.map(images('train')),
      ...data.test.map(images('test')),
    ]);
    this.key = outcome.ok ? key : null;
    return outcome;
  }

  /** Whether that model and those images are in the worker. */
  has(key: string): boolean {
    return this.key === key;
  }

  train(input: JobInput<'train'>, options: RunOptions<'train'>): Promise<Outcome<JobResult<'train'>>> {
    return this.staff.run('train', input, options);
  }

  /** One of the jobs of the Binary screen, on the model and images that are there. */
  run<N extends keyof BinaryTrainJobs>(
    name: N,
    input: JobInput<N>,
    options: RunOptions<N>,
  ): Promise<Outcome<JobResult<N>>> {
    return this.staff.run(name, input, options);
  }

  /** Traces of the Hessian on the first training images; model and images must be there. */
  traces(
    input: JobInput<'hessian-traces'>,
    options: RunOptions<'hessian-traces'>,
  ): Promise<Outcome<JobResult<'hessian-traces'>>> {
    return this.staff.run('hessian-traces', input, options);
  }

  /** Frees what a run keeps in the worker. */
  forget(): Promise<Outcome<JobResult<'forget-training'>>> {
    return this.staff.run('forget-training', {});
  }

  dispose(): void {
    this.staff.dispose();
  }
}
