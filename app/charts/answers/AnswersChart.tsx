import { useState } from 'react';
import { PlotAxes } from '../frame/Axes';
import { fixed } from '../frame/format';
import { Inspector, Tip } from '../frame/Inspector';
import css from './AnswersChart.module.css';
import { type AnswerPoint, type AnswersModel, nearestAnswer } from './model';

interface AnswersChartProps {
  readonly model: AnswersModel;
  readonly points: readonly AnswerPoint[];
  readonly unit: string;
}

/** Answers as marks: filled where all goals are met. The pointer or the arrow keys say whose is looked at. */
export function AnswersChart({ model, points, unit }: AnswersChartProps) {
  const [at, setAt] = useState<number | null>(null);
  const { left, right, top, bottom, order, marks, width, height } = model;
  const index = at === null ? null : (order[at] ?? null);
  const [mark, point] = [index === null ? undefined : marks[index], index === null ? undefined : points[index]];
  const lines =
    point === undefined
      ? []
      : [
          point.name,
          `${fixed(point.value, 1)} ${unit} at ${fixed(point.bits, 2)} bits`,
          point.isMet ? 'all goals met' : '',
        ];
  return (
    <>
      <Drawing model={model} />
      {mark !== undefined && (
        <svg className={css.over} width={width} height={height} aria-hidden data-no-export>
          <circle className={css.look} cx={mark.x} cy={mark.y} r={8} />
        </svg>
      )}
      <Inspector
        name="Answers"
        box={{ left, top, width: right - left, height: bottom - top }}
        count={order.length}
        index={at}
        valueText={lines.filter(Boolean).join(', ')}
        indexAt={(x, y) => Math.max(0, order.indexOf(nearestAnswer(model, x + left, y + top)))}
        onIndex={setAt}
      />
      {mark !== undefined && (
        <Tip lines={lines.filter(Boolean)} x={mark.x} y={Math.min(mark.y + 8, bottom - 50)} width={width} />
      )}
    </>
  );
}

function Drawing({ model }: { readonly model: AnswersModel }) {
  const { width, height, left, right, top, bottom, marks, bars } = model;
  return (
    <svg width={width} height={height} aria-hidden>
      <PlotAxes plot={model} xTitle="stored bits per weight of B" />
      {bars.x !== null && (
        <>
          <line className={css.bar} x1={bars.x} x2={bars.x} y1={top} y2={bottom} />
          <text className="mid t2 halo" x={bars.x} y={top - 8}>
            budget
          </text>
        </>
      )}
      {bars.y !== null && (
        <>
          <line className={css.bar} x1={left} x2={right} y1={bars.y} y2={bars.y} />
          <text className="end t2 halo" x={right} y={bars.y - 5}>
            goal
          </text>
        </>
      )}
      {marks.map(({ x, y, isMet, label }, at) => (
        <g key={at}>
          <circle className={isMet ? css.met : css.open} cx={x} cy={y} r={4.5} />
          {label !== null && (
            <text
              className={label.anchor === 'end' ? 'end t2 halo' : 't2 halo'}
              x={label.anchor === 'end' ? x - 9 : x + 9}
              y={y + 4}
            >
              {label.text}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}
