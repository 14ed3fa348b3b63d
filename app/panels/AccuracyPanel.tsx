import { useMemo } from 'react';
import type { SideId } from '../../src/experiment/spec';
import { AccuracyChart } from '../charts/accuracy/AccuracyChart';
import { SweepBar } from '../charts/accuracy/SweepBar';
import type { AccuracyInput } from '../charts/accuracy/input';
import { accuracyModel } from '../charts/accuracy/model';
import { sweepNote, sweepStatus } from '../charts/accuracy/sweep-status';
import { accuracyTable } from '../charts/accuracy/words';
import { PanelFrame } from '../charts/frame/PanelFrame';
import type { Size } from '../charts/frame/useSize';
import { DeltaPill } from '../controls/DeltaPill';
import { sweepKey } from '../../src/experiment/plan';
import { applySide, cancelSweep, startSweep } from '../store/actions';
import type { Task } from '../../src/tasks/task';
import type { AppState, SweepPoint } from '../store/state';
import { useStore } from '../store/store';
import { currentItems, currentTask } from '../store/test-items';
import { deferred } from './deferred';
import { usePresent } from './use-present';

const openPoint = (side: SideId, point: SweepPoint) => {
  applySide(side, point.side);
};

function useAccuracy() {
  const sweep = useStore((state) => state.sweep);
  const float = useStore((state) => state.scores.float.value);
  const classes = useStore((state) => state.classes.length);
  const isCurrent = useStore(({ sweep: { key }, experiment }) => key === null || key === sweepKey(experiment));
  const items = useStore(currentItems);
  const task = useStore(currentTask);
  const present = usePresent();
  return useMemo(
    () => ({ sweep, float, classes, isCurrent, items, task, present }),
    [sweep, float, classes, isCurrent, items, task, present],
  );
}

/** The value of the task against stored bits: the curves of the last sweep with the present results on them. */
export const AccuracyPanel = deferred(useAccuracy, Panel);

function Panel({ value }: { readonly value: ReturnType<typeof useAccuracy> }) {
  const { sweep, float, classes, isCurrent, items, task, present } = value;
  const input: AccuracyInput = { task, points: sweep.points, float, classes, present };
  const model = (size: Size) => accuracyModel(input, size);
  const { a, b } = present;
  const provenance = sweep.status === 'precomputed' ? 'precomputed' : 'measured';
  return (
    <PanelFrame
      title={task.metric}
      caption={captionOf(task, items)}
      summary={model({ width: 0, height: 0 }).summary}
      status={sweepStatus(sweep, isCurrent)}
      actions={a && b && <DeltaPill task={task} a={a.score.value} b={b.score.value} />}
      table={() => accuracyTable(input, provenance === 'precomputed' ? 'pre-computed' : 'measured')}
      exportName="accuracy-stored-bits"
      footer={<SweepFooter note={sweepNote(sweep, isCurrent, { n: items, text: task.items })} />}
    >
      {(size) => (
        <AccuracyChart
          model={model(size)}
          task={task}
          points={sweep.points}
          provenance={provenance}
          onOpen={openPoint}
        />
      )}
    </PanelFrame>
  );
}

function captionOf({ unit, higherIsBetter, items }: Task, n: number): string {
  return `${unit}${higherIsBetter ? '' : ', lower is better'}, ${items(n)}`;
}

function SweepFooter({ note }: { readonly note: string }) {
  const sweep = useStore((state) => state.sweep);
  const items = useStore((state) => currentTask(state).items(currentItems(state)));
  const isReady = useStore((state) => state.model.status === 'ready');
  const msPerPoint = useStore(paceOf);
  return (
    <SweepBar
      sweep={sweep}
      note={note}
      chooser={{ msPerPoint, items, reason: isReady ? null : 'The network is still loading.', onStart: startSweep }}
      onCancel={cancelSweep}
    />
  );
}

/**
 * Milliseconds for one measurement on as many items as now. Measurements that wait for each other count the waiting, so
 * the quickest is nearest to what one costs; null before the first.
 */
function paceOf(state: AppState): number | null {
  const times = Object.values(state.scores).flatMap(({ ms, value }) =>
    ms === null || value === null ? [] : [(ms * currentItems(state)) / value.n],
  );
  return times.length === 0 ? null : Math.min(...times);
}
