import { line, scaleLinear, scalePoint } from 'd3';
import type { KeyboardEvent, PointerEvent } from 'react';
import type { Predict } from '../../src/course/step';
import { fixed } from '../controls/format';
import css from './CurveField.module.css';

type CurvePredict = Extract<Predict, { kind: 'curve' }>;

interface CurveFieldProps {
  readonly predict: CurvePredict;
  readonly said: readonly number[];
  /** Where it was measured; null before. */
  readonly measured: readonly (number | null)[] | null;
  /** Absent: the curve only shows. */
  readonly onChange?: (values: readonly number[]) => void;
}

const WIDTH = 330;
const HEIGHT = 190;
const MARGIN = { left: 30, right: 12, top: 18, bottom: 32 };
/** A press of an arrow key moves a point by this share of the axis. */
const STEPS = 50;

function scalesOf({ x, min, max }: CurvePredict) {
  return {
    x: scalePoint(x.map(String), [MARGIN.left + 10, WIDTH - MARGIN.right - 10]),
    y: scaleLinear([min, max], [HEIGHT - MARGIN.bottom, MARGIN.top]),
  };
}

/** A curve that is drawn by dragging, or point by point with the arrow keys; later beside the measured one. */
export function CurveField({ predict, said, measured, onChange }: CurveFieldProps) {
  const { x: xs, xLabel, min, max, unit } = predict;
  const scales = scalesOf(predict);
  const drawing = drawingOf(predict, said, onChange);
  const xOf = (at: number): number => scales.x(String(xs[at])) ?? 0;
  const path = line<number>((_, at) => xOf(at), scales.y);
  const known = (measured ?? []).flatMap((value, at) => (value === null ? [] : [{ at, value }]));
  const knownPath = line<{ at: number; value: number }>(
    ({ at }) => xOf(at),
    ({ value }) => scales.y(value),
  );
  return (
    <svg
      className={css.curve}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="group"
      aria-label={predict.question}
      {...drawing.handlers}
    >
      <CurveAxes predict={predict} />
      <path className={css.said} d={path(said) ?? ''} />
      {known.length > 0 && <path className={css.measured} d={knownPath(known) ?? ''} />}
      {known.map(({ at, value }) => (
        <circle key={at} className={css.dot} cx={xOf(at)} cy={scales.y(value)} r={4} />
      ))}
      {xs.map((x, at) => (
        <rect
          key={x}
          className={css.handle}
          x={-5}
          y={-5}
          width={10}
          height={10}
          transform={`translate(${xOf(at)},${scales.y(said[at] ?? min)}) rotate(45)`}
          {...(onChange && {
            role: 'slider',
            tabIndex: 0,
            'aria-label': `Prediction at ${x} ${xLabel}`,
            'aria-valuemin': min,
            'aria-valuemax': max,
            'aria-valuenow': said[at],
            'aria-valuetext': `${fixed(said[at] ?? min, 1)} ${unit}`,
            onKeyDown: (event: KeyboardEvent) => drawing.press(event, at),
          })}
        />
      ))}
      <text className={css.you} x={xOf(0) + 8} y={scales.y(said[0] ?? min) - 10}>
        you
      </text>
    </svg>
  );
}

function CurveAxes({ predict }: { readonly predict: CurvePredict }) {
  const { x: xs, xLabel, unit } = predict;
  const scales = scalesOf(predict);
  return (
    <>
      {scales.y.ticks(5).map((tick) => (
        <g key={tick} transform={`translate(0,${scales.y(tick)})`}>
          <line className="grid" x1={MARGIN.left} x2={WIDTH - MARGIN.right} />
          <text className="end" x={MARGIN.left - 6} y={4}>
            {tick}
          </text>
        </g>
      ))}
      {xs.map((x) => (
        <text key={x} className="mid" x={scales.x(String(x))} y={HEIGHT - MARGIN.bottom + 15}>
          {x}
        </text>
      ))}
      <text x={MARGIN.left} y={10}>
        {unit}
      </text>
      <text className="end" x={WIDTH - MARGIN.right} y={HEIGHT - 3}>
        {xLabel}
      </text>
    </>
  );
}

const KEYS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 };

/** Dragging sets the point nearest to the pointer, so that a curve is drawn in one stroke. */
function drawingOf(predict: CurvePredict, said: readonly number[], onChange: CurveFieldProps['onChange']) {
  const set = (at: number, value: number): void => {
    const { min, max } = predict;
    onChange?.(said.map((old, i) => (i === at ? Math.min(Math.max(value, min), max) : old)));
  };
  const follow = (event: PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    if (event.buttons === 0) return;
    const scale = WIDTH / box.width;
    const [px, py] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    const { x, y } = scalesOf(predict);
    const away = predict.x.map((one) => Math.abs((x(String(one)) ?? 0) - px));
    set(away.indexOf(Math.min(...away)), y.invert(py));
  };
  const press = (event: KeyboardEvent, at: number): void => {
    const steps = KEYS[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    set(at, (said[at] ?? predict.min) + (steps * (predict.max - predict.min)) / STEPS);
  };
  const handlers =
    onChange === undefined
      ? {}
      : {
          onPointerDown: (event: PointerEvent) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            follow(event);
          },
          onPointerMove: follow,
        };
  return { press, handlers };
}
