import { memo } from 'react';
import type { Plot } from '../clipping/plot';
import css from './binary.module.css';
import type { LevelsModel } from './levels-model';

const TEXTS = { p: 't1 bold', n: 't2', twn: 'tb' } as const;

/** Wp and Wn step by step, TWN's level dotted; below, the share of zeros. */
export const LevelsChart = memo(function LevelsChart({ model }: { readonly model: LevelsModel }) {
  const { upper, lower, labels, ends, twnY } = model;
  const { size } = lower;
  return (
    <svg className={css.plot} width={size.width} height={size.height} aria-hidden>
      <text x={upper.left} y={14}>
        level, absolute value
      </text>
      <Grid plot={upper} />
      <text x={lower.left} y={lower.top - 10}>
        share of zeros
      </text>
      <Grid plot={lower} />
      {twnY !== null && <line className={css.bLevel} x1={upper.left} x2={upper.right} y1={twnY} y2={twnY} />}
      <path className={css.inkLine2} d={model.negative} />
      <path className={css.inkLine} d={model.positive} />
      <path className={css.inkLine} d={model.zeros} />
      {ends.map(({ id, x, y }) => (
        <circle key={id} className={id === 'n' ? css.hollow : css.ink} cx={x} cy={y} r={3.4} />
      ))}
      {labels.map(({ id, text, y }) => (
        <text key={id} className={TEXTS[id]} x={upper.right + 8} y={y + 4}>
          {text}
        </text>
      ))}
      <text className="t2" x={lower.right + 8} y={(ends[2]?.y ?? 0) + 4}>
        {model.zeroText}
      </text>
      {lower.xTicks.map(({ at, label }) => (
        <text key={label} className="mid" x={at} y={lower.bottom + 14}>
          {label}
        </text>
      ))}
      <text className="end" x={lower.right} y={lower.bottom + 28}>
        training step
      </text>
    </svg>
  );
});

function Grid({ plot }: { readonly plot: Plot }) {
  return plot.yTicks.map(({ at, label }) => (
    <g key={label}>
      <line className="grid" x1={plot.left} x2={plot.right} y1={at} y2={at} />
      <text className="end" x={plot.left - 6} y={at + 4}>
        {label}
      </text>
    </g>
  ));
}
