import { memo } from 'react';
import css from './binary.module.css';
import type { BenchBar, BenchModel } from './bench-model';

const ROW = 20;
const FILLS = { a: css.solidA, b: css.solidB, ink: css.solid } as const;
const TEXTS = { a: 'ta', b: 'tb', ink: 't1' } as const;
const AXIS = 92;

/** Times and bytes as bars; measured, modelled and published speed-up on one log axis. */
export const Bench = memo(function Bench({ model }: { readonly model: BenchModel }) {
  const { times, bytes, width } = model;
  const bytesTop = times.length === 0 ? 0 : 22 + times.length * ROW + 6;
  const axisTop = times.length === 0 ? 8 : bytesTop + 22 + bytes.length * ROW + 8;
  return (
    <svg className={css.plot} width={width} height={axisTop + AXIS} aria-hidden>
      {times.length > 0 && (
        <>
          <Bars title="time of one product" bars={times} top={0} left={model.left} />
          <Bars title="bytes of the weights" bars={bytes} top={bytesTop} left={model.left} />
        </>
      )}
      <Axis axis={model.axis} top={axisTop} width={width} />
    </svg>
  );
});

function Bars({
  title,
  bars,
  top,
  left,
}: {
  readonly title: string;
  readonly bars: readonly BenchBar[];
  readonly top: number;
  readonly left: number;
}) {
  return (
    <g>
      <text className="t1 bold" x={14} y={top + 14}>
        {title}
      </text>
      {bars.map(({ id, label, width, text, note, tone }, i) => {
        const y = top + 22 + i * ROW;
        return (
          <g key={id}>
            <text className="end" x={left - 8} y={y + 12}>
              {label}
            </text>
            <rect className={FILLS[tone]} x={left} y={y} width={width} height={ROW - 6} rx={2} />
            <text className={TEXTS[tone]} x={left + width + 6} y={y + 12}>
              {note === '' ? text : `${text}, ${note}`}
            </text>
          </g>
        );
      })}
    </g>
  );
}

function Axis({
  axis,
  top,
  width,
}: {
  readonly axis: BenchModel['axis'];
  readonly top: number;
  readonly width: number;
}) {
  const y = top + 66;
  return (
    <g>
      <text className="t1 bold" x={14} y={top + 10}>
        speed-up against float32, log scale
      </text>
      <line className="axis" x1={14} x2={width - 14} y1={y} y2={y} />
      {axis.ticks.map(({ x, label }) => (
        <text key={label} className="mid" x={x} y={y + 20}>
          {label}
        </text>
      ))}
      {axis.marks.map(({ id, x, label, kind, line }) => {
        const textY = y - 10 - line * 14;
        const isRight = x > width * 0.6;
        return (
          <g key={id}>
            {line > 0 && <line className={css.drop} x1={x} x2={x} y1={y - 4} y2={textY + 3} />}
            {kind === 'published' ? (
              <rect className={css.ink} x={x - 4} y={y - 4} width={8} height={8} />
            ) : kind === 'modelled' ? (
              <circle className={css.dashed} cx={x} cy={y} r={4.5} />
            ) : (
              <circle className="fa" cx={x} cy={y} r={4.5} />
            )}
            <text
              className={`${kind === 'measured' ? 'ta' : 't2'} halo`}
              textAnchor={isRight ? 'end' : 'middle'}
              x={isRight ? x + 12 : x}
              y={textY}
            >
              {label}
            </text>
          </g>
        );
      })}
    </g>
  );
}
