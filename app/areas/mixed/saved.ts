/** A search that goes on is written to the browser's own store, so that a reload does not lose it. */
import { isRecord } from '../../../src/experiment/key';
import { readText, writeText } from '../../store/storage';
import { type Run, isActive } from './runs';

const KEY = 'quantization-playground-search';
/** Milliseconds between two writings. */
const PAUSE = 1000;

let last = -Infinity;

/** Writes the run, at most once a second. */
export function save(run: Run | undefined): void {
  const now = performance.now();
  if (run === undefined || !isActive(run) || now - last < PAUSE) return;
  last = now;
  writeText('browser', KEY, JSON.stringify({ version: 1, run }));
}

export function forgetSaved(): void {
  last = -Infinity;
  writeText('browser', KEY, null);
}

/** The run that was not finished; null when there is none, or it cannot be read. */
export function savedRun(): Run | null {
  try {
    const read: unknown = JSON.parse(readText('browser', KEY) ?? 'null');
    if (!isRecord(read) || read['version'] !== 1 || !isRecord(read['run'])) return null;
    const run = read['run'] as unknown as Run;
    const isWhole =
      typeof run.key === 'string' &&
      Array.isArray(run.accuracies) &&
      Array.isArray(run.policies) &&
      run.policies.length === run.accuracies.length &&
      Array.isArray(run.task.layers);
    return isWhole ? { ...run, status: 'paused', waiting: null } : null;
  } catch {
    return null;
  }
}
