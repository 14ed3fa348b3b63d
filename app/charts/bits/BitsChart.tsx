import { type KeyboardEvent, useState } from 'react';
import { classes } from '../../controls/classes';
import css from './BitsChart.module.css';
import { type BitCell, type BitsModel, LABEL_END, LINE } from './model';

interface BitsChartProps {
  readonly model: BitsModel;
  readonly onToggle: (place: number, bit: number) => void;
  readonly onSelect: (index: number) => void;
}

/** Bits of a value and its neighbours. Bits of the selected value and what it shares can be turned over. */
export function BitsChart({ model, onToggle, onSelect }: BitsChartProps) {
  const { band, rows, columns, weightY, decodedY, width, height, unit, formula, storage } = model;
  return (
    <svg width={width} height={height} role="group" aria-label="Bits that can be turned over">
      {band && <rect className={css.band} {...band} rx={6} />}
      {rows.map(({ label, y, meaning, meaningX }) => (
        <g key={label}>
          <text className="end t2" x={LABEL_END} y={y}>
            {label}
          </text>
          <text x={meaningX} y={y}>
            {meaning}
          </text>
        </g>
      ))}
      <Cells cells={model.cells} onToggle={onToggle} />
      <text className="end t2" x={LABEL_END} y={weightY}>
        {`value${unit}`}
      </text>
      <text className="end t1 bold" x={LABEL_END} y={decodedY}>
        {`decoded${unit}`}
      </text>
      {columns.map(({ index, x, isSelected, weight, decoded }) => (
        <g key={index}>
          <text className="mid" x={x} y={weightY}>
            {weight}
          </text>
          <text className="mid t1 bold" x={x} y={decodedY}>
            {decoded}
          </text>
          {!isSelected && (
            <rect
              className={css.column}
              data-no-export
              x={x - 17}
              y={weightY - 13}
              width={34}
              height={decodedY - weightY + 18}
              onClick={() => {
                onSelect(index);
              }}
            />
          )}
        </g>
      ))}
      {[...formula, ...storage].map((line, i, all) => (
        <text
          key={line}
          className={i < formula.length ? 't1 l12' : 't2 l12'}
          x={8}
          y={height - 8 - LINE * (all.length - 1 - i)}
        >
          {line}
        </text>
      ))}
    </svg>
  );
}

interface CellsProps {
  readonly cells: readonly BitCell[];
  readonly onToggle: (place: number, bit: number) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** One tab stop; arrows go from bit to bit, Space turns one over. */
function Cells({ cells, onToggle }: CellsProps) {
  const [entry, setEntry] = useState<string | null>(null);
  const free = cells.filter(({ toggle }) => toggle !== null);
  const tab = free.some(({ key }) => key === entry) ? entry : (free[0]?.key ?? null);
  const press = (event: KeyboardEvent<SVGGElement>, cell: BitCell) => {
    if (cell.toggle !== null && (event.key === ' ' || event.key === 'Enter')) {
      event.preventDefault();
      onToggle(cell.toggle.place, cell.toggle.bit);
      return;
    }
    const step = STEPS[event.key];
    const next = step === undefined ? undefined : free[(free.indexOf(cell) + step + free.length) % free.length];
    if (next === undefined) return;
    event.preventDefault();
    setEntry(next.key);
    event.currentTarget.ownerSVGElement?.querySelector<SVGGElement>(`[data-bit="${CSS.escape(next.key)}"]`)?.focus();
  };
  return cells.map((cell) =>
    cell.toggle === null ? (
      <g key={cell.key}>
        <CellMark cell={cell} />
      </g>
    ) : (
      <g
        key={cell.key}
        role="switch"
        aria-checked={cell.on}
        aria-label={cell.toggle.name}
        tabIndex={cell.key === tab ? 0 : -1}
        data-bit={cell.key}
        className={css.toggle}
        onKeyDown={(event) => {
          press(event, cell);
        }}
        onClick={(event) => {
          if (cell.toggle === null) return;
          event.currentTarget.focus();
          setEntry(cell.key);
          onToggle(cell.toggle.place, cell.toggle.bit);
        }}
      >
        <CellMark cell={cell} />
      </g>
    ),
  );
}

function CellMark({ cell }: { readonly cell: BitCell }) {
  const { x, y, width, height, on, sign, changed, toggle } = cell;
  const mark = sign ? (on ? '−' : '+') : on ? '1' : '0';
  return (
    <>
      <rect
        className={classes(css.bit, on && css.on, changed && css.changed, toggle === null && css.shown)}
        x={x + 1}
        y={y}
        width={Math.max(width - 2, 2)}
        height={height}
        rx={3}
      />
      <text className={classes('mid', on ? css.onText : 't1', css.digit)} x={x + width / 2} y={y + height / 2 + 4}>
        {mark}
      </text>
    </>
  );
}
