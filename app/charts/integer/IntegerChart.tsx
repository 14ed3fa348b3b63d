import type { SideId } from '../../../src/experiment/spec';
import { classes } from '../../controls/classes';
import css from './IntegerChart.module.css';
import type { IntegerModel } from './model';

/** The terms of one sum as steps from 0 to the int32 result, then how that becomes a code and a value. */
export function IntegerChart({ model, side }: { readonly model: IntegerModel; readonly side: SideId }) {
  const { width, height, left, right, zeroX, bars, lines } = model;
  const own = side === 'a' ? 'fa' : 'fb';
  const bottom = (bars.at(-1)?.y ?? 0) + 22;
  return (
    <svg className={css.plot} width={width} height={height} aria-hidden>
      <line className="axis" x1={zeroX} x2={zeroX} y1={2} y2={bottom} />
      {bars.map((bar) => (
        <g key={bar.label}>
          <title>{`${bar.label}: ${bar.meaning}`}</title>
          {bar.isTotal && <line className="grid" x1={0} x2={width} y1={bar.y - 4} y2={bar.y - 4} />}
          <text className={classes('t1', bar.isTotal && 'bold')} x={0} y={bar.y + 14}>
            {bar.label}
          </text>
          <rect
            className={bar.isTotal ? own : css.term}
            x={bar.x}
            y={bar.y + 2}
            width={bar.width}
            height={17}
            rx={1.5}
          />
          <text
            className={classes('end', bar.isTotal ? (side === 'a' ? 'ta bold' : 'tb bold') : 't1')}
            x={width}
            y={bar.y + 14}
          >
            {bar.text}
          </text>
        </g>
      ))}
      <line className="grid" x1={0} x2={width} y1={bottom + 4} y2={bottom + 4} />
      {lines.map(({ label, text, y }) => (
        <g key={label}>
          <text x={0} y={y}>
            {label}
          </text>
          <text className="t1" x={Math.min(left, right)} y={y}>
            {text}
          </text>
        </g>
      ))}
    </svg>
  );
}
