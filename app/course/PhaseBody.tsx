import { CircleCheck, Crosshair } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { chapterOf } from '../../src/course/registry';
import type { Step } from '../../src/course/step';
import { Button } from '../controls/Button';
import { areaOf } from '../areas/registry';
import { setArea, setExperiment } from '../store/actions';
import { store, useStore } from '../store/store';
import { ChallengeCard } from './Challenge';
import css from './Dock.module.css';
import { goTo } from './marks';
import { enterStep } from './open';
import { Compared, PredictField } from './PredictField';
import { type Phase, record, useCourse } from './store';
import { Text } from './Text';

/** What the dock shows in one part of a step. */
export function PhaseBody({ step, phase }: { readonly step: Step; readonly phase: Phase }) {
  switch (phase) {
    case 'predict':
      return (
        <>
          <Text step={step} part="predict" />
          <PredictField step={step} />
        </>
      );
    case 'act':
      return <Act step={step} />;
    case 'see':
      return (
        <>
          <Compared step={step} />
          <Section title="See what changed">
            <Text step={step} part="see" />
          </Section>
          <Done step={step} />
        </>
      );
    case 'explain':
      return <Explain step={step} />;
    case 'vary':
      return <Vary step={step} />;
  }
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={css.section}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Act({ step }: { readonly step: Step }) {
  const area = useStore((state) => state.view.area);
  return (
    <Section title="Do this">
      <Text step={step} part="act" />
      <ChallengeCard step={step} />
      {area === step.area ? (
        <Button small onClick={() => goTo(step.marks[0])}>
          <Crosshair size={14} aria-hidden />
          Show me where
        </Button>
      ) : (
        <Button small onClick={() => setArea(step.area)}>
          To the {areaOf(step.area).label} screen
        </Button>
      )}
      <Done step={step} />
    </Section>
  );
}

/** The measured result once the step is done, said aloud when it comes; before that, what is still missing. */
function Done({ step }: { readonly step: Step }) {
  const result = useCourse((state) => state.progress[step.id]?.result);
  return (
    <div role="status" className={result === undefined ? css.open : css.done}>
      {result === undefined ? (
        <p>Not done yet: it takes your own action, and what is measured then.</p>
      ) : (
        <>
          <CircleCheck size={16} aria-hidden />
          <p>
            <b>Done:</b> {result}
          </p>
        </>
      )}
    </div>
  );
}

function Explain({ step }: { readonly step: Step }) {
  const why = useCourse((state) => state.why);
  return (
    <Section title="Why">
      <p className={css.why} data-shown={why?.shown}>
        {why === null ? 'There is nothing measured to explain yet.' : why.text}
      </p>
      <Text step={step} part="explain" />
    </Section>
  );
}

function Vary({ step }: { readonly step: Step }) {
  const chapter = chapterOf(step.id);
  return (
    <>
      <Section title="Try it another way">
        <Text step={step} part="vary" />
        <ul className={css.list}>
          {step.vary.map(({ label, change }) => (
            <li key={label}>
              <Button small onClick={() => setExperiment(change(store.getState().experiment))}>
                {label}
              </Button>
            </li>
          ))}
          <li>
            <Button small kind="ghost" onClick={() => enterStep(step.id)}>
              Set the step up again
            </Button>
          </li>
        </ul>
      </Section>
      {step.check && <CheckQuestion step={step} />}
      {chapter?.steps.at(-1)?.id === step.id && <p className={css.quiet}>This is the last step of the chapter.</p>}
    </>
  );
}

/** A question between two steps; the answer is told, nothing depends on it. */
function CheckQuestion({ step: { id, check } }: { readonly step: Step }) {
  const kept = useCourse((state) => state.progress[id]?.check);
  const [chosen, choose] = useState(kept);
  if (check === undefined) return null;
  const isRight = chosen === check.right;
  return (
    <Section title="Before you go on">
      <p>{check.question}</p>
      <div className={css.options}>
        {check.options.map((option, at) => (
          <Button
            key={option}
            small
            aria-pressed={chosen === at}
            onClick={() => {
              choose(at);
              record(id, { check: at });
            }}
          >
            {option}
          </Button>
        ))}
      </div>
      <p role="status" className={css.quiet}>
        {chosen === undefined ? '' : `${isRight ? 'Yes.' : 'No.'} ${check.because}`}
      </p>
    </Section>
  );
}
