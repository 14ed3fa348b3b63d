import { memo } from 'react';
import { YTicks } from '../frame/Axes';
import css from './binary.module.css';
import type { SignsModel } from './signs-model';

/** The running mean of the draws beside what it tends to; above, the last draws as bits. */
export const Signs = memo(function Signs({ model }: { readonly model: SignsModel }) {
  const { plot, path, target, targetText, meanText, last } = model;
  const { size, left, right, bottom } = plot;
  const meanY = lastY(path);
  const close = meanY !== null && Math.abs(meanY - target) < 14;
  return (
    <svg className={css.plot} width={size.width} height={size.height} aria-hidden>
      <YTicks plot={plot} />
      <line className="refl" x1={left} x2={right} y1={target} y2={target} />
      <text className="t2" x={right + 6} y={target + (close ? 14 : 4)}>
        {targetText}
      </text>
      <path className={css.curve} d={path} />
      {meanY !== null && (
        <text className="t1 bold" x={right + 6} y={meanY + (close ? -4 : 4)}>
          {meanText}
        </text>
      )}
      {last.map((sign, i) => {
        const width = Math.min((right - left) / 40, 9);
        return (
          <rect
            key={i}
            fill={sign > 0 ? 'var(--pos)' : 'var(--neg)'}
            x={left + i * width}
            y={bottom + 4}
            width={Math.max(width - 1, 1)}
            height={7}
          />
        );
      })}
      {plot.xTicks.map(({ at, label }) => (
        <text key={label} className="mid" x={at} y={bottom + 24}>
          {label}
        </text>
      ))}
      <text className="end" x={right} y={bottom + 40}>
        draws; bar: the last {last.length}, −1 green, +1 purple
      </text>
    </svg>
  );
});

function lastY(path: string): number | null {
  const found = /,(-?[\d.]+)$/.exec(path);
  return found === null ? null : Number(found[1]);
}
