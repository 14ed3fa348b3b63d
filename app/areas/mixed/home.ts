/** One budget on two hardware models: what was found for each, on both. */
import { type Best, bestOf } from '../../../src/search/best';
import type { Ground } from './facts';
import type { Run } from './runs';
import type { MixedSettings } from './settings';
import { sideCosts, total } from './shown';

export interface Found {
  readonly run: Run;
  readonly best: Best;
}

/** Seconds of the policy of each machine (rows) on each machine. */
export type Latencies = readonly (readonly (number | null)[])[];

/** What has been found for the two machines of the settings, and the latencies of that on both. */
export function atHome(
  runs: readonly Run[],
  ground: Ground,
  settings: MixedSettings,
): { readonly found: readonly (Found | null)[]; readonly latencies: Latencies } {
  const machines = [settings.machine, settings.other];
  const found = machines.map((id) => latest(runs, ground, settings, id));
  const latencies = found.map((one) =>
    machines.map((id) => {
      if (one === null) return null;
      const { weights, activations } = one.best.policy;
      const bits = { weights, activations: activations ?? weights.map(() => 8) };
      return total(sideCosts(ground.works, settings, bits, id), 'latency');
    }),
  );
  return { found, latencies };
}

/** The newest finished search on a machine under this budget. */
function latest(
  runs: readonly Run[],
  ground: Ground,
  { budget, method }: MixedSettings,
  machine: string,
): Found | null {
  const run = runs.findLast(
    (one) =>
      one.ground === ground.key &&
      one.machine === machine &&
      one.measure === 'latency' &&
      one.task.activations &&
      one.budgetBits === budget &&
      one.task.method === method &&
      one.status === 'finished',
  );
  const best = run === undefined ? null : bestOf(run);
  return run === undefined || best === null ? null : { run, best };
}
