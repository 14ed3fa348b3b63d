import type { Fact } from '../../../src/course/facts';
import { curveStore, pointKey, tasksOf } from '../../areas/training/bits/run';
import { type Run, type RunId, runKey } from '../../areas/training/runs';
import { trainingStore } from '../../areas/training/store';
import { store } from '../../store/store';
import type { FactReader } from './reader';

export const reader: FactReader = {
  read: () => [...runFacts(), ...curveFacts()],
  subscribe: (onChange) => {
    const stops = [trainingStore.subscribe(onChange), curveStore.subscribe(onChange)];
    return () => stops.forEach((stop) => stop());
  },
};

function runFacts(): readonly Fact[] {
  const { experiment, view } = store.getState();
  const { runs } = trainingStore.getState();
  return (['a', 'b', 'float'] as const).flatMap((id) => {
    const run = runs[id];
    return run?.status === 'finished' && run.key === runKey(experiment, id) ? factOf(id, run, view.layer) : [];
  });
}

function factOf(side: RunId, run: Run, layer: string | null): readonly Fact[] {
  const last = run.points.at(-1);
  if (last === undefined) return [];
  const seen = run.snapshots.at(-1)?.layers.find((one) => one.layer === layer);
  const { scale, params } = run.task;
  return [
    {
      ...{ kind: 'training', key: `${run.key} ${layer ?? ''}`, side, scale },
      epochs: Number(params['epochs'] ?? 1),
      images: Number(params['images'] ?? 0),
      after: last.correct / last.images,
      seconds: run.ms / 1000,
      changed: seen?.signs?.changed ?? null,
      zeros: seen?.zeroShare ?? null,
      spread: seen?.signs?.spread ?? null,
    },
  ];
}

function curveFacts(): readonly Fact[] {
  const { points } = curveStore.getState();
  return tasksOf(store.getState().experiment).flatMap((task): readonly Fact[] => {
    const point = points[pointKey(task)];
    if (point === undefined || task.series.endsWith('/channel')) return [];
    const { method, bits } = task;
    return [{ kind: 'curve', key: pointKey(task), method, bits, value: point.score.value, seconds: point.ms / 1000 }];
  });
}
