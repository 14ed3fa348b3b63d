import { memo } from 'react';
import { PlotAxes } from '../frame/Axes';
import css from './mixed.module.css';
import type { RooflineModel } from './roofline-model';

/** Speed of every layer under the roofs of a machine: ring for A, square for B, joined. */
export const Roofline = memo(function Roofline({ model }: { readonly model: RooflineModel }) {
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
          <line className={css.link} x1={a.x} x2={b.x} y1={a.y} y2={b.y} />
          <circle className={css.ringDot} cx={a.x} cy={a.y} r={3.2} />
          <rect className="fb" x={b.x - 3.4} y={b.y - 3.4} width={6.8} height={6.8} />
        </g>
      ))}
      {points.map(({ layer, b, isNamed }) =>
        isNamed ? (
          <text
            key={layer}
            className={b.x > right - 40 ? 'tb halo end' : 'tb halo'}
            x={b.x > right - 40 ? b.x - 7 : b.x + 7}
            y={b.y + 13}
          >
            {layer}
          </text>
        ) : null,
      )}
    </svg>
  );
});
