import { memo } from 'react';
import type { AccuracyModel } from './accuracy-model';
import css from './binary.module.css';

const SOLID = { a: css.solidA, b: css.solidB, ink: css.solid } as const;
const PALE = { a: css.paleA, b: css.paleB, ink: css.pale } as const;
const LABEL = { a: 'ta', b: 'tb', ink: 't1 bold' } as const;

/** Two groups of bars: all layers quantized, and the first and the last in float. Pale is gained by training. */
export const Accuracy = memo(function Accuracy({ model }: { readonly model: AccuracyModel }) {
  const { size, left, right, strips } = model;
  return (
    <svg className={css.plot} width={size.width} height={size.height} aria-hidden>
      {strips.map((strip) => (
        <StripMarks key={strip.top} strip={strip} left={left} right={right} />
      ))}
    </svg>
  );
});

interface StripProps {
  readonly strip: Strip;
  readonly left: number;
  readonly right: number;
}

function StripMarks({ strip, left, right }: StripProps) {
  const { top, height, bottom, yTicks, float, groups } = strip;
  return (
    <g>
      {groups.map(
        ({ chosen, title, x, width }) =>
          chosen && (
            <rect
              key={title}
              className={css.frame}
              x={x - 2}
              y={top + 6}
              width={width + 4}
              height={height - 12}
              rx={6}
            />
          ),
      )}
      {yTicks.map(({ y, label }) => (
        <g key={label}>
          <line className="grid" x1={left} x2={right} y1={y} y2={y} />
          <text className="end" x={left - 6} y={y + 4}>
            {label}
          </text>
        </g>
      ))}
      {groups.flatMap(({ bars }) =>
        bars.map((bar) => <BarMark key={bar.key} bar={bar} bottom={bottom} top={yTicks[4]?.y ?? 0} />),
      )}
      {float !== null && (
        <>
          <line className="refl" x1={left} x2={right} y1={float.y} y2={float.y} />
          <text className="t2 halo" x={left + 6} y={float.y - 5}>
            {float.label}
          </text>
        </>
      )}
      <line className="axis" x1={left} x2={right} y1={bottom} y2={bottom} />
      <text className="end" x={left - 6} y={bottom + 30}>
        bits
      </text>
      {groups.map(({ title, x, width, chosen }) => (
        <text key={title} className={chosen ? 'mid t1 bold' : 'mid'} x={x + width / 2} y={bottom + 50}>
          {title}
        </text>
      ))}
    </g>
  );
}

type Strip = AccuracyModel['strips'][number];
type Bar = Strip['groups'][number]['bars'][number];

function BarMark({ bar, bottom, top }: { readonly bar: Bar; readonly bottom: number; readonly top: number }) {
  const { x, width, solid, pale, tone } = bar;
  const middle = x + width / 2;
  const shape = (part: readonly [number, number], name: string | undefined) => (
    <rect className={name} x={x} width={width} y={part[0]} height={Math.max(part[1] - part[0], 0)} rx={1.5} />
  );
  return (
    <g>
      {solid === null ? (
        <rect className={css.waiting} x={x} width={width} y={top} height={bottom - top} rx={2} />
      ) : (
        shape(solid, SOLID[tone])
      )}
      {pale !== null && shape(pale, PALE[tone])}
      {bar.values.map(({ text, y, tone: place }) => (
        <text
          key={text}
          className={`mid ${place === 'solid' ? (css.onSolid ?? '') : place === 'pale' ? (css.onPale ?? '') : 't1'}`}
          data-tone={tone}
          x={middle}
          y={y}
        >
          {text}
        </text>
      ))}
      <text className={`mid ${LABEL[tone]}`} x={middle} y={bottom + 15}>
        {bar.label}
      </text>
      <text className="mid" x={middle} y={bottom + 30}>
        {bar.bits}
      </text>
    </g>
  );
}
