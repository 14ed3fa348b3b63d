import { memo } from 'react';
import { classes } from '../../controls/classes';
import type { ErrorHalf, RoundErrorModel } from './model';
import css from './RoundError.module.css';

/** How far rounding moves weights: flat between ± half a step when the model of uniform noise holds. */
export const RoundError = memo(function RoundError({ model }: { readonly model: RoundErrorModel }) {
  const { size, left, right, axisY, ticks, halves } = model;
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      {ticks.map(({ x, label }) => (
        <text key={label} className="mid" x={x} y={size.height - 8}>
          {label}
        </text>
      ))}
      {halves.map(({ side, path }) => (
        <path key={side} className={css[side]} d={path} />
      ))}
      <line className={classes('axis', css.baseline)} x1={left} x2={right} y1={axisY} y2={axisY} />
      {halves.map((half) => (
        <HalfMarks key={half.side} half={half} axisY={axisY} left={left} />
      ))}
    </svg>
  );
});

function HalfMarks({ half, axisY, left }: { readonly half: ErrorHalf; readonly axisY: number; readonly left: number }) {
  const { side, halfStep, tip, notes } = half;
  const tone = side === 'a' ? 'ta' : 'tb';
  const line = classes(side === 'a' ? 'la' : 'lb', css.half);
  const labelY = side === 'a' ? tip + 10 : tip - 4;
  return (
    <g>
      {halfStep?.map((x) => (
        <line key={x} className={line} x1={x} x2={x} y1={axisY} y2={tip} />
      ))}
      {halfStep && (
        <text className={`${tone} end halo`} x={halfStep[1] - 5} y={labelY}>
          Δ/2
        </text>
      )}
      {notes.map(({ text, y }, i) => (
        <text key={text} className={`${i === 0 ? `${tone} l12` : 't2'} halo`} x={left} y={y}>
          {text}
        </text>
      ))}
    </g>
  );
}
