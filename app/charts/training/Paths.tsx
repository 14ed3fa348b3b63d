import { memo } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { classes } from '../../controls/classes';
import { Hatch } from '../frame/Hatch';
import css from './Paths.module.css';
import type { PathsModel } from './paths';

/** Float weights on the grid of their codes; a ring where one that oscillates changes its code, a triangle where another does. */
export const Paths = memo(function Paths({ model, side }: { readonly model: PathsModel; readonly side: SideId }) {
  const { size, left, right, bottom, levels, thresholds, masks, lines, marks, xTicks } = model;
  const line = side === 'a' ? 'la' : 'lb';
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      <Hatch id="paths-mask" />
      {masks.map(({ y, height }) => (
        <rect key={y} fill="url(#paths-mask)" x={left} y={y} width={right - left} height={Math.max(height, 0)} />
      ))}
      {levels.map(({ y, label }) => (
        <g key={y}>
          <line className="grid" x1={left} x2={right} y1={y} y2={y} />
          <text className="end" x={left - 6} y={y + 4}>
            {label}
          </text>
        </g>
      ))}
      {thresholds.map((y) => (
        <line key={y} className={css.threshold} x1={left} x2={right} y1={y} y2={y} />
      ))}
      {lines.map(({ index, kind, path }) => (
        <path key={index} className={classes(css.line, css[kind], kind === 'oscillates' && line)} d={path} />
      ))}
      {marks.map(({ kind, up, x, y }) =>
        kind === 'oscillates' ? (
          <circle key={`${x} ${y}`} className={classes(line, css.ring)} cx={x} cy={y} r={3} />
        ) : (
          <path key={`${x} ${y}`} className={css.triangle} d={`M${x - 4} ${y + (up ? 3 : -3)}h8l-4 ${up ? -7 : 7}z`} />
        ),
      )}
      <line className="axis" x1={left} x2={right} y1={bottom} y2={bottom} />
      {xTicks.map(({ x, label }) => (
        <text key={label} className="mid" x={x} y={size.height - 5}>
          {label}
        </text>
      ))}
    </svg>
  );
});
