import type { KeyboardEvent, PointerEvent } from 'react';
import css from './Inspector.module.css';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface InspectorProps {
  readonly name: string;
  readonly box: Box;
  /** Number of marks. */
  readonly count: number;
  /** The mark that is looked at; null when none is. */
  readonly index: number | null;
  /** What the mark says. */
  readonly valueText: string;
  /** Marks per row, for drawings that are read in two directions: up and down then move by a row. */
  readonly stride?: number;
  /** The mark at a place inside the box. */
  readonly indexAt: (x: number, y: number) => number;
  readonly onIndex: (index: number | null) => void;
}

/** Marks passed by a page key. */
const PAGE = 10;

/** Lies over the marks of a chart: pointer or arrow keys say which one is looked at. One tab stop for all of them. */
export function Inspector({ name, box, count, index, valueText, stride, indexAt, onIndex }: InspectorProps) {
  const look = (event: PointerEvent<HTMLDivElement>) => {
    const place = event.currentTarget.getBoundingClientRect();
    onIndex(within(indexAt(event.clientX - place.left, event.clientY - place.top), count));
  };
  const press = (event: KeyboardEvent) => {
    const target = destination(event.key, index ?? 0, count, stride ?? 1);
    if (target === undefined) return;
    event.preventDefault();
    onIndex(event.key === 'Escape' ? null : within(target, count));
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-valuemin={1}
      aria-valuemax={count}
      aria-valuenow={(index ?? 0) + 1}
      aria-valuetext={valueText}
      className={css.inspector}
      style={box}
      onPointerMove={look}
      onPointerDown={look}
      onPointerLeave={() => {
        onIndex(null);
      }}
      onFocus={() => {
        onIndex(index ?? 0);
      }}
      onBlur={() => {
        onIndex(null);
      }}
      onKeyDown={press}
    />
  );
}

function destination(key: string, at: number, count: number, stride: number): number | undefined {
  const targets: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: stride > 1 ? at + stride : at - 1,
    ArrowUp: stride > 1 ? at - stride : at + 1,
    PageDown: at + PAGE * stride,
    PageUp: at - PAGE * stride,
    Home: 0,
    End: count - 1,
    Escape: at,
  };
  return targets[key];
}

function within(index: number, count: number): number {
  return Math.min(Math.max(index, 0), Math.max(count - 1, 0));
}

interface TipProps {
  /** The first line is set in bold. */
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  /** Width of the plot the tip must stay in. */
  readonly width: number;
}

/** What the mark that is looked at says, beside it. Screen readers get the same words from the inspector. */
export function Tip({ lines, x, y, width }: TipProps) {
  const right = x > width / 2;
  const place = right ? { right: width - x + 10, top: y } : { left: x + 10, top: y };
  return (
    <div className={css.tip} style={place} aria-hidden>
      {lines.map((line, i) => (i === 0 ? <b key={line}>{line}</b> : <span key={line}>{line}</span>))}
    </div>
  );
}
