import { classes } from './classes';
import { points } from './format';
import css from './marks.module.css';

/** The better of two accuracies (shares of 0 to 1) and by how many points, in its colour. */
export function DeltaPill({ a, b }: { readonly a: number; readonly b: number }) {
  const text = points(Math.abs(b - a));
  if (text === '0.0') return <span className={css.pill}>A = B</span>;
  const winner = b > a ? 'B' : 'A';
  return (
    <span className={classes(css.pill, winner === 'A' ? css.pillA : css.pillB)}>{`${winner} ${text} points`}</span>
  );
}
