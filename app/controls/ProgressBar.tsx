import { classes } from './classes';
import css from './ProgressBar.module.css';

interface ProgressBarProps {
  /** What goes on, for screen readers. */
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** `panel`: short, in the head of a panel; `fill`: as long as there is room. */
  readonly length?: 'panel' | 'bar' | 'fill';
}

/** How far a run is. */
export function ProgressBar({ label, done, total, length = 'bar' }: ProgressBarProps) {
  return (
    <progress className={classes(css.progress, css[length])} value={done} max={Math.max(total, 1)} aria-label={label} />
  );
}
