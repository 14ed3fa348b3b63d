import { memo } from 'react';
import { classes } from '../../controls/classes';
import css from './Weights.module.css';
import type { WeightsModel } from './weights';

/** Latent weights in grey, what the network sees of them as stems, the latent weights at step 0 as a dashed outline. */
export const Weights = memo(function Weights({ model }: { readonly model: WeightsModel }) {
  const { frame, halves, size } = model;
  return (
    <svg className={css.plot} width={size.width} height={size.height} aria-hidden>
      {frame.yTicks.map(({ y, label }) => (
        <g key={y}>
          <line className="grid" x1={frame.left} x2={frame.right} y1={y} y2={y} />
          <text className="end" x={frame.left - 6} y={y + 4}>
            {label}
          </text>
        </g>
      ))}
      {halves.map(({ side, latent, start, stems, steps, thresholds, axisY, edge }) => {
        const line = side === 'a' ? 'la' : 'lb';
        return (
          <g key={side}>
            <path className={css.latent} d={latent} />
            <path className={css.start} d={start} />
            {thresholds.map((x) => (
              <line key={x} className={classes(line, css.threshold)} x1={x} x2={x} y1={axisY} y2={(axisY + edge) / 2} />
            ))}
            {stems.map(({ x, y }) => (
              <g key={x}>
                <line className={classes(line, css.stem)} x1={x} x2={x} y1={axisY} y2={y} />
                {side === 'a' ? (
                  <circle className="fa" cx={x} cy={y} r={3.2} />
                ) : (
                  <rect className="fb" x={x - 3} y={y - 3} width={6} height={6} />
                )}
              </g>
            ))}
            <path className={classes(line, css.steps)} d={steps} />
          </g>
        );
      })}
      <line className={classes('axis', css.base)} x1={frame.left} x2={frame.right} y1={frame.axisY} y2={frame.axisY} />
      {halves.map(({ side, note }) => (
        <text key={side} className={`${side === 'a' ? 'ta' : 'tb'} l12 halo`} x={note.x} y={note.y}>
          {note.text}
        </text>
      ))}
      {frame.xTicks.map(({ x, label }) => (
        <text key={label} className="mid" x={x} y={size.height - 2}>
          {label}
        </text>
      ))}
    </svg>
  );
});
