import type { JobInput, JobResult } from '../../src/jobs/catalogue';
import type { OpenedFile, OwnJobs } from '../../src/jobs/own-reports';
import type { Problem } from '../store/state';
import { type RunOptions, WorkerClient } from './client';
import type { Outcome } from './outcome';
import { spawnFilesWorker } from './spawn';

/**
 * A worker that reads the files of the user, for as long as they are looked at. One that crashes or gives no sign is ended and
 * not replaced: the files might do the same again.
 */
export class FileReading {
  private readonly client = new WorkerClient(spawnFilesWorker(), () => undefined);

  async run<N extends keyof OwnJobs>(
    name: N,
    input: JobInput<N>,
    options: RunOptions<N>,
  ): Promise<Outcome<JobResult<N>>> {
    const outcome = await this.client.run(name, input, options);
    return outcome.ok || outcome.reason === 'cancelled'
      ? outcome
      : { ...outcome, problem: refused(outcome.problem, outcome.reason === 'lost') };
  }

  dispose(): void {
    this.client.dispose();
  }
}

/** Readers say themselves what to do. */
function refused({ cause, details }: Problem, isLost: boolean): Problem {
  return {
    title: 'Not opened',
    cause: isLost ? `${cause} It was reading your files, and was ended.` : cause,
    next: 'What is on screen has not changed.',
    ...(details === undefined ? {} : { details }),
  };
}

/** The file as the worker takes it, by its place in the folder it was given with. */
export function openedFile(file: File, path = file.webkitRelativePath || file.name): OpenedFile {
  return { name: path, blob: file };
}
