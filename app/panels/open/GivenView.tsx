import { useEffect, useState } from 'react';
import type { DataReport } from '../../../src/jobs/own-reports';
import type { ModelCard } from '../../../src/model/types';
import { Button } from '../../controls/Button';
import { Field } from '../../controls/Field';
import { count } from '../../controls/format';
import { NumberField } from '../../controls/NumberField';
import { Select } from '../../controls/Select';
import { ownRecord } from '../../engine/own-models';
import { hasClasses, otherData, readAgain, takeData, takesWords, useGiving } from './giving';
import css from './OpenDialog.module.css';

const UNIT = 'pixel/255';
const STANDARD = 'standard';
const WAYS = [
  { value: UNIT, label: 'pixel / 255: from 0 to 1' },
  { value: STANDARD, label: '(pixel / 255 − mean) / std' },
  { value: 'pixel', label: 'as they are: from 0 to 255' },
];

interface GivenViewProps {
  readonly report: DataReport;
  readonly card: ModelCard;
  readonly canUse: boolean;
}

/** What the data are, how they go into the network, and what they are used for. */
export function GivenView({ report, card, canUse }: GivenViewProps) {
  const [way, setWay] = useState(UNIT);
  const [mean, setMean] = useState(0.5);
  const [std, setStd] = useState(0.5);
  const { count: examples, labels, notes, areBytes } = report;
  const isToken = takesWords(card);
  const preprocess = isToken ? 'token' : way === STANDARD ? `(pixel/255 - ${String(mean)})/${String(std)}` : way;
  const named = `${count(examples)} ${labels === null ? 'input' : 'example'}${examples === 1 ? '' : 's'}`;
  const title = labels === null ? `your ${named}` : `your data, ${named}`;
  return (
    <div className={css.choose}>
      <Facts report={report} />
      {notes.length > 0 && (
        <ul className={css.notes} aria-label="Notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <LabelsField report={report} card={card} />
      {isToken ? (
        <p>The network takes the numbers of words: they go in as they are.</p>
      ) : areBytes ? (
        <Field label="Preprocessing" note="As the network was trained: another one gives other results.">
          <Select name="Preprocessing" value={way} options={WAYS} onChange={setWay} />
        </Field>
      ) : (
        <p>
          The values are not whole numbers from 0 to 255. They go in as they are, rounded to the nearest of 256 levels
          between the least and the largest.
        </p>
      )}
      {areBytes && !isToken && way === STANDARD && <Standard mean={mean} std={std} onMean={setMean} onStd={setStd} />}
      <div className={css.row}>
        <Button
          kind="primary"
          disabled={!canUse}
          onClick={() => void takeData({ name: card.title, title, preprocess })}
        >
          Use these data
        </Button>
        <Button onClick={otherData}>Other data</Button>
      </div>
    </div>
  );
}

function Facts({ report: { count: examples, shape, labels, parts } }: { readonly report: DataReport }) {
  const [test, train] = [count(parts.test), count(parts.train)];
  const shuffled =
    labels === null
      ? `A and B are compared on ${test} (80 %), ${train} are for calibration`
      : `${test} test data (80 %), ${train} for calibration and training`;
  return (
    <dl className={css.facts}>
      <dt>Examples</dt>
      <dd>{`${count(examples)} of ${shape.join(' × ')}`}</dd>
      {labels !== null && (
        <>
          <dt>Classes</dt>
          <dd>{labels.classes.map((each, at) => `${each} (${count(labels.counts[at] ?? 0)})`).join(', ')}</dd>
        </>
      )}
      <dt>Measured</dt>
      <dd>{labels === null ? 'SQNR of the outputs' : 'accuracy'}</dd>
      <dt>Used as</dt>
      <dd>{examples === 1 ? 'tested on, and for calibration too' : `shuffled with a fixed seed; ${shuffled}`}</dd>
    </dl>
  );
}

const NONE = { value: '', label: 'none' };

/** Where the labels stand, if that can be chosen. */
function LabelsField({ report, card }: Omit<GivenViewProps, 'canUse'>) {
  const { labels } = useGiving().how;
  const outputs = useOutputs(card.id);
  if (outputs === null) return null;
  if (!hasClasses(outputs))
    return (
      <p>
        {`The network puts out ${outputs.join(' × ')} values and not one score for each of several classes: labels say nothing about them.`}
      </p>
    );
  if (report.places.length === 0) return null;
  const value = typeof labels === 'object' ? labels.place : labels === 'none' ? '' : (report.labels?.place ?? '');
  return (
    <Field label="Labels">
      <Select
        name="Labels"
        value={value}
        options={[NONE, ...report.places.map(({ id, title }) => ({ value: id, label: title }))]}
        onChange={(place) => void readAgain({ labels: place === '' ? 'none' : { place } })}
      />
    </Field>
  );
}

/** Shape of what the model puts out; null until it is known. */
function useOutputs(id: string): readonly number[] | null {
  const [outputs, setOutputs] = useState<readonly number[] | null>(null);
  useEffect(() => {
    let isOver = false;
    void ownRecord(id).then((record) => {
      if (!isOver) setOutputs(record?.outputs ?? []);
    });
    return () => {
      isOver = true;
    };
  }, [id]);
  return outputs;
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
