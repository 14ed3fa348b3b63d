/** Runs the speed bench in a worker of the pool; its results outlast leaving the Lab. */
import { speedSide } from '../../src/jobs/speed-side';
import type { SpeedReport } from '../../src/jobs/speed-reports';
import { keptRuns } from '../engine/kept-runs';
import { benchSpeed } from '../engine/requests';
import { store } from '../store/store';

/** By model. */
export const speedRuns = keptRuns<SpeedReport>();

/** Times the chosen model. */
export async function runSpeed(): Promise<void> {
  store.setState({ background: 'Timing every path' });
  const isShown = await speedRuns.run(store.getState().experiment.model, (options) =>
    benchSpeed(speedSide(8), options),
  );
  if (isShown) store.setState({ background: null });
}

export function cancelSpeed(): void {
  speedRuns.cancel();
  store.setState({ background: null });
}
