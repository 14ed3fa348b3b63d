import { useState } from 'react';
import { isTuned } from '../../src/course/others';
import type { Step } from '../../src/course/step';
import { IMAGE_COUNTS } from '../../src/experiment/defaults';
import { Button } from '../controls/Button';
import { setImages } from '../store/actions';
import { useStore } from '../store/store';
import css from './Dock.module.css';
import { useCourse } from './store';

const [TUNED = 0, ALL = 0] = IMAGE_COUNTS;

/** The goal of an open challenge, where B stands, and hints one after the other. */
export function ChallengeCard({ step: { challenge } }: { readonly step: Step }) {
  const images = useStore((state) => state.experiment.images);
  const why = useCourse((state) => state.why);
  const isReady = useCourse(({ measured }) => measured !== null && isTuned(measured));
  const [hints, setHints] = useState(0);
  if (challenge === undefined) return null;
  return (
    <div className={css.challenge}>
      <p>
        <b>Goal.</b> {challenge.goal}
      </p>
      {why !== null && <p className={css.quiet}>{why.text}</p>}
      <div className={css.options}>
        <Button small disabled={images !== ALL && !isReady} onClick={() => setImages(images === ALL ? TUNED : ALL)}>
          {images === ALL ? 'Back to the first 2,000 images' : 'Count the other 8,000 images'}
        </Button>
        {hints < challenge.hints.length && (
          <Button small onClick={() => setHints(hints + 1)}>
            {hints === 0 ? 'A hint' : 'Another hint'}
          </Button>
        )}
      </div>
      <ol className={css.hints} aria-live="polite">
        {challenge.hints.slice(0, hints).map((hint) => (
          <li key={hint}>{hint}</li>
        ))}
      </ol>
    </div>
  );
}
