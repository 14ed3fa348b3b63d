import { CircleAlert } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { plain } from './format';
import css from './NumberField.module.css';
import { type NumberRange, parseNumber, stepped } from './numberText';

interface NumberFieldProps {
  readonly name: string;
  readonly value: number;
  readonly range: NumberRange;
  readonly step: number;
  readonly onCommit: (value: number) => void;
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
  /** How the value is written while it is not edited. */
  readonly write?: (value: number) => string;
}

interface Draft {
  readonly text: string;
  /** The value while this was typed: when the setting changes by other means, the draft is void. */
  readonly over: number;
  readonly problem: string | null;
}

/** What is typed and not yet taken over, and what is wrong with it. */
function useDraft({ value, range, step, onCommit }: NumberFieldProps) {
  const [latest, setDraft] = useState<Draft | null>(null);
  const draft = latest?.over === value ? latest : null;

  const settle = (next: number) => {
    setDraft(null);
    if (next !== value) onCommit(next);
  };
  const commit = () => {
    if (draft === null) return;
    const parsed = parseNumber(draft.text, range);
    if ('problem' in parsed) setDraft({ ...draft, problem: parsed.problem });
    else settle(parsed.value);
  };
  const type = (text: string) => setDraft({ text, over: value, problem: draft?.problem ?? null });
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') commit();
    if (event.key === 'Escape' && draft !== null) {
      event.stopPropagation();
      event.preventDefault();
      settle(value);
    }
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    const typed = draft === null ? { value } : parseNumber(draft.text, range);
    settle(stepped('value' in typed ? typed.value : value, direction * step * (event.shiftKey ? 10 : 1), range));
  };
  return { text: draft?.text ?? null, problem: draft?.problem ?? null, commit, press, type };
}

/**
 * A number box. Focus selects, Enter or leaving commits, arrows step (with Shift by ten), Escape takes back.
 * Text that is no allowed number stays as typed, with the allowed range below it; the setting keeps its last good value.
 * Must stand in a grid: the message spans all its columns.
 */
export function NumberField(props: NumberFieldProps) {
  const { name, value, range, disabled = false, describedBy, write = plain } = props;
  const { text, problem, commit, press, type } = useDraft(props);
  const messageId = useId();
  return (
    <>
      <input
        className={css.input}
        type="text"
        inputMode={range.integer ? 'numeric' : 'decimal'}
        autoComplete="off"
        role="spinbutton"
        aria-label={name}
        aria-valuenow={value}
        aria-valuemin={range.min}
        aria-valuemax={range.max}
        aria-valuetext={text ?? write(value)}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? describedBy : messageId}
        disabled={disabled}
        value={text ?? write(value)}
        onFocus={(event) => {
          event.currentTarget.select();
        }}
        onChange={(event) => {
          type(event.currentTarget.value);
        }}
        onBlur={commit}
        onKeyDown={press}
      />
      {problem !== null && (
        <p id={messageId} role="alert" className={css.problem}>
          <CircleAlert size={12} aria-hidden />
          {problem}
        </p>
      )}
    </>
  );
}
