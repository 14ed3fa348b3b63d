import { lazy } from 'react';
import type { StepRecord } from '../../src/course/progress';
import type { Chapter, Step } from '../../src/course/step';
import { Paper } from './Paper';
import css from './PrintView.module.css';
import { PHASES, useCourse } from './store';
import { PHASE_NAMES } from './Stepper';
import { BLANK, Text } from './Text';

const PrintedSheets = lazy(() =>
  import('./worked/PrintedSheets').then((module) => ({ default: module.PrintedSheets })),
);

/** A whole chapter on paper: every text, with what the student predicted and measured. */
export function PrintView({ chapter, onDone }: { readonly chapter: Chapter; readonly onDone: () => void }) {
  return (
    <Paper title={chapter.title} onDone={onDone}>
      <p>{chapter.goals}</p>
      {chapter.steps.map((step) => (
        <PrintedStep key={step.id} step={step} />
      ))}
    </Paper>
  );
}

function PrintedStep({ step }: { readonly step: Step }) {
  const record = useCourse((state) => state.progress[step.id]);
  return (
    <section>
      <h2>{/^\d/.test(step.id) ? `${step.id} ${step.title}` : step.title}</h2>
      {PHASES.filter((part) => part !== 'predict' || step.predict !== null).map((part) => (
        <div key={part} className={css.part}>
          <h3>{PHASE_NAMES[part]}</h3>
          <div>
            <Text step={step} part={part} numbers={record?.numbers ?? {}} />
            {part === 'predict' && <p>{predicted(step, record)}</p>}
            {part === 'act' && step.challenge && <p>{step.challenge.goal}</p>}
            {part === 'see' && record?.result !== undefined && (
              <p>
                <b>Done:</b> {record.result}
              </p>
            )}
          </div>
        </div>
      ))}
      {step.worked && <PrintedSheets examples={step.worked} />}
    </section>
  );
}

function predicted({ predict }: Step, record: StepRecord | undefined): string {
  const said = record?.prediction;
  if (predict === null) return '';
  const options = predict.kind === 'choice' ? ` (${predict.options.join(' / ')})` : '';
  if (said === undefined) return `${predict.question}${options} Your prediction: ${BLANK}`;
  const text =
    predict.kind === 'choice' ? (predict.options[Number(said)] ?? '') : `${[said].flat().join(', ')} ${predict.unit}`;
  return `${predict.question} Predicted: ${text}.`;
}
