import type { Problem } from '../store/state';

/** How a job ended. Failures are values: nothing here throws. */
export type Outcome<T> = { readonly ok: true; readonly value: T; readonly ms: number } | Lost;

interface Lost {
  readonly ok: false;
  /** `cancelled`: nobody wants it any more; `failed`: the job says why; `lost`: the worker crashed or hung. */
  readonly reason: 'cancelled' | 'failed' | 'lost';
  readonly problem: Problem;
}

export const CANCELLED: Lost = {
  ok: false,
  reason: 'cancelled',
  problem: {
    title: 'Cancelled',
    cause: 'The job was no longer needed.',
    next: 'Start it again if you want its result.',
  },
};

export function failed(problem: Problem): Lost {
  return { ok: false, reason: 'failed', problem };
}

export function lost(cause: string): Lost {
  return {
    ok: false,
    reason: 'lost',
    problem: {
      title: 'A worker stopped',
      cause,
      next: 'Change a setting to try again. If it stops again, close other tabs to free memory and reload the page.',
    },
  };
}
