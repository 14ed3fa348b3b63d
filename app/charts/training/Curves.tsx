import { type PointerEvent, memo, useState } from 'react';
import { classes } from '../../controls/classes';
import { count, percent } from '../frame/format';
import { Inspector, Tip } from '../frame/Inspector';
import css from './Curves.module.css';
import type { Curve, CurveId, CurvesModel } from './curves';

const LINES: Readonly<Record<CurveId, string>> = { a: 'la', b: 'lb', float: 'refl' };
const TEXTS = { a: 'ta', b: 'tb', ink: 't2' } as const;

interface CurvesProps {
  readonly model: CurvesModel;
  readonly curves: readonly Curve[];
  /** Chooses the step whose weights are shown. */
  readonly onStep: (step: number) => void;
}

/** Accuracy and loss of all runs; a step that was measured is spelled out under the pointer or the arrow keys. */
export function Curves({ model, curves, onStep }: CurvesProps) {
  const [at, setAt] = useState<number | null>(null);
  const { stops, left, right, accuracy, loss, size } = model;
  const stop = at === null ? undefined : stops[Math.min(at, stops.length - 1)];
  const lines = stop === undefined ? [] : linesAt(stop.step, curves);
  const nearest = (x: number): number =>
    stops.reduce(
      (best, one, index) => (Math.abs(one.x - left - x) < Math.abs((stops[best]?.x ?? 0) - left - x) ? index : best),
      0,
    );
  const choose = (event: PointerEvent<HTMLDivElement>) => {
    const found = stops[nearest(event.clientX - event.currentTarget.getBoundingClientRect().left)];
    if (found !== undefined) onStep(found.step);
  };
  return (
    <>
      <Drawing model={model} />
      {stop !== undefined && (
        <svg className={css.over} width={size.width} height={size.height} aria-hidden data-no-export>
          <line className={css.cursor} x1={stop.x} x2={stop.x} y1={accuracy.top} y2={loss.bottom} />
        </svg>
      )}
      {stops.length > 0 && (
        <div onPointerUp={choose}>
          <Inspector
            name="Measured steps"
            box={{ left, top: accuracy.top, width: right - left, height: loss.bottom - accuracy.top }}
            count={stops.length}
            index={at === null ? null : Math.min(at, stops.length - 1)}
            valueText={lines.join(', ')}
            indexAt={nearest}
            onIndex={setAt}
          />
        </div>
      )}
      {stop !== undefined && <Tip lines={lines} x={stop.x} y={accuracy.top + 8} width={size.width} />}
    </>
  );
}

function linesAt(step: number, curves: readonly Curve[]): readonly string[] {
  const values = curves.flatMap(({ id, points }) => {
    const point = points.find((one) => one.step === step);
    const name = id === 'float' ? 'float' : id.toUpperCase();
    return point === undefined ? [] : [`${name} ${percent(point.accuracy)} % of ${count(point.images)} test images`];
  });
  return [`step ${count(step)}`, ...values];
}

const Drawing = memo(function Drawing({ model }: { readonly model: CurvesModel }) {
  const { size, left, right, accuracy, loss, todo, rule, levels, dots, xTicks } = model;
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      {todo !== null && todo < right && (
        <g>
          <rect
            className={css.todo}
            x={todo}
            y={accuracy.top}
            width={right - todo}
            height={loss.bottom - accuracy.top}
          />
          {right - todo > 90 && (
            <text className="mid" x={(todo + right) / 2} y={accuracy.bottom - 8}>
              still to run
            </text>
          )}
        </g>
      )}
      <PaneDrawing pane={accuracy} left={left} right={right} />
      <PaneDrawing pane={loss} left={left} right={right} />
      {levels.map(({ id, y }) => (
        <line key={id} className={css.untrained} x1={left} x2={right} y1={y} y2={y} />
      ))}
      {dots.map(({ id, x, y }) =>
        id === 'b' ? (
          <rect key={`${id} ${x}`} className="fb" x={x - 3} y={y - 3} width={6} height={6} />
        ) : (
          <circle
            key={`${id} ${x}`}
            className={id === 'a' ? 'fa' : css.floatDot}
            cx={x}
            cy={y}
            r={id === 'a' ? 3.2 : 2}
          />
        ),
      )}
      {rule !== null && <line className={css.rule} x1={rule} x2={rule} y1={accuracy.top} y2={loss.bottom} />}
      {xTicks.map(({ x, label }) => (
        <text key={label} className="mid" x={x} y={size.height - 6}>
          {label}
        </text>
      ))}
      <text x={right + 8} y={size.height - 6}>
        step
      </text>
    </svg>
  );
});

interface PaneProps {
  readonly pane: CurvesModel['accuracy'];
  readonly left: number;
  readonly right: number;
}

function PaneDrawing({ pane, left, right }: PaneProps) {
  return (
    <g>
      <text x={left} y={pane.top - 9}>
        {pane.title}
      </text>
      {pane.ticks.map(({ y, label }) => (
        <g key={label}>
          <line className="grid" x1={left} x2={right} y1={y} y2={y} />
          <text className="end" x={left - 6} y={y + 4}>
            {label}
          </text>
        </g>
      ))}
      <line className="axis" x1={left} x2={right} y1={pane.bottom} y2={pane.bottom} />
      {pane.lines.map(({ id, path, isOld }) => (
        <path key={id} className={classes(LINES[id], css.line, isOld && css.old)} d={path} />
      ))}
      {pane.labels.map(({ id, tone, text, strong, y }) => (
        <text key={id} className={classes(TEXTS[tone], strong && 'l12')} x={right + 8} y={y + 4}>
          {text}
        </text>
      ))}
    </g>
  );
}
