import type { ReactNode } from 'react';
import css from './AssignPage.module.css';

interface TickProps {
  readonly label: ReactNode;
  /** Spoken name where the label alone does not say enough. */
  readonly name?: string;
  readonly checked: boolean;
  /** Why it cannot be changed; null when it can. */
  readonly reason?: string | null;
  readonly onChange: (checked: boolean) => void;
}

/** A box to tick. */
export function Tick({ label, name, checked, reason = null, onChange }: TickProps) {
  return (
    <label className={css.tick} title={reason ?? undefined}>
      <input
        type="checkbox"
        aria-label={name}
        checked={checked}
        disabled={reason !== null}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

/** A list with one member put in or taken out. */
export function withMember<T>(list: readonly T[], member: T, isIn: boolean): readonly T[] {
  const others = list.filter((one) => one !== member);
  return isIn ? [...others, member] : others;
}
