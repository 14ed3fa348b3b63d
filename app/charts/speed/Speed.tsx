import { memo } from 'react';
import type { SpeedPath } from '../../../src/jobs/speed-reports';
import { classes } from '../../controls/classes';
import type { SpeedModel } from './model';
import css from './speed.module.css';

const HEAD = 14;

/** Whole times with their range, then the times of the layers on one axis, a bar for each path. */
export const Speed = memo(function Speed({ model }: { readonly model: SpeedModel }) {
  const { width, height } = model;
  return (
    <svg className={css.plot} width={width} height={height} aria-hidden>
      <text className="t1 bold" x={14} y={HEAD}>
        whole network
      </text>
      <Totals model={model} />
      <Layers model={model} />
    </svg>
  );
});

function fill(id: SpeedPath): string | undefined {
  return css[id];
}

function Totals({ model: { totals, left } }: { readonly model: SpeedModel }) {
  return totals.map(({ id, label, y, width, low, high, text, note }) => (
    <g key={id}>
      <text className="end t1" x={left - 8} y={y + 12}>
        {label}
      </text>
      <rect className={fill(id)} x={left} y={y + 1} width={Math.max(width, 1.5)} height={14} rx={2} />
      <path className={css.whisker} d={`M${left + low} ${y + 8}H${left + high}m0 -4v8M${left + low} ${y + 4}v8`} />
      <text className="t1 bold" x={left + high + 8} y={y + 12}>
        {text}
      </text>
      <text className="t2" x={left} y={y + 28}>
        {note}
      </text>
    </g>
  ));
}

function Layers({ model }: { readonly model: SpeedModel }) {
  const { rows, left, right, layersTop, layersBottom, ticks } = model;
  const top = layersTop + HEAD + 14;
  return (
    <g>
      <text className="t1 bold" x={14} y={layersTop + HEAD}>
        by layer
      </text>
      {rows.some(({ gain }) => gain !== null) && (
        <text className="end t2" x={right + 56} y={layersTop + HEAD}>
          int8 gains
        </text>
      )}
      {ticks.map(({ at, label }) => (
        <g key={label}>
          <line className="grid" x1={at} x2={at} y1={top} y2={layersBottom} />
          <text className="mid" x={at} y={top - 4}>
            {label}
          </text>
        </g>
      ))}
      {rows.map(({ name, y, bars, gain }) => (
        <g key={name}>
          <text className="end" x={left - 8} y={y + bars.length * 2.5 + 4}>
            {name}
          </text>
          {bars.map((bar) => (
            <rect key={bar.id} className={fill(bar.id)} x={left} y={bar.y} width={Math.max(bar.width, 1)} height={4} />
          ))}
          {gain !== null && (
            <text
              className={classes('end', gain.helps ? 't1' : css.loses)}
              x={right + 56}
              y={y + bars.length * 2.5 + 4}
            >
              {gain.text}
            </text>
          )}
        </g>
      ))}
      <line className="axis" x1={left} x2={left} y1={top} y2={layersBottom} />
    </g>
  );
}
