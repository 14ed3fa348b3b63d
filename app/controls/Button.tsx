import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import css from './Button.module.css';
import { classes } from './classes';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: 'plain' | 'primary' | 'ghost';
  readonly small?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with a text label; one per screen region may be `primary`. */
export function Button({ kind = 'plain', small = false, className, ...rest }: ButtonProps) {
  const style = classes(css.button, kind !== 'plain' && css[kind], small && css.small, className);
  return <button type="button" {...rest} className={style} />;
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Name for screen readers and for the tooltip. */
  readonly label: string;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A square button that shows an icon only; its name is spoken and appears on hover. */
export function IconButton({ label, className, ...rest }: IconButtonProps) {
  return <button type="button" aria-label={label} title={label} {...rest} className={classes(css.icon, className)} />;
}
