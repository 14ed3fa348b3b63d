import { type KeyboardEvent, type PointerEvent, memo, useEffect, useRef } from 'react';
import type { SubjectReport } from '../../../src/jobs/ladder-reports';
import { count, value } from '../frame/format';
import type { LadderActions, SubjectKind } from './input';
import css from './LadderChart.module.css';
import { NOUNS } from './measures';
import type { DrawnRung, RungCard } from './model';

interface MapControlProps {
  readonly card: RungCard;
  readonly kind: SubjectKind;
  readonly subject: SubjectReport;
  readonly onHover: (index: number | null) => void;
  readonly actions: LadderActions;
}

/** Lies over a map: the pointer looks, a press selects, arrows move the selected value (with Shift by ten). */
export const MapControl = memo(function MapControl({ card, kind, subject, onHover, actions }: MapControlProps) {
  const { drawn } = card;
  // Where the keyboard has gone to, while the numbers of that value are under way.
  const target = useRef<number | null>(null);
  useEffect(() => {
    target.current = null;
  }, [subject.at]);
  if (drawn === null || subject.n === 0) return null;
  const indexAt = (event: PointerEvent<HTMLDivElement>) => {
    const place = event.currentTarget.getBoundingClientRect();
    return indexIn(
      drawn,
      subject.columns,
      (event.clientX - place.left) / place.width,
      (event.clientY - place.top) / place.height,
    );
  };
  const press = (event: KeyboardEvent) => {
    const next = moved(event, { ...subject, at: target.current ?? subject.at });
    if (next === null) return;
    event.preventDefault();
    target.current = next;
    actions.selectValue(next, { commit: false });
  };
  return (
    <div
      role="slider"
      tabIndex={card.isSelected ? 0 : -1}
      aria-label={`Selected value on the map of ${card.label}`}
      aria-valuemin={1}
      aria-valuemax={subject.n}
      aria-valuenow={subject.at + 1}
      aria-valuetext={valueText(drawn, subject, kind)}
      className={css.map}
      style={drawn.map}
      onPointerMove={(event) => {
        onHover(indexAt(event));
      }}
      onPointerLeave={() => {
        onHover(null);
      }}
      onClick={(event) => {
        actions.selectRung(card.id);
        actions.selectValue(indexAt(event as unknown as PointerEvent<HTMLDivElement>), { commit: true });
      }}
      onKeyDown={press}
      onKeyUp={() => {
        if (target.current !== null) actions.selectValue(target.current, { commit: true });
      }}
    />
  );
});

function indexIn({ report: { window } }: DrawnRung, columns: number, x: number, y: number): number {
  const at = (part: number, cells: number) => Math.min(Math.max(Math.floor(part * cells), 0), Math.max(cells - 1, 0));
  return (window.row + at(x, window.rows)) * columns + window.column + at(y, window.columns);
}

/** Left and right go along the inputs, up and down through the channels. */
function moved(event: KeyboardEvent, { at, rows, columns }: SubjectReport): number | null {
  const far = event.shiftKey ? 10 : 1;
  const [row, column] = [Math.floor(at / columns), at % columns];
  const to = (r: number, c: number) =>
    Math.min(Math.max(r, 0), rows - 1) * columns + Math.min(Math.max(c, 0), columns - 1);
  const targets: Readonly<Record<string, number>> = {
    ArrowRight: to(row + far, column),
    ArrowLeft: to(row - far, column),
    ArrowDown: to(row, column + far),
    ArrowUp: to(row, column - far),
    Home: to(0, column),
    End: to(rows - 1, column),
    PageDown: to(row, column + 10),
    PageUp: to(row, column - 10),
  };
  return targets[event.key] ?? null;
}

function valueText(
  { report: { window, values, errors } }: DrawnRung,
  subject: SubjectReport,
  kind: SubjectKind,
): string {
  const [row, column] = [Math.floor(subject.at / subject.columns), subject.at % subject.columns];
  const i = (row - window.row) * window.columns + column - window.column;
  const nouns = NOUNS[kind];
  return `${nouns.row} ${count(row)}, ${nouns.column} ${count(column)}: ${value(subject.floats[i] ?? 0)} becomes ${value(values[i] ?? 0)}, error ${value(errors[i] ?? 0)}`;
}
