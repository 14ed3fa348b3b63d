import { Check, Medal, Printer } from 'lucide-react';
import { CHAPTERS, STEPS } from '../../src/course/registry';
import type { Progress } from '../../src/course/progress';
import type { Chapter, Step } from '../../src/course/step';
import { useCallback, useState } from 'react';
import { Screen } from '../areas/Screen';
import { Button } from '../controls/Button';
import { classes } from '../controls/classes';
import css from './CourseScreen.module.css';
import { setArea } from '../store/actions';
import { MedalTable } from './MedalTable';
import { enterStep } from './open';
import { PrintView } from './PrintView';
import { forgetProgress, useCourse } from './store';

/** The table of contents: chapters, steps, and what has been done. */
export function CourseScreen() {
  const progress = useCourse((state) => state.progress);
  const done = STEPS.filter(({ id }) => progress[id]?.result !== undefined).length;
  const next = STEPS.find(({ id }) => progress[id]?.result === undefined);
  return (
    <Screen
      area="course"
      title="Lessons"
      caption={`Predict, act, see, explain, vary: on the real screens, with your own settings kept aside. ${done} of ${STEPS.length} steps done.`}
      bar={
        <>
          {next && (
            <Button kind="primary" onClick={() => enterStep(next.id)}>
              {done === 0 ? 'Begin' : `Go on with ${label(next)}`}
            </Button>
          )}
          <Button onClick={() => setArea('classroom')}>Classroom</Button>
          {Object.keys(progress).length > 0 && <Button onClick={forgetProgress}>Forget my progress</Button>}
        </>
      }
    >
      <div className={css.chapters}>
        {CHAPTERS.map((chapter) => (
          <ChapterCard key={chapter.id} chapter={chapter} progress={progress} />
        ))}
      </div>
      <MedalTable progress={progress} />
    </Screen>
  );
}

function label({ id, title }: Step): string {
  return /^\d/.test(id) ? id : `“${title}”`;
}

function ChapterCard({ chapter, progress }: { readonly chapter: Chapter; readonly progress: Progress }) {
  const [isPrinting, setPrinting] = useState(false);
  const printed = useCallback(() => setPrinting(false), []);
  return (
    <section className={classes('card', css.chapter)} aria-labelledby={`chapter-${chapter.id}`}>
      <header>
        <h3 id={`chapter-${chapter.id}`}>
          {/^\d/.test(chapter.id) && `${chapter.id}. `}
          {chapter.title}
        </h3>
        <p>{chapter.goals}</p>
        <Button small aria-label={`Print ${chapter.title}`} onClick={() => setPrinting(true)}>
          <Printer size={14} aria-hidden />
          Print
        </Button>
        {isPrinting && <PrintView chapter={chapter} onDone={printed} />}
      </header>
      <ol>
        {chapter.steps.map((step) => (
          <li key={step.id}>
            <Entry step={step} result={progress[step.id]?.result} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Entry({ step, result }: { readonly step: Step; readonly result: string | undefined }) {
  const isDone = result !== undefined;
  const Icon = step.challenge === undefined ? Check : Medal;
  return (
    <button type="button" className={classes(css.entry, isDone && css.done)} onClick={() => enterStep(step.id)}>
      <i>{isDone && <Icon size={13} aria-hidden />}</i>
      <span>
        <b>{/^\d/.test(step.id) ? `${step.id} ${step.title}` : step.title}</b>
        {isDone && <small>Done: {result}</small>}
      </span>
    </button>
  );
}
