import type { ReactNode } from 'react';
import css from './Switch.module.css';

interface SwitchProps {
  readonly label: ReactNode;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
}

/** A setting that is on or off. */
export function Switch({ label, on, onChange, disabled = false, describedBy }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-describedby={describedBy}
      disabled={disabled}
      className={css.switch}
      onClick={() => {
        onChange(!on);
      }}
    >
      <span>{label}</span>
      <i className={css.track} aria-hidden />
    </button>
  );
}
