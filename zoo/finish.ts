import type { JobGenerator } from '../src/jobs/catalogue';

/** Runs a job to its end and returns its result. */
export async function finish<P, R>(job: JobGenerator<P, R> | Promise<R>): Promise<R> {
  if (job instanceof Promise) return job;
  for (;;) {
    const step = job.next();
    if (step.done === true) return step.value;
  }
}
