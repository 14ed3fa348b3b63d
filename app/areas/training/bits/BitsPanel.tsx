import { useEffect, useMemo } from 'react';
import { AccuracyChart } from '../../../charts/accuracy/AccuracyChart';
import type { AccuracyInput } from '../../../charts/accuracy/input';
import { accuracyModel } from '../../../charts/accuracy/model';
import { accuracyTable } from '../../../charts/accuracy/words';
import { PanelFrame } from '../../../charts/frame/PanelFrame';
import type { SweepPoint } from '../../../store/state';
import { sweepKey } from '../../../../src/experiment/plan';
import { usePresent } from '../../../panels/use-present';
import { applySide } from '../../../store/actions';
import { useStore } from '../../../store/store';
import { currentItems, currentTask } from '../../../store/test-items';
import empty from '../CurvesPanel.module.css';
import { BitsBar } from './BitsBar';
import { pointKey, recallCurves, tasksOf, useCurveRun } from './run';

/** Nearest, AdaRound and training, each from few bits to many, on one chart. */
export function BitsPanel() {
  const experiment = useStore((state) => state.experiment);
  const task = useStore(currentTask);
  const items = useStore(currentItems);
  const float = useStore((state) => state.scores.float.value);
  const classes = useStore((state) => state.classes.length);
  const problem = useCurveRun((state) => state.problem);
  const present = usePresent();
  const points = usePoints();
  const key = sweepKey(experiment);
  useEffect(() => void recallCurves(), [key]);
  const input: AccuracyInput = { task, points, float, classes, present };
  return (
    <PanelFrame
      title="Accuracy and bits"
      caption={`${task.unit}, ${task.items(items)}, MSE range`}
      summary={accuracyModel(input, { width: 0, height: 0 }).summary}
      status={{ status: problem === null ? 'ready' : 'failed', problem, progress: null }}
      table={() => accuracyTable(input, 'measured')}
      exportName="training-accuracy-bits"
      footer={<BitsBar />}
    >
      {(size) =>
        points.length === 0 ? (
          <p className={empty.empty}>
            Nearest, AdaRound and training at each width, measured here. A point opens its recipe; what is measured
            stays in this browser.
          </p>
        ) : (
          <AccuracyChart
            model={accuracyModel(input, size)}
            task={task}
            points={points}
            provenance="measured"
            onOpen={(side, point) => applySide(side, point.side)}
          />
        )
      }
    </PanelFrame>
  );
}

/** Those of the points that the settings ask for that are measured. */
function usePoints(): readonly SweepPoint[] {
  const experiment = useStore((state) => state.experiment);
  const points = useCurveRun((state) => state.points);
  return useMemo(
    () =>
      tasksOf(experiment).flatMap((task): SweepPoint[] => {
        const point = points[pointKey(task)];
        return point === undefined ? [] : [{ ...task, ...point }];
      }),
    [experiment, points],
  );
}
