/** The run under way, kept in the browser so that closing the page does not lose it. */
import { discard, keep, kept } from '../../engine/keep';
import type { Run } from './runs';

const KEY = 'under way';
/** Changes when what is kept of a run changes. */
const FORM = 1;

export async function rememberRun(run: Run): Promise<void> {
  await keep('runs', KEY, { form: FORM, run: { ...run, made: null } });
}

export async function forgetRun(): Promise<void> {
  await discard('runs', KEY);
}

/** The run that the page was closed on; null when there was none. */
export async function rememberedRun(): Promise<Run | null> {
  const found = await kept('runs', KEY);
  if (typeof found !== 'object' || found === null || !('form' in found) || found.form !== FORM || !('run' in found))
    return null;
  const run = found.run as Run;
  return run.checkpoint !== null && run.steps > 0 ? run : null;
}
