import { memo } from 'react';
import { classes } from '../../controls/classes';
import { count } from '../frame/format';
import type { RidgesModel } from './ridges';
import css from './Rounding.module.css';

/** How the weights make up their minds: from anywhere between two codes to one of them. */
export const Ridges = memo(function Ridges({ model }: { readonly model: RidgesModel }) {
  const { size, left, right, ridges, ticks, note } = model;
  const bottom = size.height - 34;
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      <text x={left - 8} y={14} textAnchor="end">
        step
      </text>
      {ticks.map(({ x, label }) => (
        <g key={label}>
          <line className="grid" x1={x} x2={x} y1={18} y2={bottom} />
          <text className="mid" x={x} y={bottom + 15}>
            {label}
          </text>
        </g>
      ))}
      <text x={left} y={bottom + 29}>
        round down
      </text>
      <text className="mid" x={(left + right) / 2} y={bottom + 29}>
        h(V)
      </text>
      <text className="end" x={right} y={bottom + 29}>
        round up
      </text>
      {ridges.map(({ step, y, bars, isLast }) => (
        <g key={step}>
          <text className={classes('end', isLast && 't1 bold')} x={left - 8} y={y}>
            {count(step)}
          </text>
          <line className="axis" x1={left} x2={right} y1={y} y2={y} />
          {bars.map((bar) => (
            <rect
              key={bar.x}
              className={classes(bar.isWall ? css.wall : css.between, isLast && css.present)}
              x={bar.x}
              y={y - bar.height}
              width={bar.width}
              height={bar.height}
            />
          ))}
          {isLast && note !== null && (
            <text className="mid t1 l12 halo" x={(left + right) / 2} y={y - 12}>
              {note}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
});
