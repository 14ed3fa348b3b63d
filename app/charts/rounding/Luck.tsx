import { memo } from 'react';
import type { LuckModel } from './luck';
import css from './Rounding.module.css';

/** Draws of chance beside the fixed rules, by the output error of one row. */
export const Luck = memo(function Luck({ model }: { readonly model: LuckModel }) {
  const { size, left, right, axisY, dots, marks, ticks } = model;
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      {ticks.map(({ x, label }) => (
        <g key={label}>
          <line className="grid" x1={x} x2={x} y1={90} y2={axisY} />
          <text className="mid" x={x} y={axisY + 15}>
            {label}
          </text>
        </g>
      ))}
      <line className="axis" x1={left} x2={right} y1={axisY} y2={axisY} />
      <text className="end" x={right} y={axisY + 29}>
        output error, log scale
      </text>
      {dots.map(({ x, y }, i) => (
        <circle key={i} className={css.dot} cx={x} cy={y} r={2.8} />
      ))}
      {marks.map(({ id, x, y }) => (
        <line key={id} className={css[`rule-${id}`] ?? css.rule} x1={x} x2={x} y1={y - 9} y2={axisY} />
      ))}
      {marks.map(({ id, x, y, text, anchor, tone }) => (
        <text key={id} className={`${tone} l12 halo`} x={anchor === 'start' ? x + 5 : x - 5} y={y} textAnchor={anchor}>
          {text}
        </text>
      ))}
    </svg>
  );
});
