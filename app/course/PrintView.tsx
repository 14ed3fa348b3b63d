import { Suspense, useEffect } from 'react';
import { createPortal } from 'react-dom';
import type { StepRecord } from '../../src/course/progress';
import type { Chapter, Step } from '../../src/course/step';
import css from './PrintView.module.css';
import { PHASES, useCourse } from './store';
import { Text } from './Text';

/** A whole chapter on paper: every text, with what the student predicted and measured. */
export function PrintView({ chapter, onDone }: { readonly chapter: Chapter; readonly onDone: () => void }) {
  return createPortal(
    <article className={css.paper}>
      <h1>{chapter.title}</h1>
      <p>{chapter.goals}</p>
      <Suspense fallback={null}>
        {chapter.steps.map((step) => (
          <PrintedStep key={step.id} step={step} />
        ))}
        <Printer onDone={onDone} />
      </Suspense>
    </article>,
    document.body,
  );
}

/** Opens the browser's dialog once the texts are there. */
function Printer({ onDone }: { readonly onDone: () => void }) {
  useEffect(() => {
    const timer = setTimeout(() => {
      print();
      onDone();
    }, 50);
    return () => clearTimeout(timer);
  }, [onDone]);
  return null;
}

function PrintedStep({ step }: { readonly step: Step }) {
  const record = useCourse((state) => state.progress[step.id]);
  return (
    <section>
      <h2>{/^\d/.test(step.id) ? `${step.id} ${step.title}` : step.title}</h2>
      {PHASES.map((part) => (
        <Text key={part} step={step} part={part} numbers={record?.numbers ?? {}} />
      ))}
      <p>
        <b>{predicted(step, record)}</b>
      </p>
      <p>
        <b>{record?.result === undefined ? 'Not done yet.' : `Done: ${record.result}`}</b>
      </p>
    </section>
  );
}

function predicted({ predict }: Step, record: StepRecord | undefined): string {
  const said = record?.prediction;
  if (predict === null || said === undefined) return '';
  const text =
    predict.kind === 'choice' ? (predict.options[Number(said)] ?? '') : `${[said].flat().join(', ')} ${predict.unit}`;
  return `${predict.question} Predicted: ${text}.`;
}
