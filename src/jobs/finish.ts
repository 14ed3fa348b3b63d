import { resultOf } from '../numerics/steps';
import type { JobGenerator } from './catalogue';

/** Runs a job to its end outside of a worker, and returns its result. */
export async function finish<P, R>(job: JobGenerator<P, R> | Promise<R>): Promise<R> {
  return job instanceof Promise ? job : resultOf(job);
}
