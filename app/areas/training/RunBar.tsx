import { Pause, Play } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from '../../controls/Button';
import { count } from '../../controls/format';
import { ProgressBar } from '../../controls/ProgressBar';
import { Select } from '../../controls/Select';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { trainingScreen } from '../../../src/experiment/screens/training';
import { selectLayer } from '../../store/actions';
import { useStore } from '../../store/store';
import { useScreenParams } from '../useScreenParams';
import { useCurveRun } from './bits/run';
import { cancelTraining, pauseTraining, resumeTraining, startTraining, warmUpTraining } from './controller';
import css from './RunBar.module.css';
import { type Run, secondsLeft } from './runs';
import { RUN_NAMES, setTraining, useChosenSides } from './settings';
import { useTraining } from './store';

/** What is trained, how far it is, and the buttons that start, pause and end it. */
export function RunBar() {
  const run = useTraining(({ queue, runs }) => (queue[0] === undefined ? null : runs[queue[0]]));
  return (
    <>
      <LayerSelect />
      {run === null ? <Starter /> : <Progress run={run} />}
    </>
  );
}

function LayerSelect() {
  const model = useStore((state) => state.model);
  const layer = useStore((state) => state.view.layer);
  if (model.status !== 'ready') return null;
  const options = model.layers.map(({ name, weights }) => {
    return { value: name, label: `${name}, ${count(weights)} weights` };
  });
  return (
    <span className={css.pair}>
      <span className={css.label} aria-hidden>
        Layer
      </span>
      <Select name="Layer whose weights are shown" value={layer ?? ''} options={options} onChange={selectLayer} />
    </span>
  );
}

function Starter() {
  const { train, control } = useScreenParams('training');
  const sides = useChosenSides();
  const isReady = useStore((state) => state.model.status === 'ready');
  const isMeasuring = useCurveRun((state) => state.status === 'running');
  useWarmUp(isReady);
  return (
    <>
      <span className={css.pair}>
        <span className={css.label} aria-hidden>
          Train
        </span>
        <SegmentedControl
          name="Recipes to train"
          value={String(train)}
          options={trainingScreen.train.options}
          onChange={(next) => setTraining('train', next)}
        />
      </span>
      <Button
        kind="primary"
        disabled={!isReady || isMeasuring}
        title={isMeasuring ? 'Accuracy over bits is being measured.' : undefined}
        onPointerEnter={warmUpTraining}
        onFocus={warmUpTraining}
        onClick={() => startTraining(sides, control === true)}
      >
        <Play size={15} aria-hidden />
        Start
      </Button>
    </>
  );
}

/** Rest after the screen was opened before its worker is made ready. */
const OPENED_MS = 500;

/** Makes the worker ready while the screen is looked at; where data are to be saved, only once the button is reached. */
function useWarmUp(isReady: boolean): void {
  useEffect(() => {
    // Not every browser tells, and the types leave it out.
    const { connection } = navigator as Navigator & { readonly connection?: { readonly saveData?: boolean } };
    if (!isReady || connection?.saveData === true) return undefined;
    const waiting = setTimeout(warmUpTraining, OPENED_MS);
    return () => clearTimeout(waiting);
  }, [isReady]);
}

function Progress({ run }: { readonly run: Run }) {
  const isPaused = run.status === 'paused';
  return (
    <>
      <span className={css.text}>{progressText(run)}</span>
      <ProgressBar label={`Training of ${RUN_NAMES[run.id]}`} done={run.steps === 0 ? 0 : run.step} total={run.steps} />
      <span className={css.left}>{timeText(run)}</span>
      <Button
        kind="primary"
        disabled={!isPaused && run.status !== 'running'}
        onClick={isPaused ? resumeTraining : pauseTraining}
      >
        {isPaused ? <Play size={15} aria-hidden /> : <Pause size={15} aria-hidden />}
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <Button onClick={cancelTraining}>Cancel</Button>
    </>
  );
}

function progressText({ id, status, step, steps }: Run): string {
  const name = RUN_NAMES[id];
  if (status === 'loading' || steps === 0) return `Training ${name}`;
  return `${name}: step ${count(step)} of ${count(steps)}`;
}

function timeText(run: Run): string {
  if (run.status === 'paused') return 'paused';
  const { waiting } = run;
  if (waiting?.what === 'data')
    return `loading images, ${Math.round((100 * waiting.done) / Math.max(waiting.total, 1))} %`;
  if (run.status === 'loading') return 'loading images';
  const seconds = secondsLeft(run);
  if (seconds !== null) return `~${seconds} s left`;
  return waiting === null ? '' : 'measuring';
}
