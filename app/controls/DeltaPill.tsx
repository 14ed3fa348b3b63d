import type { Task } from '../../src/tasks/task';
import { classes } from './classes';
import css from './marks.module.css';

interface DeltaPillProps {
  readonly task: Task;
  readonly a: number;
  readonly b: number;
}

/** The better of two results and by how much it lies above or below the other, in its colour. */
export function DeltaPill({ task, a, b }: DeltaPillProps) {
  const text = task.advantage(Math.max(a, b), Math.min(a, b));
  if (text === null) return <span className={css.pill}>A = B</span>;
  const winner = b > a === task.higherIsBetter ? 'B' : 'A';
  return (
    <span
      className={classes(css.pill, winner === 'A' ? css.pillA : css.pillB)}
    >{`${winner} ${task.higherIsBetter ? '+' : '−'}${text}`}</span>
  );
}
