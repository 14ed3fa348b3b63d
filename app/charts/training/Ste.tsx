import { memo } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { classes } from '../../controls/classes';
import { Hatch } from '../frame/Hatch';
import css from './Ste.module.css';
import type { SteModel } from './ste';

/** The straight-through estimator: a staircase forwards, a straight slope backwards, over the weights that it acts on. */
export const Ste = memo(function Ste({ model, side }: { readonly model: SteModel; readonly side: SideId }) {
  const { size, left, right, forward, backward, weights, masks, xTicks } = model;
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      <Hatch id="ste-mask" />
      {masks.flatMap(([x, width]) =>
        [backward, weights].map(({ top, bottom }) => (
          <rect key={`${x} ${top}`} fill="url(#ste-mask)" x={x} y={top} width={width} height={bottom - top} />
        )),
      )}
      {[forward, backward, weights].map(({ top, bottom, title }) => (
        <g key={title}>
          <text x={left} y={top - 7}>
            {title}
          </text>
          <line className="axis" x1={left} x2={right} y1={bottom} y2={bottom} />
        </g>
      ))}
      <path className={css.identity} d={forward.identity} />
      <path className={css.stairs} d={forward.stairs} />
      <path className={classes(side === 'a' ? 'la' : 'lb', css.slope)} d={backward.slope} />
      <text className="end" x={left - 5} y={backward.one + 4}>
        1
      </text>
      <text className="end" x={left - 5} y={backward.bottom + 4}>
        0
      </text>
      {weights.bars.map(({ path, isMasked }, bin) =>
        path === '' ? null : <path key={bin} className={isMasked ? css.masked : css.bar} d={path} />,
      )}
      {xTicks.map(({ x, label }) => (
        <text key={label} className="mid" x={x} y={weights.bottom + 15}>
          {label}
        </text>
      ))}
      <text className="end" x={right} y={size.height - 4}>
        float weight in steps, w / s
      </text>
    </svg>
  );
});
