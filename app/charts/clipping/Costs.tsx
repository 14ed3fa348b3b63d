import { memo, useId } from 'react';
import { Hatch } from '../frame/Hatch';
import { PlotAxes } from '../frame/Axes';
import css from './Costs.module.css';
import type { CostMark, CostModel } from './costs-model';

/** What a threshold costs: clipped above, rounded below, every estimator on the curve. */
export const Costs = memo(function Costs({ model }: { readonly model: CostModel }) {
  const hatch = useId();
  const { plot } = model;
  return (
    <svg className={css.plot} width={plot.size.width} height={plot.size.height}>
      <Hatch id={hatch} />
      <path className={css.rounding} d={model.rounding} />
      <path fill={`url(#${hatch})`} d={model.clipping} />
      <PlotAxes plot={plot} xTitle="threshold T" yTitle="mean squared error" />
      <path className={css.total} d={model.total} />
      {model.areas.map(({ text, x, y }) => (
        <text key={text} className="mid t1 l12 halo" x={x} y={y}>
          {text}
        </text>
      ))}
      {[...model.marks].reverse().map((mark) => (
        <Mark key={mark.id} mark={mark} />
      ))}
    </svg>
  );
});

const DOTS = { a: css.dotA, b: css.dotB } as const;
const LINES = { a: css.lineA, b: css.lineB } as const;
const TEXTS = { a: 'ta', b: 'tb' } as const;

function Mark({ mark }: { readonly mark: CostMark }) {
  const { side, x, y, from, to, anchor, labelY, top, text } = mark;
  const dot = side === null ? css.dot : DOTS[side];
  return (
    <g>
      <line className={side === null ? css.line : LINES[side]} x1={x} x2={x} y1={top} y2={y} />
      {side === 'b' ? (
        <rect className={dot} x={x - 5} y={y - 5} width={10} height={10} rx={2} />
      ) : (
        <circle className={dot} cx={x} cy={y} r={side === null ? 3.5 : 5.5} />
      )}
      <text
        className={`${side === null ? 't2' : TEXTS[side]} l12 halo`}
        x={anchor === 'start' ? from : to}
        y={labelY}
        textAnchor={anchor}
      >
        {text}
      </text>
    </g>
  );
}
