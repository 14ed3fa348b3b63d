import type { ReactNode } from 'react';
import css from './Field.module.css';

interface FieldProps {
  readonly label: ReactNode;
  /** A short remark at the right of the label. */
  readonly hint?: ReactNode;
  /** Why the control is disabled, or what its value does. */
  readonly note?: ReactNode;
  readonly noteId?: string;
  readonly children: ReactNode;
}

/**
 * A labelled control. The label may be a glossary term, so it comes after the control in the tab order and the settings
 * are reached first; on screen it stands above.
 */
export function Field({ label, hint, note, noteId, children }: FieldProps) {
  return (
    <div className={css.field}>
      <div className={css.control}>{children}</div>
      <div className={css.label}>{label}</div>
      {hint !== undefined && <div className={css.hint}>{hint}</div>}
      {note ? (
        <p id={noteId} className={css.reason}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
