/** The runs as the charts take them. */
import { useMemo } from 'react';
import type { Curve } from '../../charts/training/curves';
import type { WeightsSide } from '../../charts/training/weights';
import type { PanelStatus } from '../../charts/frame/status';
import type { SideId } from '../../../src/experiment/spec';
import type { LayerReport } from '../../../src/jobs/reports';
import { useStore } from '../../store/store';
import { type Run, type RunId, type Runs, isActive, runKey } from './runs';
import { useTraining } from './store';

const IDS: readonly RunId[] = ['float', 'a', 'b'];

/** Which runs belong to settings that have changed since. */
function useOld(): Readonly<Record<RunId, boolean>> {
  const experiment = useStore((state) => state.experiment);
  const runs = useTraining((state) => state.runs);
  return useMemo(() => {
    const isOld = (id: RunId): boolean => runs[id] !== null && runs[id].key !== runKey(experiment, id);
    return { a: isOld('a'), b: isOld('b'), float: isOld('float') };
  }, [experiment, runs]);
}

export function useCurves(): readonly Curve[] {
  const runs = useTraining((state) => state.runs);
  const old = useOld();
  return useMemo(() => IDS.flatMap((id) => (runs[id] === null ? [] : [curveOf(runs[id], old[id])])), [runs, old]);
}

function curveOf({ id, losses, points, step, steps, ...run }: Run, isOld: boolean): Curve {
  return {
    id,
    losses,
    step,
    steps,
    points: points.map((point) => ({ step: point.step, accuracy: point.correct / point.images, images: point.images })),
    isActive: isActive({ id, losses, points, step, steps, ...run }),
    isOld,
  };
}

/** How what the charts show stands to the settings. */
export function useRunStatus(): PanelStatus {
  const runs = useTraining((state) => state.runs);
  const old = useOld();
  const present = IDS.filter((id) => runs[id] !== null && id !== 'float');
  const problem = present.map((id) => runs[id]?.problem ?? null).find((one) => one !== null) ?? null;
  if (problem !== null) return { status: 'failed', problem, progress: null };
  if (present.length === 0) return { status: 'ready', problem: null, progress: null };
  return { status: present.every((id) => old[id]) ? 'stale' : 'ready', problem: null, progress: null };
}

/** The steps of which histograms are kept, of both sides. */
export function useSnapshotSteps(): readonly number[] {
  const runs = useTraining((state) => state.runs);
  return useMemo(() => {
    const steps = [runs.a, runs.b].flatMap((run) => run?.snapshots.map(({ step }) => step) ?? []);
    return [...new Set(steps)].sort((x, y) => x - y);
  }, [runs]);
}

/** The weights of a layer at the chosen step, or the last one before it; before any run as it would begin. */
export function useWeights(layer: string | null): readonly WeightsSide[] {
  const runs = useTraining((state) => state.runs);
  const shownStep = useTraining((state) => state.shownStep);
  const reports = useStore((state) => state.layerReports);
  return useMemo(() => {
    const sides = ['a', 'b'] as const;
    if (IDS.some((id) => runs[id] !== null)) return sides.flatMap((side) => weightsOf(runs, side, layer, shownStep));
    return sides.flatMap((side) => untrainedOf(side, layer, reports[side].value));
  }, [runs, layer, shownStep, reports]);
}

/** The weights as the Lab shows them. */
function untrainedOf(side: SideId, layer: string | null, report: LayerReport | null): WeightsSide[] {
  if (report === null || report.layer !== layer) return [];
  const { histogram, stems, metrics } = report;
  const now = {
    layer,
    limit: histogram.high,
    latent: histogram.float,
    seen: histogram.quantized,
    levels: stems,
    zeroShare: metrics.zeroShare,
    signs: null,
    record: null,
  };
  return [{ side, step: 0, start: now, now }];
}

function weightsOf(runs: Runs, side: 'a' | 'b', layer: string | null, shownStep: number | null): WeightsSide[] {
  const kept = runs[side]?.snapshots ?? [];
  const shown = kept.filter(({ step }) => shownStep === null || step <= shownStep).at(-1) ?? kept[0];
  const now = shown?.layers.find((one) => one.layer === layer);
  const start = kept[0]?.layers.find((one) => one.layer === layer);
  return shown === undefined || now === undefined || start === undefined
    ? []
    : [{ side, step: shown.step, start, now }];
}
