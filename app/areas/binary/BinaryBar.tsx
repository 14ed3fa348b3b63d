import { Play } from 'lucide-react';
import { binaryScreen } from '../../../src/experiment/screens/binary';
import { Button } from '../../controls/Button';
import { count } from '../../controls/format';
import { ProgressBar } from '../../controls/ProgressBar';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { Select } from '../../controls/Select';
import { Term } from '../../controls/Term';
import { selectLayer } from '../../store/actions';
import { store, useStore } from '../../store/store';
import { BarField } from '../BarField';
import css from './BinaryScreen.module.css';
import { type RunningScore, cancelScores, measure, useScores } from './scores';
import { type BinarySettings, set } from './settings';
import { METHOD_NAMES, trainedTasks } from './tasks';

/** Which layer, who shares α, what stays float, and the training. */
export function BinaryBar({ settings }: { readonly settings: BinarySettings }) {
  const running = useScores((state) => state.running);
  const isTraining = running !== null && running.task.training !== null;
  return (
    <>
      <LayerField />
      <BarField label={<Term id="alphaScale">One α per</Term>}>
        <SegmentedControl
          name="One α per"
          value={settings.granularity}
          options={binaryScreen.granularity.options}
          onChange={(value) => set('granularity', value)}
        />
      </BarField>
      <BarField label={<Term id="floatEnds">First and last</Term>}>
        <SegmentedControl
          name="First and last layer"
          value={settings.ends}
          options={binaryScreen.ends.options}
          onChange={(value) => set('ends', value)}
        />
      </BarField>
      {isTraining ? <Progress running={running} /> : <Starter settings={settings} />}
    </>
  );
}

function LayerField() {
  const model = useStore((state) => state.model);
  const layer = useStore((state) => state.view.layer);
  const layers = model.status === 'ready' ? model.layers : [];
  return (
    <BarField label={<span aria-hidden>Layer</span>}>
      <Select
        name="Layer"
        value={layer ?? ''}
        options={layers.map(({ name, weights }) => ({ value: name, label: `${name}, ${count(weights)}` }))}
        disabled={layers.length === 0}
        onChange={selectLayer}
      />
    </BarField>
  );
}

function Starter({ settings }: { readonly settings: BinarySettings }) {
  const isTrainable = useStore(({ model }) => model.status === 'ready' && model.card.task === 'classify');
  return (
    <>
      <Select
        name="Methods to train"
        value={settings.train}
        options={binaryScreen.train.options}
        onChange={(value) => set('train', value)}
      />
      <Button
        kind="primary"
        disabled={!isTrainable}
        title={isTrainable ? undefined : 'Only networks that tell classes of images apart are trained in the page.'}
        onClick={() => start(settings)}
      >
        <Play size={15} aria-hidden />
        Train
      </Button>
    </>
  );
}

function start({ train, ends }: BinarySettings): void {
  measure(trainedTasks(store.getState().experiment, train, ends === 'float'), { first: true });
}

function Progress({ running }: { readonly running: RunningScore }) {
  const { task, step } = running;
  const name = METHOD_NAMES[task.method];
  return (
    <>
      <span className={css.progress} role="status">
        {progressText(name, running)}
      </span>
      <ProgressBar
        label={`Training of ${name}`}
        done={step?.phase === 'training' ? step.done : 0}
        total={step?.total ?? 1}
      />
      <Button onClick={cancelScores}>Cancel</Button>
    </>
  );
}

function progressText(name: string, { step }: RunningScore): string {
  if (step === null) return `${name}: loading images`;
  const place = `${count(step.done)} of ${count(step.total)}`;
  if (step.phase === 'testing') return `${name}: testing, ${place}`;
  return `${name}: step ${place}, loss ${step.loss.toFixed(2)}`;
}
