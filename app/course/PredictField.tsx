import { useState } from 'react';
import { type Distance, distance } from '../../src/course/score';
import type { Answer, Predict, Prediction, Step } from '../../src/course/step';
import { Button } from '../controls/Button';
import { fixed } from '../controls/format';
import css from './Dock.module.css';
import { NumberLine } from './NumberLine';
import { record, setPhase, useCourse } from './store';

/** Where a prediction is made; it is kept with the button, and may be left out. */
export function PredictField({ step }: { readonly step: Step }) {
  const kept = useCourse((state) => state.progress[step.id]?.prediction);
  const [draft, setDraft] = useState<Prediction | undefined>(kept);
  const { predict } = step;
  if (predict === null) return null;
  const value = draft ?? startOf(predict);
  return (
    <fieldset className={css.predict}>
      <legend>{predict.question}</legend>
      <Input predict={predict} value={value} onChange={setDraft} />
      <Button
        kind="primary"
        disabled={value === null}
        onClick={() => {
          if (value !== null) record(step.id, { prediction: value });
          setPhase('act');
        }}
      >
        This is my prediction
      </Button>
    </fieldset>
  );
}

function startOf(predict: Predict): Prediction | null {
  return predict.kind === 'number' ? predict.start : null;
}

interface InputProps {
  readonly predict: Predict;
  readonly value: Prediction | null;
  readonly onChange: (value: Prediction) => void;
}

function Input({ predict, value, onChange }: InputProps) {
  if (predict.kind === 'number')
    return <NumberLine predict={predict} said={Number(value)} measured={null} onChange={onChange} />;
  if (predict.kind === 'curve') return null;
  return (
    <div className={css.options}>
      {predict.options.map((option, at) => (
        <label key={option} className={css.option}>
          <input type="radio" name="prediction" checked={value === at} onChange={() => onChange(at)} />
          <span>{option}</span>
        </label>
      ))}
    </div>
  );
}

/** What was predicted beside what was measured. */
export function Compared({ step: { id, predict } }: { readonly step: Step }) {
  const said = useCourse((state) => state.progress[id]?.prediction);
  const answer = useCourse((state) => state.answer);
  if (predict === null || said === undefined) return null;
  return (
    <section className={css.section}>
      <h3>You predicted</h3>
      <p className={css.quiet}>{predict.question}</p>
      {predict.kind === 'number' ? (
        <NumberLine predict={predict} said={Number(said)} measured={typeof answer === 'number' ? answer : null} />
      ) : (
        <p>{sentence(predict, said, answer, distance(predict, said, answer))}</p>
      )}
    </section>
  );
}

function sentence(predict: Predict, said: Prediction, answer: Answer | null, off: Distance | null): string {
  if (predict.kind === 'choice') {
    const [yours, measured] = [predict.options[Number(said)], predict.options[Number(answer)]];
    if (answer === null) return `“${yours ?? ''}”; not measured yet.`;
    return said === answer ? `“${yours ?? ''}”, and so it is.` : `“${yours ?? ''}”; measured: “${measured ?? ''}”.`;
  }
  return off === null ? 'Not measured yet.' : `On average ${fixed(off.off, 1)} ${predict.unit} off.`;
}
