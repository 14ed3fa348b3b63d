import { PlotAxes } from '../frame/Axes';
import css from './Widths.module.css';
import type { WidthsLine, WidthsModel } from './widths-model';

interface WidthsProps {
  readonly model: WidthsModel;
  /** What is measured, over the axis. */
  readonly measure: string;
}

/** What the network scores over bits, one line an estimator. */
export function Widths({ model, measure }: WidthsProps) {
  const { plot, lines, float, present } = model;
  return (
    <svg className={css.plot} width={plot.size.width} height={plot.size.height}>
      <PlotAxes plot={plot} yTitle={measure} xTitle="bits" />
      <line className={css.present} x1={present} x2={present} y1={plot.top} y2={plot.bottom} />
      {float !== null && (
        <>
          <line className="refl" x1={plot.left} x2={plot.right} y1={float} y2={float} />
          <text x={plot.left + 4} y={float - 5}>
            float
          </text>
        </>
      )}
      {lines.map((line) => (
        <Line key={line.id} line={line} />
      ))}
    </svg>
  );
}

const STROKES = { a: 'la', b: 'lb' } as const;
const FILLS = { a: 'fa', b: 'fb' } as const;
const TEXTS = { a: 'ta', b: 'tb' } as const;

function Line({ line }: { readonly line: WidthsLine }) {
  const { side, path, points, label } = line;
  const stroke = side === null ? css.line : STROKES[side];
  return (
    <g>
      <path className={stroke} d={path} />
      {points.map(({ x, y, low, high }) => (
        <g key={x}>
          <line className={stroke} x1={x} x2={x} y1={low} y2={high} />
          {side === 'b' ? (
            <rect className="fb" x={x - 3.5} y={y - 3.5} width={7} height={7} rx={1.5} />
          ) : (
            <circle className={side === null ? css.dot : FILLS[side]} cx={x} cy={y} r={side === null ? 2.6 : 3.6} />
          )}
        </g>
      ))}
      {label !== null && (
        <text className={side === null ? 't2' : TEXTS[side]} x={label.x} y={label.y + 4}>
          {label.text}
        </text>
      )}
    </g>
  );
}
