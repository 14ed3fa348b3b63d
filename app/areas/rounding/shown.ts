/** The run as the charts take it. */
import { useDeferredValue } from 'react';
import type { PanelStatus } from '../../charts/frame/status';
import { useStore } from '../../store/store';
import { layerKey } from './layer-run';
import { networkKey } from './network-run';
import { type LayerRun, useRounding } from './store';

/** Whether the run belongs to settings that have changed since. */
export function useIsOld(): boolean {
  const experiment = useStore((state) => state.experiment);
  const layer = useStore((state) => state.view.layer);
  const key = useRounding(({ run }) => run?.key ?? null);
  return key !== null && key !== layerKey(experiment, layer);
}

/** How what the charts of the run show stands to the settings. */
export function useRunStatus(): PanelStatus {
  const run = useRounding((state) => state.run);
  const isOld = useIsOld();
  if (run?.status === 'failed') return { status: 'failed', problem: run.problem, progress: null };
  return { status: isOld ? 'stale' : 'ready', problem: null, progress: null };
}

/** Index of the snapshot that is shown; −1 while there is none. */
export function useShown(): number {
  const shown = useRounding((state) => state.shown);
  const kept = useRounding(({ run }) => run?.snapshots.length ?? 0);
  return Math.min(shown ?? kept - 1, kept - 1);
}

/** The run and the snapshot as the charts draw them: when there is time, so that the controls answer at once. */
export function useDrawn(): { readonly run: LayerRun | null; readonly shown: number } {
  const run = useRounding((state) => state.run);
  const shown = useShown();
  return { run: useDeferredValue(run), shown: useDeferredValue(shown) };
}

export function useIsNetworkOld(): boolean {
  const experiment = useStore((state) => state.experiment);
  const key = useRounding(({ network }) => network.key);
  return key !== null && key !== networkKey(experiment);
}
