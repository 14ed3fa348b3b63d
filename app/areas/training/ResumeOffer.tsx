import { useEffect, useState } from 'react';
import { Button } from '../../controls/Button';
import { count } from '../../controls/format';
import { continueRun } from './controller';
import { forgetRun, rememberedRun } from './remembered';
import css from './ResumeOffer.module.css';
import type { Run } from './runs';
import { RUN_NAMES } from './settings';
import { useTraining } from './store';

/** Offers to go on with a run that the page was closed on. */
export function ResumeOffer() {
  const [run, setRun] = useState<Run | null>(null);
  const isIdle = useTraining(({ runs }) => runs.a === null && runs.b === null && runs.float === null);
  useEffect(() => {
    let isHere = true;
    if (isIdle) void rememberedRun().then((found) => isHere && setRun(found));
    return () => {
      isHere = false;
    };
  }, [isIdle]);
  if (run === null || !isIdle) return null;
  return (
    <section className={css.offer} aria-label="A run that was interrupted">
      <p>
        The training of {RUN_NAMES[run.id]} on {run.model} was at step {count(run.step)} of {count(run.steps)} when the
        page was closed.
      </p>
      <Button small onClick={() => continueRun(run)}>
        Go on
      </Button>
      <Button
        small
        kind="ghost"
        onClick={() => {
          setRun(null);
          void forgetRun();
        }}
      >
        Forget it
      </Button>
    </section>
  );
}
