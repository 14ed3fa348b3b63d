import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { classes } from './classes';
import css from './TextLine.module.css';

interface LinkFieldProps {
  readonly ref?: Ref<HTMLInputElement>;
  readonly label: string;
  readonly value: string;
}

/** A text to copy by hand, such as a link: a line that is selected as a whole while it has the focus, and shows its start. */
export function LinkField({ ref, label, value }: LinkFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => field.current!);
  useEffect(() => {
    if (field.current !== null && field.current === document.activeElement) selectFromStart(field.current);
  }, [value]);
  return (
    <input
      ref={field}
      className={classes(css.line, css.code)}
      readOnly
      aria-label={label}
      value={value}
      onFocus={(event) => selectFromStart(event.currentTarget)}
    />
  );
}

function selectFromStart(field: HTMLInputElement): void {
  field.setSelectionRange(0, field.value.length, 'backward');
  field.scrollLeft = 0;
}
