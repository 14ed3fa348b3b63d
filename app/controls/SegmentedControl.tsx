import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { classes } from './classes';
import css from './Segmented.module.css';

/** Whose colours a control takes on: a recipe's, or plain ink. */
export type Tone = 'a' | 'b' | 'ink';

export interface SegmentedOption<V extends string> {
  readonly value: V;
  readonly label: ReactNode;
  /** Spoken name when the label is not text. */
  readonly name?: string;
  readonly help?: string;
  /** Why this option cannot be chosen now; absent when it can. */
  readonly reason?: string | null;
}

interface SegmentedProps<V extends string> {
  readonly name: string;
  readonly value: V | null;
  readonly options: readonly SegmentedOption<V>[];
  readonly onChange: (value: V) => void;
  readonly tone?: Tone;
  readonly look?: 'bar' | 'tiles';
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** One choice of a few, all in sight. A radio group: one tab stop, arrows move and choose, Home and End go to the ends. */
export function SegmentedControl<V extends string>(props: SegmentedProps<V>) {
  const { name, value, options, onChange, tone = 'ink', look = 'bar', disabled = false } = props;
  const group = useRef<HTMLDivElement>(null);
  const free = options.filter((option) => !option.reason);
  const entry = options.some((option) => option.value === value) ? value : free[0]?.value;

  const move = (event: KeyboardEvent) => {
    const target = disabled ? undefined : destination(event.key, free, value);
    if (target === undefined) return;
    event.preventDefault();
    onChange(target.value);
    group.current?.querySelector<HTMLElement>(`[data-value="${CSS.escape(target.value)}"]`)?.focus();
  };

  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label={name}
      aria-disabled={disabled || undefined}
      aria-describedby={props.describedBy}
      className={classes(look === 'tiles' ? css.tiles : css.group, tone !== 'ink' && css[tone], disabled && css.off)}
    >
      {options.map((option) => {
        const blocked = disabled || Boolean(option.reason);
        return (
          <button
            key={option.value}
            type="button"
            role="radio"
            data-value={option.value}
            aria-checked={option.value === value}
            aria-disabled={blocked || undefined}
            aria-label={option.name}
            title={option.reason ?? option.help}
            tabIndex={option.value === entry ? 0 : -1}
            className={css.option}
            onKeyDown={move}
            onClick={
              blocked
                ? undefined
                : () => {
                    onChange(option.value);
                  }
            }
          >
            {option.label}
          </button>
        );
      })}
    </div>
  );
}

function destination<V extends string>(key: string, free: readonly SegmentedOption<V>[], value: V | null) {
  if (key === 'Home') return free[0];
  if (key === 'End') return free.at(-1);
  const step = STEPS[key];
  if (step === undefined || free.length === 0) return undefined;
  const at = free.findIndex((option) => option.value === value);
  return at < 0 ? free[0] : free[(at + step + free.length) % free.length];
}
