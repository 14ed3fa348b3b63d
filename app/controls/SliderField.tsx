import { type CSSProperties, type KeyboardEvent, useEffect, useEffectEvent, useRef } from 'react';
import { classes } from './classes';
import { NumberField } from './NumberField';
import { type NumberRange, stepped } from './numberText';
import type { Tone } from './SegmentedControl';
import css from './SliderField.module.css';

interface SliderFieldProps {
  readonly name: string;
  readonly value: number;
  readonly range: NumberRange;
  readonly step: number;
  /** Restored by a double click; absent when there is no default. */
  readonly initial?: number;
  /** Called with `commit: false` while dragging and with `commit: true` once on release, and for typed values. */
  readonly onChange: (value: number, options: { commit: boolean }) => void;
  readonly tone?: Tone;
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
  readonly write?: (value: number) => string;
}

const DIRECTIONS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };

/** A slider with its number box. Arrows move one step, with Shift ten; a double click restores the default. */
export function SliderField(props: SliderFieldProps) {
  const { name, value, range, step, initial, onChange, tone = 'ink', disabled = false } = props;
  const input = useRef<HTMLInputElement>(null);
  const release = useEffectEvent(() => {
    if (input.current) onChange(Number(input.current.value), { commit: true });
  });
  // React's onChange is the DOM's input event; the DOM's change event is the end of a drag.
  useEffect(() => {
    const element = input.current;
    const listener = () => {
      release();
    };
    element?.addEventListener('change', listener);
    return () => element?.removeEventListener('change', listener);
  }, []);

  const press = (event: KeyboardEvent) => {
    const direction = DIRECTIONS[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    onChange(stepped(value, direction * step * (event.shiftKey ? 10 : 1), range), { commit: true });
  };
  const filled = `${((value - range.min) / (range.max - range.min)) * 100}%`;

  return (
    <div className={css.pair}>
      <input
        ref={input}
        className={classes(css.range, tone !== 'ink' && css[tone])}
        style={{ '--filled': filled } as CSSProperties}
        type="range"
        aria-label={name}
        aria-describedby={props.describedBy}
        min={range.min}
        max={range.max}
        step={step}
        value={value}
        disabled={disabled}
        onChange={(event) => {
          onChange(Number(event.currentTarget.value), { commit: false });
        }}
        onKeyDown={press}
        onDoubleClick={() => {
          if (initial !== undefined) onChange(initial, { commit: true });
        }}
      />
      <NumberField
        name={`${name}, typed`}
        value={value}
        range={range}
        step={step}
        disabled={disabled}
        onCommit={(next) => {
          onChange(next, { commit: true });
        }}
        {...(props.write && { write: props.write })}
      />
    </div>
  );
}
