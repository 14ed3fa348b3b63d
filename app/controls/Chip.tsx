import { classes } from './classes';
import css from './marks.module.css';

/** The letter of a recipe in its colour and shape: A square, B round. */
export function Chip({ side }: { readonly side: 'a' | 'b' | 'float' }) {
  return <span className={classes(css.chip, css[side])}>{side === 'float' ? 'F' : side.toUpperCase()}</span>;
}
