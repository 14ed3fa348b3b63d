import type { SideId } from '../../../src/experiment/spec';
import css from './Ranking.module.css';
import { HEAD, ROW, type RankingModel, type RankingRow } from './ranking-model';

interface RankingProps {
  readonly model: RankingModel;
  readonly onChoose: (id: string, side: SideId) => void;
}

/** Every estimator with its threshold, its error, and the score of the network with its interval. */
export function Ranking({ model, onChoose }: RankingProps) {
  const { width, height, columns, measure, ticks, float, rows } = model;
  return (
    <svg className={css.plot} width={width} height={height}>
      <Heading columns={columns} measure={measure} ticks={ticks} />
      {ticks.map(({ x, label }) => (
        <line key={label} className="grid" x1={x} x2={x} y1={HEAD} y2={height - 4} />
      ))}
      {float !== null && <line className="refl" x1={float} x2={float} y1={HEAD - 2} y2={height - 4} />}
      <line className="axis" x1={8} x2={width - 8} y1={HEAD} y2={HEAD} />
      {rows.map((row) => (
        <Row key={row.method.id} row={row} model={model} onChoose={onChoose} />
      ))}
    </svg>
  );
}

function Heading({ columns, measure, ticks }: Pick<RankingModel, 'columns' | 'measure' | 'ticks'>) {
  const heads: readonly (readonly [string, number | null])[] = [
    ['T', columns.threshold],
    ['clipped', columns.clipped],
    ['MSE', columns.mse],
    [columns.changed === null ? 'dB' : 'SQNR, dB', columns.sqnr],
    [measure, columns.accuracy],
    ['changed', columns.changed],
  ];
  return (
    <g>
      <text x={columns.name} y={16}>
        method
      </text>
      {heads.map(([text, x]) =>
        x === null ? null : (
          <text key={text} className="end" x={x} y={16}>
            {text}
          </text>
        ),
      )}
      {ticks.map(({ x, label }) =>
        x > columns.accuracy - (columns.changed === null ? 30 : 66) ? null : (
          <text key={label} className="mid" x={x} y={16}>
            {label}
          </text>
        ),
      )}
    </g>
  );
}

const WHISKERS = { a: css.whiskerA, b: css.whiskerB } as const;
const DOTS = { a: css.dotA, b: css.markB } as const;

interface RowProps {
  readonly row: RankingRow;
  readonly model: RankingModel;
  readonly onChoose: RankingProps['onChoose'];
}

function Row({ row, model, onChoose }: RowProps) {
  const { columns, width } = model;
  const { method, side, y, cells, accuracy, spoken: score, changed } = row;
  const spoken = `${method.label}, threshold ${cells.threshold}, ${cells.clipped} clipped, ${cells.sqnr} dB, ${score}`;
  return (
    <g
      role="button"
      tabIndex={0}
      className={css.row}
      aria-label={`${spoken}${side === null ? '' : `, compared as ${side.toUpperCase()}`}. Compare as A; with Shift as B`}
      onClick={(event) => onChoose(method.id, event.shiftKey ? 'b' : 'a')}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onChoose(method.id, event.shiftKey ? 'b' : 'a');
      }}
    >
      <rect className={css.back} x={8} width={width - 16} y={y - ROW / 2 + 1} height={ROW - 2} rx={4} />
      {side !== null && <Letter side={side} y={y} />}
      <text className={css.name} x={columns.name} y={y + 4}>
        {method.label}
      </text>
      <Cell x={columns.threshold} y={y} text={cells.threshold} />
      <Cell x={columns.clipped} y={y} text={cells.clipped} />
      <Cell x={columns.mse} y={y} text={cells.mse} />
      <Cell x={columns.sqnr} y={y} text={cells.sqnr} />
      <Dot row={row} />
      <Cell x={columns.accuracy} y={y} text={accuracy} isStrong />
      <Cell x={columns.changed} y={y} text={changed} />
    </g>
  );
}

function Dot({ row: { dot, side, y } }: { readonly row: RankingRow }) {
  if (dot === null) return null;
  return (
    <>
      <line className={side === null ? css.whisker : WHISKERS[side]} x1={dot.from} x2={dot.to} y1={y} y2={y} />
      {side === 'b' ? (
        <rect className={css.markB} x={dot.x - 4.5} y={y - 4.5} width={9} height={9} rx={2} />
      ) : (
        <circle className={side === null ? css.dot : DOTS[side]} cx={dot.x} cy={y} r={4.5} />
      )}
    </>
  );
}

/** The letter of a recipe: A square, B round. */
function Letter({ side, y }: { readonly side: SideId; readonly y: number }) {
  return (
    <>
      <rect
        className={side === 'a' ? css.dotA : css.dotB}
        x={15}
        y={y - 9}
        width={18}
        height={18}
        rx={side === 'a' ? 4 : 9}
      />
      <text className={css.letter} x={24} y={y + 4}>
        {side.toUpperCase()}
      </text>
    </>
  );
}

interface CellProps {
  readonly x: number | null;
  readonly y: number;
  readonly text: string;
  readonly isStrong?: boolean;
}

function Cell({ x, y, text, isStrong = false }: CellProps) {
  if (x === null) return null;
  return (
    <text className={`${css.num ?? ''} ${isStrong ? (css.strong ?? '') : ''}`} x={x} y={y + 4}>
      {text}
    </text>
  );
}
