import { useState } from 'react';
import { distance } from '../../src/course/score';
import type { Answer, Predict, Prediction, Step } from '../../src/course/step';
import { Button } from '../controls/Button';
import { fixed } from '../controls/format';
import css from './Dock.module.css';
import { CurveField } from './CurveField';
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
  if (predict.kind === 'number') return predict.start;
  return predict.kind === 'curve' ? predict.x.map(() => predict.start) : null;
}

interface InputProps {
  readonly predict: Predict;
  readonly value: Prediction | null;
  readonly onChange: (value: Prediction) => void;
}

function Input({ predict, value, onChange }: InputProps) {
  if (predict.kind === 'number')
    return <NumberLine predict={predict} said={Number(value)} measured={null} onChange={onChange} />;
  if (predict.kind === 'curve')
    return <CurveField predict={predict} said={[value ?? []].flat()} measured={null} onChange={onChange} />;
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
      <Comparison predict={predict} said={said} answer={answer} />
    </section>
  );
}

interface ComparisonProps {
  readonly predict: Predict;
  readonly said: Prediction;
  readonly answer: Answer | null;
}

function Comparison({ predict, said, answer }: ComparisonProps) {
  const off = distance(predict, said, answer);
  switch (predict.kind) {
    case 'number':
      return <NumberLine predict={predict} said={Number(said)} measured={typeof answer === 'number' ? answer : null} />;
    case 'curve':
      return (
        <>
          <CurveField predict={predict} said={[said].flat()} measured={answer === null ? null : [answer].flat()} />
          <p>{off === null ? 'Not measured yet.' : `On average ${fixed(off.off, 1)} ${predict.unit} off.`}</p>
        </>
      );
    case 'choice':
      return <p>{verdict(predict.options, said, answer)}</p>;
  }
}

function verdict(options: readonly string[], said: Prediction, answer: Answer | null): string {
  const [yours = '', measured = ''] = [options[Number(said)], options[Number(answer)]];
  if (answer === null) return `“${yours}”; not measured yet.`;
  return said === answer ? `“${yours}”, and so it is.` : `“${yours}”; measured: “${measured}”.`;
}
