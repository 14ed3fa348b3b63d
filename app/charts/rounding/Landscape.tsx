import { type PointerEvent, memo, useId, useRef } from 'react';
import type { CornerMark, LandscapeModel } from './landscape';
import css from './Rounding.module.css';

interface LandscapeProps {
  readonly model: LandscapeModel;
  readonly onMove: (first: number, second: number, options: { commit: boolean }) => void;
}

/** Output error over two weights between their codes: where they lie, the four ways to round, the way AdaRound took. */
export const Landscape = memo(function Landscape({ model, onMove }: LandscapeProps) {
  const { size, corners, float, path } = model;
  const held = useRef(false);
  const move = (event: PointerEvent<SVGSVGElement>, commit: boolean) => {
    const box = event.currentTarget.getBoundingClientRect();
    onMove(...model.invert(event.clientX - box.left, event.clientY - box.top), { commit });
  };
  return (
    <svg
      className={css.draggable}
      width={size.width}
      height={size.height}
      role="presentation"
      onPointerDown={(event) => {
        held.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event, false);
      }}
      onPointerMove={(event) => {
        if (held.current) move(event, false);
      }}
      onPointerUp={(event) => {
        if (held.current) move(event, true);
        held.current = false;
      }}
    >
      <Plane model={model} />
      <path className={css.way} d={path} />
      <circle className={css.float} cx={float.x} cy={float.y} r={5} />
      <Plate x={float.x} y={float.y + 22} text="float" tone="t1" width={size.width} />
      {corners.map((corner) => (
        <CornerDrawing key={`${String(corner.first)}${String(corner.second)}`} corner={corner} width={size.width} />
      ))}
    </svg>
  );
});

/** Colours of equal error, and the codes of both weights. */
function Plane({ model }: { readonly model: LandscapeModel }) {
  const { left, top, side, ellipses, angle, corners, float, codes } = model;
  const clip = useId();
  return (
    <g>
      <clipPath id={clip}>
        <rect x={left} y={top} width={side} height={side} rx={6} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        <rect className={css.level5} x={left} y={top} width={side} height={side} />
        {ellipses.map(({ level, rx, ry }) => (
          <ellipse
            key={level}
            className={css[`level${String(level)}`]}
            cx={float.x}
            cy={float.y}
            rx={rx}
            ry={ry}
            transform={`rotate(${angle.toFixed(2)} ${float.x.toFixed(1)} ${float.y.toFixed(1)})`}
          />
        ))}
      </g>
      {codes.map(({ at, label }) => (
        <g key={label}>
          <line className={css.guide} x1={at} x2={at} y1={top} y2={top + side} />
          <text className="mid" x={at} y={top + side + 15}>
            {label}
          </text>
        </g>
      ))}
      {[...new Set(corners.map(({ y }) => y))].map((y, code) => (
        <g key={y}>
          <line className={css.guide} x1={left} x2={left + side} y1={y} y2={y} />
          <text className="end" x={left - 7} y={y + 4}>
            {`code ${String(code)}`}
          </text>
        </g>
      ))}
      <text className="end" x={left + side} y={top + side + 30}>
        weight 1
      </text>
      <text x={left - 42} y={top + 10}>
        weight 2
      </text>
    </g>
  );
}

const TONES = { nearest: 'ta', best: 'tb', both: 'ta', other: 't1' } as const;

interface CornerProps {
  readonly corner: CornerMark;
  /** Of the drawing. */
  readonly width: number;
}

function CornerDrawing({ corner: { x, y, role, isEnd, text, second }, width }: CornerProps) {
  return (
    <g>
      {isEnd && <circle className={css.end} cx={x} cy={y} r={12} />}
      {role === 'best' ? (
        <rect className={css.best} x={x - 7} y={y - 7} width={14} height={14} />
      ) : (
        <circle className={role === 'other' ? css.corner : css.nearest} cx={x} cy={y} r={7} />
      )}
      <Plate
        x={x}
        y={second === 1 ? y - 22 : y + 26}
        text={isEnd ? `${text}, AdaRound` : text}
        tone={TONES[role]}
        width={width}
      />
    </g>
  );
}

interface PlateProps {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly tone: string;
  /** Of the drawing, in which the label stays. */
  readonly width: number;
}

/** Of 12 px text in bold, generously. */
const CHARACTER = 7;

/** A label that stays readable over any colour. */
function Plate({ x: wanted, y, text, tone, width: most }: PlateProps) {
  const width = text.length * CHARACTER + 12;
  const x = Math.min(wanted, most - width / 2);
  return (
    <g>
      <rect className={css.plate} x={x - width / 2} y={y - 10} width={width} height={19} rx={4} />
      <text className={`mid ${tone} l12`} x={x} y={y + 4}>
        {text}
      </text>
    </g>
  );
}
