import { useState } from 'react';
import type { DataReport } from '../../../src/jobs/own-reports';
import { Button } from '../../controls/Button';
import { Dialog } from '../../controls/Dialog';
import { Field } from '../../controls/Field';
import { count } from '../../controls/format';
import { NumberField } from '../../controls/NumberField';
import { Select } from '../../controls/Select';
import { Switch } from '../../controls/Switch';
import { useStore } from '../../store/store';
import { leaveGiving, readData, takeData, useGiving } from './giving';
import css from './OpenDialog.module.css';
import { BusyLine, Failure, Pick } from './parts';

/** Data with labels for the chosen model of the user. */
export function DataDialog({ onClose }: { readonly onClose: () => void }) {
  const { busy, problem, report } = useGiving();
  const model = useStore((state) => (state.model.status === 'ready' ? state.model.card : null));
  const close = (): void => {
    leaveGiving();
    onClose();
  };
  return (
    <Dialog
      title={`Data for ${model?.title ?? 'this model'}`}
      intro="They are read in this tab and do not leave it."
      width={760}
      onClose={close}
    >
      <div className={css.body}>
        {problem !== null && <Failure problem={problem} />}
        {busy !== null && <BusyLine busy={busy} isBytes={report === null} onCancel={leaveGiving} />}
        {report !== null && model !== null ? (
          <Given report={report} name={model.title} isBusy={busy !== null} />
        ) : (
          busy === null && <Choose shape={model?.input.shape ?? []} />
        )}
      </div>
    </Dialog>
  );
}

function Choose({ shape }: { readonly shape: readonly number[] }) {
  const [resize, setResize] = useState(false);
  return (
    <div className={css.choose}>
      <p>{`The network takes ${shape.join(' × ')} values for each example.`}</p>
      <div className={css.drop}>
        <div className={css.row}>
          <Pick label="Choose files…" onFiles={(files) => void readData(files, resize)} />
          <Pick label="Choose a folder…" onFiles={(files) => void readData(files, resize)} isFolder />
        </div>
      </div>
      <Switch label="Scale pictures to the input of the network" on={resize} onChange={setResize} />
      <dl className={css.formats}>
        <dt>Table</dt>
        <dd>.csv with a column of labels and one of each input value</dd>
        <dt>Arrays</dt>
        <dd>.npz, or two .npy: the examples and their labels</dd>
        <dt>Pictures</dt>
        <dd>a folder with one folder for each class</dd>
      </dl>
    </div>
  );
}

const UNIT = 'pixel/255';
const STANDARD = 'standard';
const WAYS = [
  { value: UNIT, label: 'pixel / 255: from 0 to 1' },
  { value: STANDARD, label: '(pixel / 255 − mean) / std' },
  { value: 'pixel', label: 'as they are: from 0 to 255' },
];

interface GivenProps {
  readonly report: DataReport;
  readonly name: string;
  readonly isBusy: boolean;
}

/** What the data are, how they go into the network, and what they are used for. */
function Given({ report, name, isBusy }: GivenProps) {
  const [way, setWay] = useState(UNIT);
  const [mean, setMean] = useState(0.5);
  const [std, setStd] = useState(0.5);
  const { count: examples, shape, classes, counts, notes, areBytes } = report;
  const tests = Math.round(examples * 0.8);
  const preprocess = way === STANDARD ? `(pixel/255 - ${String(mean)})/${String(std)}` : way;
  return (
    <div className={css.choose}>
      <dl className={css.facts}>
        <dt>Examples</dt>
        <dd>{`${count(examples)} of ${shape.join(' × ')}`}</dd>
        <dt>Classes</dt>
        <dd>{classes.map((each, at) => `${each} (${count(counts[at] ?? 0)})`).join(', ')}</dd>
        <dt>Used as</dt>
        <dd>{`shuffled with a fixed seed; ${count(tests)} test data (80 %), ${count(examples - tests)} for calibration and training`}</dd>
      </dl>
      {notes.length > 0 && (
        <ul className={css.notes} aria-label="Notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {areBytes ? (
        <Field label="Preprocessing" note="As the network was trained: another one gives another accuracy.">
          <Select name="Preprocessing" value={way} options={WAYS} onChange={setWay} />
        </Field>
      ) : (
        <p>
          The values are not whole numbers from 0 to 255. They go in as they are, rounded to the nearest of 256 levels
          between the least and the largest.
        </p>
      )}
      {areBytes && way === STANDARD && <Standard mean={mean} std={std} onMean={setMean} onStd={setStd} />}
      <div className={css.row}>
        <Button
          kind="primary"
          disabled={isBusy}
          onClick={() => void takeData({ name, title: `your data, ${count(examples)} examples`, preprocess })}
        >
          Use these data
        </Button>
        <Button onClick={leaveGiving}>Other data</Button>
      </div>
    </div>
  );
}

interface StandardProps {
  readonly mean: number;
  readonly std: number;
  readonly onMean: (mean: number) => void;
  readonly onStd: (std: number) => void;
}

function Standard({ mean, std, onMean, onStd }: StandardProps) {
  return (
    <div className={css.row}>
      <Field label="Mean">
        <NumberField
          name="Mean"
          value={mean}
          range={{ min: -10, max: 10, integer: false }}
          step={0.01}
          write={String}
          onCommit={onMean}
        />
      </Field>
      <Field label="Standard deviation">
        <NumberField
          name="Standard deviation"
          value={std}
          range={{ min: 0.001, max: 10, integer: false }}
          step={0.01}
          write={String}
          onCommit={onStd}
        />
      </Field>
    </div>
  );
}
