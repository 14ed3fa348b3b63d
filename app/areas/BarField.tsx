import type { ReactNode } from 'react';
import css from './BarField.module.css';

interface BarFieldProps {
  readonly label: ReactNode;
  /** After the control, such as a unit. */
  readonly after?: ReactNode;
  /** Room for the control: as much as it wants, a list, or a number. */
  readonly width?: 'free' | 'list' | 'number';
  readonly children: ReactNode;
}

/** A control with its name before it, in the bar of a screen. */
export function BarField({ label, after, width = 'free', children }: BarFieldProps) {
  return (
    <span className={css.field}>
      {label}
      {width === 'free' ? children : <span className={css[width]}>{children}</span>}
      {after}
    </span>
  );
}
