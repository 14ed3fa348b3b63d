import { type KeyboardEvent, useState } from 'react';
import { classes } from '../../controls/classes';
import css from './ConfusionChart.module.css';
import type { Cell, ConfusionModel } from './model';

/** A cell by its true class and its prediction. */
export interface CellId {
  readonly truth: number;
  readonly predicted: number;
}

interface ConfusionChartProps {
  readonly model: ConfusionModel;
  readonly selected: CellId | null;
  readonly onSelect: (cell: CellId) => void;
}

type Move = (at: CellId, last: number) => CellId;

const MOVES: Readonly<Record<string, Move>> = {
  ArrowRight: ({ truth, predicted }, last) => ({ truth, predicted: Math.min(predicted + 1, last) }),
  ArrowLeft: ({ truth, predicted }) => ({ truth, predicted: Math.max(predicted - 1, 0) }),
  ArrowDown: ({ truth, predicted }, last) => ({ truth: Math.min(truth + 1, last), predicted }),
  ArrowUp: ({ truth, predicted }) => ({ truth: Math.max(truth - 1, 0), predicted }),
  Home: ({ truth }) => ({ truth, predicted: 0 }),
  End: ({ truth }, last) => ({ truth, predicted: last }),
};

/** The matrix as a grid: one tab stop, arrows walk the cells, Enter shows their images. */
export function ConfusionChart({ model, selected, onSelect }: ConfusionChartProps) {
  const [entry, setEntry] = useState<CellId>({ truth: 0, predicted: 0 });
  const { width, height, left, rows, cellWidth } = model;
  const right = left + model.columns.length * cellWidth;

  const press = (event: KeyboardEvent<SVGGElement>, cell: Cell) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onSelect(cell);
      return;
    }
    const next = MOVES[event.key]?.(cell, rows.length - 1);
    if (next === undefined) return;
    event.preventDefault();
    setEntry(next);
    event.currentTarget.ownerSVGElement
      ?.querySelector<SVGGElement>(`[data-cell="${next.truth} ${next.predicted}"]`)
      ?.focus();
  };

  return (
    <svg width={width} height={height} role="grid" aria-label="True class by predicted class">
      <Heads model={model} right={right} />
      {rows.map((row) => (
        <g key={row.label} role="row">
          <text role="rowheader" className="t1 l12 end" x={left - 6} y={row.y + model.cellHeight / 2 + 4}>
            {row.label}
          </text>
          {row.cells.map((cell) => (
            <MatrixCell
              key={cell.predicted}
              cell={cell}
              model={model}
              tab={cell.truth === entry.truth && cell.predicted === entry.predicted}
              selected={cell.truth === selected?.truth && cell.predicted === selected.predicted}
              onKeyDown={press}
              onSelect={(chosen) => {
                setEntry(chosen);
                onSelect(chosen);
              }}
            />
          ))}
          <text
            role="gridcell"
            aria-label={row.recallName}
            className="t1 end"
            x={right + 42}
            y={row.y + model.cellHeight / 2 + 4}
          >
            {row.recall}
          </text>
        </g>
      ))}
    </svg>
  );
}

function Heads({ model, right }: { readonly model: ConfusionModel; readonly right: number }) {
  const { left, top, columns, recallHead } = model;
  return (
    <>
      <text x={left} y={12} aria-hidden>
        predicted →
      </text>
      <line className="axis" x1={left} x2={right} y1={top - 0.5} y2={top - 0.5} />
      <g role="row">
        <text role="columnheader" className="end" x={left - 6} y={top - 8}>
          true ↓
        </text>
        {columns.map(({ name, label, x, y }) => (
          <text key={name} role="columnheader" aria-label={name} className="t2 mid" x={x} y={y}>
            {label}
          </text>
        ))}
        <text role="columnheader" className="end" x={right + 42} y={12}>
          {recallHead}
        </text>
      </g>
    </>
  );
}

interface MatrixCellProps {
  readonly cell: Cell;
  readonly model: ConfusionModel;
  readonly tab: boolean;
  readonly selected: boolean;
  readonly onKeyDown: (event: KeyboardEvent<SVGGElement>, cell: Cell) => void;
  readonly onSelect: (cell: Cell) => void;
}

function MatrixCell({ cell, model, tab, selected, onKeyDown, onSelect }: MatrixCellProps) {
  const { x, y, text, tone, strength, name } = cell;
  const box = { x: x + 0.5, y: y + 0.5, width: model.cellWidth - 1, height: model.cellHeight - 1, rx: 2 };
  return (
    <g
      role="gridcell"
      aria-label={name}
      aria-selected={selected}
      tabIndex={tab ? 0 : -1}
      data-cell={`${cell.truth} ${cell.predicted}`}
      className={css.cell}
      onKeyDown={(event) => {
        onKeyDown(event, cell);
      }}
      onClick={() => {
        onSelect(cell);
      }}
    >
      <title>{name}</title>
      <rect {...box} className={css.ground} />
      <rect {...box} className={css[tone]} fillOpacity={strength} />
      <text
        className={classes('t1 mid', tone === 'right' && 'bold')}
        x={x + model.cellWidth / 2}
        y={y + model.cellHeight / 2 + 4}
      >
        {text}
      </text>
      <rect {...box} className={classes(css.frame, selected && css.selected)} />
    </g>
  );
}
