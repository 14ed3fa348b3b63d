import { memo } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { classes } from '../../controls/classes';
import css from './Scales.module.css';
import type { ScalesModel } from './scales';

/** One line a layer; the selected layer in the full colour of its recipe. */
export const Scales = memo(function Scales({ model, side }: { readonly model: ScalesModel; readonly side: SideId }) {
  const { size, left, right, bottom, one, yTicks, xTicks, lines, labels } = model;
  const line = side === 'a' ? 'la' : 'lb';
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      {yTicks.map(({ y, label }) => (
        <g key={label}>
          <line className="grid" x1={left} x2={right} y1={y} y2={y} />
          <text className="end" x={left - 6} y={y + 4}>
            {label}
          </text>
        </g>
      ))}
      <line className={css.one} x1={left} x2={right} y1={one} y2={one} />
      {lines.map(({ layer, path, isSelected }) => (
        <path key={layer} className={classes(line, css.line, !isSelected && css.other)} d={path} />
      ))}
      <line className="axis" x1={left} x2={right} y1={bottom} y2={bottom} />
      {labels.map(({ text, y, isSelected }) => (
        <text
          key={text}
          className={isSelected ? classes(side === 'a' ? 'ta' : 'tb', 'l12') : 't2'}
          x={right + 6}
          y={y + 4}
        >
          {text}
        </text>
      ))}
      {xTicks.map(({ x, label }) => (
        <text key={label} className="mid" x={x} y={size.height - 5}>
          {label}
        </text>
      ))}
      <text x={right + 22} y={size.height - 5}>
        step
      </text>
    </svg>
  );
});
