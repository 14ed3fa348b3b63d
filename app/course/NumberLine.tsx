import { scaleLinear } from 'd3';
import type { Predict } from '../../src/course/step';
import { fixed } from '../controls/format';
import css from './NumberLine.module.css';

interface NumberLineProps {
  readonly predict: Extract<Predict, { kind: 'number' }>;
  readonly said: number;
  /** Null before it is known. */
  readonly measured: number | null;
  /** Absent: the line only shows. */
  readonly onChange?: (value: number) => void;
}

const WIDTH = 330;
const MARGIN = 14;

/** A prediction on a scale, and the measured value beside it with the distance between. */
export function NumberLine({ predict, said, measured, onChange }: NumberLineProps) {
  const { min, max, step, unit, question } = predict;
  const x = scaleLinear([min, max], [MARGIN, WIDTH - MARGIN]);
  const digits = Number.isInteger(step) ? 0 : 2;
  return (
    <div className={css.line}>
      <svg viewBox={`0 0 ${WIDTH} 76`} role="img" aria-label={labelOf(said, measured, unit, digits)}>
        <line className={css.track} x1={x(min)} x2={x(max)} y1={42} y2={42} />
        {x.ticks(4).map((tick) => (
          <g key={tick} transform={`translate(${x(tick)},0)`}>
            <line className={css.tick} y1={48} y2={53} />
            <text className="mid" y={68}>
              {tick}
            </text>
          </g>
        ))}
        {measured !== null && (
          <Measured x={x(measured)} said={x(said)} value={measured} off={Math.abs(measured - said)} />
        )}
        {onChange === undefined && (
          <rect
            className={css.you}
            x={-6.5}
            y={-6.5}
            width={13}
            height={13}
            transform={`translate(${x(said)},42) rotate(45)`}
          />
        )}
        <text className={css.label} x={place(x(said))} y={measured === null ? 24 : 14} textAnchor={anchor(x(said))}>
          you: {fixed(said, digits)} {unit}
        </text>
      </svg>
      {onChange && (
        <input
          type="range"
          aria-label={question}
          aria-valuetext={`${fixed(said, digits)} ${unit}`}
          min={min}
          max={max}
          step={step}
          value={said}
          onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
        />
      )}
    </div>
  );
}

interface MeasuredProps {
  readonly x: number;
  readonly said: number;
  readonly value: number;
  readonly off: number;
}

function Measured({ x, said, value, off }: MeasuredProps) {
  return (
    <>
      <line className={css.between} x1={x} x2={said} y1={42} y2={42} />
      <circle className={css.dot} cx={x} cy={42} r={6} />
      <text className={css.measured} x={place(x)} y={29} textAnchor={anchor(x)}>
        measured: {fixed(value, 1)}
        <tspan className={css.off}> ({fixed(off, 1)} off)</tspan>
      </text>
    </>
  );
}

function labelOf(said: number, measured: number | null, unit: string, digits: number): string {
  const yours = `Your prediction: ${fixed(said, digits)} ${unit}`;
  if (measured === null) return yours;
  return `${yours}; measured: ${fixed(measured, 1)} ${unit}, ${fixed(Math.abs(measured - said), 1)} off`;
}

/** Text near an end grows inwards. */
function anchor(x: number): 'start' | 'middle' | 'end' {
  return x < 70 ? 'start' : x > WIDTH - 70 ? 'end' : 'middle';
}

function place(x: number): number {
  return Math.min(Math.max(x, MARGIN), WIDTH - MARGIN);
}
