import { memo } from 'react';
import { PlotAxes } from '../frame/Axes';
import css from './mixed.module.css';
import type { RooflineModel } from './roofline-model';

/** Marks of the first and the second point of a layer, the line between them, and the name. */
const MARKS = {
  /** Ring for A, square for B. */
  sides: { link: css.link, ring: css.ringDot, dot: 'fb', text: 'tb' },
  /** Dashed ring for modelled, full for measured. */
  ink: { link: css.linkInk, ring: css.ringInk, dot: css.dotInk, text: 't1' },
} as const;

/** Speed of every layer under the roofs of a machine: two points for each, joined. */
export const Roofline = memo(function Roofline({
  model,
  marks = 'sides',
}: {
  readonly model: RooflineModel;
  readonly marks?: keyof typeof MARKS;
}) {
  const look = MARKS[marks];
  const { size, right, roofs, points } = model;
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      <PlotAxes plot={model} xTitle="MACs for each byte moved, both axes log" yTitle="GMAC/s" />
      {roofs.map(({ label, path, y }, at) => (
        <g key={label}>
          <path className={at === 0 ? css.roof : css.roofDashed} d={path} />
          <text className="end t2 halo" x={right} y={y - 5}>
            {label}
          </text>
        </g>
      ))}
      {points.map(({ layer, a, b }) => (
        <g key={layer}>
          <line className={look.link} x1={a.x} x2={b.x} y1={a.y} y2={b.y} />
          <circle className={look.ring} cx={a.x} cy={a.y} r={3.2} />
          <rect className={look.dot} x={b.x - 3.4} y={b.y - 3.4} width={6.8} height={6.8} />
        </g>
      ))}
      {points.map(({ layer, b, isNamed }) => {
        const isLeft = b.x + 8 + 6 * layer.length > right;
        return isNamed ? (
          <text
            key={layer}
            className={`${look.text} halo${isLeft ? ' end' : ''}`}
            x={isLeft ? b.x - 7 : b.x + 7}
            y={b.y + 13}
          >
            {layer}
          </text>
        ) : null;
      })}
    </svg>
  );
});
