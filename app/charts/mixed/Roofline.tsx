import { memo } from 'react';
import css from './mixed.module.css';
import type { RooflineModel } from './roofline-model';

/** Speed of every layer under the roofs of a machine: ring for A, square for B, joined. */
export const Roofline = memo(function Roofline({ model }: { readonly model: RooflineModel }) {
  const { size, left, right, bottom, xTicks, yTicks, roofs, points } = model;
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      {yTicks.map(({ at, label }) => (
        <g key={label}>
          <line className="grid" x1={left} x2={right} y1={at} y2={at} />
          <text className="end" x={left - 6} y={at + 4}>
            {label}
          </text>
        </g>
      ))}
      <line className="axis" x1={left} x2={right} y1={bottom} y2={bottom} />
      {xTicks.map(({ at, label }) => (
        <text key={label} className="mid" x={at} y={bottom + 15}>
          {label}
        </text>
      ))}
      <text x={left - 36} y={10}>
        GMAC/s
      </text>
      <text className="end" x={right} y={bottom + 30}>
        MACs for each byte moved, both axes log
      </text>
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
