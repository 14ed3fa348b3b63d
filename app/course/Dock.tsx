import { X } from 'lucide-react';
import { Suspense, lazy, useEffect, useRef, useState } from 'react';
import { chapterOf, stepAfter, stepOf } from '../../src/course/registry';
import type { Step } from '../../src/course/step';
import { Button, IconButton } from '../controls/Button';
import { useStore } from '../store/store';
import css from './Dock.module.css';
import './marks.css';
import { useMarks, useVeil } from './marks';
import { enterStep } from './open';
import { bringBack } from './own';
import { PhaseBody } from './PhaseBody';
import { PHASES, type Phase, setPhase, useCourse } from './store';
import { Stepper } from './Stepper';

const Tools = lazy(() => import('./Tools').then((module) => ({ default: module.Tools })));

/** The open step of the course, beside the screen it takes place on. Nothing in it bars the way: every part can be skipped. */
export function Dock() {
  const id = useStore((state) => state.view.lesson);
  const step = id === null ? undefined : stepOf(id);
  return step === undefined ? <Unknown /> : <Lesson key={step.id} step={step} />;
}

function Unknown() {
  return (
    <aside className={css.dock} aria-label="Lesson">
      <div className={css.body}>
        <p role="status">This link names a lesson that this version of the course does not have.</p>
        <Button onClick={bringBack}>Leave the course</Button>
      </div>
    </aside>
  );
}

function Lesson({ step }: { readonly step: Step }) {
  const phase = useCourse((state) => state.phase);
  const [isOpen, setOpen] = useState(true);
  const heading = useRef<HTMLHeadingElement>(null);
  useMarks(step.marks);
  useVeil(phase === 'predict');
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const brings = step.worked !== undefined || step.toy !== undefined;
  const chapter = chapterOf(step.id);
  const at = (chapter?.steps.findIndex(({ id }) => id === step.id) ?? 0) + 1;
  return (
    <aside className={css.dock} aria-label="Lesson" data-open={isOpen}>
      <div className={css.head}>
        <p className={css.place}>
          {chapter?.title}, step {at} of {chapter?.steps.length}
        </p>
        <button type="button" className={css.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Fold' : 'Unfold'}
        </button>
        <IconButton label="Leave the course; your own settings come back" onClick={bringBack}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      <div className={css.body}>
        <h2 ref={heading} tabIndex={-1} className={css.title}>
          {step.title}
        </h2>
        <Stepper phase={phase} hasPrediction={step.predict !== null} />
        <Suspense fallback={<p className={css.quiet}>The text is on its way.</p>}>
          <PhaseBody step={step} phase={phase} />
        </Suspense>
        {brings && phase !== 'predict' && (
          <Suspense fallback={null}>
            <Tools step={step} />
          </Suspense>
        )}
      </div>
      <Ways step={step} phase={phase} />
    </aside>
  );
}

/** What the button to the next part says. */
const NEXT: Readonly<Record<Phase, string>> = {
  predict: 'Skip the guess',
  act: 'See what changed',
  see: 'Explain it',
  explain: 'Vary it',
  vary: 'Next step',
};

/** Back, on, and out. */
function Ways({ step, phase }: { readonly step: Step; readonly phase: Phase }) {
  const phases = PHASES.filter((one) => one !== 'predict' || step.predict !== null);
  const at = phases.indexOf(phase);
  const [before, after] = [phases[at - 1], phases[at + 1]];
  const [previous, next] = [stepAfter(step.id, -1), stepAfter(step.id, 1)];
  const back = before === undefined ? previous && (() => enterStep(previous.id)) : () => setPhase(before);
  const on = after === undefined ? next && (() => enterStep(next.id)) : () => setPhase(after);
  return (
    <nav className={css.ways} aria-label="Steps of the lesson">
      <Button disabled={back === undefined} onClick={back}>
        Back
      </Button>
      <Button kind={phase === 'predict' ? 'plain' : 'primary'} onClick={on ?? bringBack}>
        {on === undefined ? 'Finish' : NEXT[phase]}
      </Button>
      <Button
        kind="ghost"
        className={css.skip}
        onClick={on === undefined || next === undefined ? bringBack : () => enterStep(next.id)}
      >
        {next === undefined ? 'Leave' : 'Skip this step'}
      </Button>
    </nav>
  );
}
