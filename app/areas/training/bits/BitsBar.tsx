import { Pause, Play } from 'lucide-react';
import { SWEEP_BITS } from '../../../../src/experiment/sweep';
import { curveBits } from '../../../../src/experiment/bit-curves';
import { trainingScreen } from '../../../../src/experiment/screens/training';
import { Button } from '../../../controls/Button';
import { SegmentedControl } from '../../../controls/SegmentedControl';
import { Select } from '../../../controls/Select';
import { seconds } from '../../../charts/accuracy/sweep-time';
import { useStore } from '../../../store/store';
import { estimatedSeconds } from '../../../weights/words';
import { useScreenParams } from '../../useScreenParams';
import { setTraining } from '../settings';
import { useTraining } from '../store';
import css from './BitsBar.module.css';
import { cancelCurves, pauseCurves, pointKey, secondsLeft, startCurves, tasksOf, useCurveRun } from './run';

/** Which points are measured, and the buttons that start, pause and end it. */
export function BitsBar() {
  const params = useScreenParams('training');
  const bits = curveBits(params);
  const { curveScales, curveRule } = trainingScreen;
  const toggle = (width: number): void =>
    setTraining('curveBits', bits.includes(width) ? bits.filter((other) => other !== width) : [...bits, width]);
  return (
    <div className={css.bar}>
      <div className={css.choose} role="group" aria-label="Widths of the curves">
        <span className={css.label} aria-hidden>
          Bits
        </span>
        {SWEEP_BITS.map((width) => (
          <label key={width} className={css.width}>
            <input type="checkbox" checked={bits.includes(width)} onChange={() => toggle(width)} />
            {width}
          </label>
        ))}
      </div>
      <div className={css.choose}>
        <SegmentedControl
          name={curveScales.label}
          value={String(params['curveScales'])}
          options={curveScales.options}
          onChange={(next) => setTraining('curveScales', next)}
        />
        <Select
          name={curveRule.label}
          value={String(params['curveRule'])}
          options={curveRule.options}
          onChange={(next) => setTraining('curveRule', next)}
        />
      </div>
      <Run />
    </div>
  );
}

function Run() {
  const experiment = useStore((state) => state.experiment);
  const model = useStore((state) => state.model);
  const isTraining = useTraining((state) => state.queue.length > 0);
  const { status, points, now } = useCurveRun((state) => state);
  const tasks = tasksOf(experiment);
  const done = tasks.filter((task) => pointKey(task) in points).length;
  const cost = model.status === 'ready' ? { macs: model.card.macs, layers: model.layers } : null;
  const left = secondsLeft(tasks, { points, now }, ({ side: { weights } }) =>
    weights === undefined ? 1 : estimatedSeconds(weights, cost),
  );
  const isActive = status === 'running' || status === 'paused';
  const isDone = done === tasks.length;
  const reason = isTraining ? 'A run is being trained.' : cost === null ? 'The network is still loading.' : null;
  return (
    <div className={css.run}>
      <Button
        small
        kind="primary"
        disabled={status !== 'running' && (isDone || reason !== null)}
        title={reason ?? undefined}
        onClick={() => (status === 'running' ? pauseCurves() : void startCurves())}
      >
        {status === 'running' ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
        {status === 'running' ? 'Pause' : done > 0 && !isDone ? 'Resume' : 'Measure'}
      </Button>
      {isActive && (
        <Button small onClick={cancelCurves}>
          Cancel
        </Button>
      )}
      {isActive && (
        <progress
          className={css.progress}
          value={done + (now?.share ?? 0)}
          max={tasks.length}
          aria-label="Points measured"
        />
      )}
      <span className={css.text} role="status">
        {`${String(done)} of ${String(tasks.length)}${isDone ? '' : `, about ${seconds(left)}`}`}
      </span>
      {now !== null && <span className={css.text}>{`${now.task.label}, ${String(now.task.bits)} bits`}</span>}
    </div>
  );
}
