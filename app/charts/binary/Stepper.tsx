import { type KeyboardEvent, type MouseEvent, useState } from 'react';
import { value } from '../frame/format';
import { Inspector } from '../frame/Inspector';
import type { Size } from '../frame/useSize';
import css from './Stepper.module.css';
import type { StepperModel } from './stepper-model';

interface StepperProps {
  readonly model: StepperModel;
  /** 1 to 5. */
  readonly step: number;
  readonly width: number;
  /** Turns a bit over. */
  readonly onFlip: (row: 'w' | 'x', position: number) => void;
}

const LABELS = 86;
const CELL = 18;
const ROWS = { w: 4, bitsW: 20, x: 48, bitsX: 64, xnor: 96, tree: 124 };
/** Narrower cells have no room for a digit. */
const TEXT_ROOM = 9;

/** Two rows of signs, their XNOR, and the tree of partial counts; the column that is looked at is yellow. */
export function Stepper({ model, step, width, onFlip }: StepperProps) {
  const [column, setColumn] = useState<number | null>(null);
  const { n, tree } = model;
  const cell = Math.min((width - LABELS - 14) / Math.max(n, 1), 26);
  const height = ROWS.tree + tree.length * (CELL + 2) + 4;
  const at = column === null ? null : Math.min(column, n - 1);
  const columnAt = (x: number): number => Math.floor(x / cell);
  const click = (event: MouseEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const position = columnAt(event.clientX - box.left - LABELS);
    const y = event.clientY - box.top;
    if (position < 0 || position >= n) return;
    if (y < ROWS.x - 4) onFlip('w', position);
    else if (y < ROWS.xnor - 4) onFlip('x', position);
  };
  const press = (event: KeyboardEvent) => {
    if ((event.key !== 'Enter' && event.key !== ' ') || at === null) return;
    event.preventDefault();
    onFlip(event.shiftKey ? 'x' : 'w', at);
  };
  return (
    <div className={css.box} style={{ height }} onClick={click} onKeyDown={press} role="presentation">
      <Drawing model={model} step={step} cell={cell} column={at} size={{ width, height }} />
      <Inspector
        name="Signs: Enter turns the bit of w over, Shift Enter that of x"
        box={{ left: LABELS, top: 0, width: cell * n, height: ROWS.xnor + CELL }}
        count={n}
        index={at}
        valueText={at === null ? '' : columnText(model, at, step)}
        indexAt={columnAt}
        onIndex={setColumn}
      />
    </div>
  );
}

interface DrawingProps {
  readonly model: StepperModel;
  readonly step: number;
  readonly cell: number;
  readonly column: number | null;
  readonly size: Size;
}

function Drawing({ model, step, cell, column, size }: DrawingProps) {
  const { n, tree } = model;
  const shownTree = step >= 3 ? tree : [];
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      {column !== null && (
        <rect
          className={css.column}
          x={LABELS + column * cell - 1}
          y={0}
          width={cell + 2}
          height={ROWS.xnor + CELL + 2}
          rx={4}
        />
      )}
      <Labels step={step} />
      <Values y={ROWS.w} values={model.w} cell={cell} />
      <Bits y={ROWS.bitsW} bits={model.bitsW} cell={cell} />
      <Values y={ROWS.x} values={model.x} cell={cell} />
      <Bits y={ROWS.bitsX} bits={model.bitsX} cell={cell} />
      {step >= 2 && <Bits y={ROWS.xnor} bits={model.xnor} cell={cell} />}
      {shownTree.map(({ span, sums }, row) => (
        <TreeRow
          key={span}
          y={ROWS.tree + row * (CELL + 2)}
          span={span}
          sums={sums}
          n={n}
          cell={cell}
          isLast={row === tree.length - 1}
        />
      ))}
    </svg>
  );
}

function columnText({ w, x, bitsW, bitsX, xnor }: StepperModel, at: number, step: number): string {
  const signs = `w ${value(w[at] ?? 0)}, bit ${String(bitsW[at])}; x ${value(x[at] ?? 0)}, bit ${String(bitsX[at])}`;
  return step >= 2 ? `${signs}; XNOR ${String(xnor[at])}` : signs;
}

function Labels({ step }: { readonly step: number }) {
  const rows: readonly (readonly [number, string, boolean])[] = [
    [ROWS.w + 11, 'weight w', true],
    [ROWS.bitsW + 13, 'sign bit', true],
    [ROWS.x + 11, 'input x', true],
    [ROWS.bitsX + 13, 'sign bit', true],
    [ROWS.xnor + 13, 'XNOR', step >= 2],
  ];
  return rows.map(
    ([y, text, isShown]) =>
      isShown && (
        <text key={y} className={text === 'XNOR' ? 'end t1 bold' : 'end t2'} x={LABELS - 8} y={y}>
          {text}
        </text>
      ),
  );
}

interface RowProps {
  readonly y: number;
  readonly cell: number;
}

/** Green below 0, purple above, the deeper the larger. */
function Values({ y, values, cell }: RowProps & { readonly values: readonly number[] }) {
  const most = Math.max(...values.map(Math.abs), 1e-30);
  return values.map((v, i) => (
    <rect
      key={i}
      fill={v < 0 ? 'var(--neg)' : 'var(--pos)'}
      fillOpacity={0.15 + (0.85 * Math.abs(v)) / most}
      x={LABELS + i * cell + 1}
      y={y}
      width={Math.max(cell - 2, 1)}
      height={13}
      rx={2}
    />
  ));
}

function Bits({ y, bits, cell }: RowProps & { readonly bits: readonly (0 | 1)[] }) {
  return bits.map((bit, i) => (
    <g key={i}>
      <rect
        className={bit === 1 ? css.one : css.zero}
        x={LABELS + i * cell + 1}
        y={y}
        width={Math.max(cell - 2, 1)}
        height={CELL}
        rx={Math.min(4, cell / 4)}
      />
      {cell >= TEXT_ROOM && (
        <text
          className={`mid ${bit === 1 ? (css.oneText ?? '') : (css.zeroText ?? '')}`}
          x={LABELS + (i + 0.5) * cell}
          y={y + 13}
        >
          {bit}
        </text>
      )}
    </g>
  ));
}

interface TreeRowProps extends RowProps {
  readonly span: number;
  readonly sums: readonly number[];
  readonly n: number;
  readonly isLast: boolean;
}

function TreeRow({ y, span, sums, n, cell, isLast }: TreeRowProps) {
  return (
    <g>
      <text className={isLast ? 'end t1 bold' : 'end'} x={LABELS - 8} y={y + 13}>
        {isLast ? 'popcount p' : `${String(span)} bits`}
      </text>
      {sums.map((sum, i) => {
        const width = (Math.min((i + 1) * span, n) - i * span) * cell;
        return (
          <g key={i}>
            <rect
              className={isLast ? css.total : css.partial}
              x={LABELS + i * span * cell + 1}
              y={y}
              width={Math.max(width - 2, 1)}
              height={CELL}
              rx={3}
            />
            {width >= TEXT_ROOM && (
              <text
                className={isLast ? `mid ${css.oneText ?? ''}` : 'mid t1'}
                x={LABELS + i * span * cell + width / 2}
                y={y + 13}
              >
                {sum}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
