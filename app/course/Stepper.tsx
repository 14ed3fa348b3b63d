import { Check } from 'lucide-react';
import { classes } from '../controls/classes';
import css from './Dock.module.css';
import { PHASES, type Phase, setPhase } from './store';

export const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  predict: 'Predict',
  act: 'Act',
  see: 'See',
  explain: 'Explain',
  vary: 'Vary',
};

/** The parts of the step as a row of buttons; any of them can be opened at any time. */
export function Stepper({ phase, hasPrediction }: { readonly phase: Phase; readonly hasPrediction: boolean }) {
  const phases = PHASES.filter((one) => one !== 'predict' || hasPrediction);
  const now = phases.indexOf(phase);
  return (
    <ol className={css.stepper}>
      {phases.map((one, at) => (
        <li key={one} className={classes(at < now && css.past, at === now && css.now)}>
          <button type="button" aria-current={at === now ? 'step' : undefined} onClick={() => setPhase(one)}>
            <i>{at < now ? <Check size={12} aria-hidden /> : at + 1}</i>
            {PHASE_NAMES[one]}
          </button>
        </li>
      ))}
    </ol>
  );
}
