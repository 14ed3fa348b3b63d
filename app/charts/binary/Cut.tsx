import { memo } from 'react';
import { Grip, type GripEvents } from './Grip';
import css from './binary.module.css';
import type { CutMark, CutModel } from './cut-model';

interface CutProps {
  readonly model: CutModel;
  readonly name: string;
  readonly side: 'a' | 'b';
  readonly now: number;
  readonly valueText: string;
  readonly events: GripEvents;
}

const TEXTS = { a: 'ta', b: 'tb', rule: 't2', optimum: 't1 bold' } as const;

/** The error over a scale or threshold; the present one is dragged. */
export const Cut = memo(function Cut({ model, name, side, now, valueText, events }: CutProps) {
  const { plot, strip, marks, grip } = model;
  const bottom = strip?.plot.bottom ?? plot.bottom;
  return (
    <svg className={css.plot} width={plot.size.width} height={strip?.plot.size.height ?? plot.size.height}>
      <text x={plot.left} y={16}>
        squared error / energy of the weights
      </text>
      {plot.yTicks.map(({ at, label }) => (
        <g key={label}>
          <line className="grid" x1={plot.left} x2={plot.right} y1={at} y2={at} />
          <text className="end" x={plot.left - 6} y={at + 4}>
            {label}
          </text>
        </g>
      ))}
      {strip !== null && (
        <>
          <text className="end halo" x={plot.right} y={strip.plot.top - 3}>
            {strip.now}
          </text>
          <path className={css.strip} d={strip.area} />
          {['0', '1'].map((label) => (
            <text key={label} className="end" x={plot.left - 6} y={strip.plot.y(Number(label)) + 4}>
              {label}
            </text>
          ))}
        </>
      )}
      <line className="axis" x1={plot.left} x2={plot.right} y1={bottom} y2={bottom} />
      <path className={css.curve} d={model.path} />
      {marks.map((mark) => (
        <Mark key={mark.id} mark={mark} bottom={bottom} />
      ))}
      {plot.xTicks.map(({ at, label }) => (
        <text key={label} className="mid" x={at} y={bottom + 14}>
          {label}
        </text>
      ))}
      <text className="end" x={plot.right} y={bottom + 28}>
        {model.xTitle}
      </text>
      <Grip
        name={name}
        side={side}
        x={grip.x}
        y={bottom - 12}
        line={[grip.from, grip.to]}
        now={now}
        max={2}
        valueText={valueText}
        {...events}
      />
    </svg>
  );
});

function Mark({ mark, bottom }: { readonly mark: CutMark; readonly bottom: number }) {
  const { id, x, y, lines, anchor, labelX, labelY } = mark;
  return (
    <g>
      {id === 'optimum' && <line className={css.drop} x1={x} x2={x} y1={y} y2={bottom} />}
      {id === 'b' ? (
        <rect className="fb" x={x - 4} y={y - 4} width={8} height={8} />
      ) : (
        <circle className={id === 'a' ? 'fa' : css.ink} cx={x} cy={y} r={id === 'rule' ? 3 : 4} />
      )}
      {lines.map((line, i) => (
        <text key={line} className={`${TEXTS[id]} halo`} textAnchor={anchor} x={labelX} y={labelY + i * 15}>
          {line}
        </text>
      ))}
    </g>
  );
}
