import { memo, useId } from 'react';
import { Hatch } from '../frame/Hatch';
import { Handles, type HandleEvents } from './Handles';
import css from './Histogram.module.css';
import type { HistogramModel, SideModel } from './model';
import type { Frame } from './scales';

export interface HistogramProps {
  readonly model: HistogramModel;
  /** Sides whose range cannot be dragged, because the technique has none. */
  readonly fixed: Readonly<Record<'a' | 'b', boolean>>;
  readonly events: HandleEvents;
}

/** Float weights in grey, A above and B below the axis, clipped weights hatched, handles on top. */
export const Histogram = memo(function Histogram({ model, fixed, events }: HistogramProps) {
  const hatch = useId();
  const { frame, sides, size } = model;
  return (
    <svg className={css.plot} width={size.width} height={size.height}>
      <Hatch id={hatch} />
      <CountAxis frame={frame} />
      {sides.map((side) => (
        <HalfDrawing key={side.side} model={side} frame={frame} hatch={hatch} />
      ))}
      <line className={`axis ${css.baseline}`} x1={frame.left} x2={frame.right} y1={frame.axisY} y2={frame.axisY} />
      {sides.map((side) => (
        <Notes key={side.side} model={side} />
      ))}
      {sides.map((side) => (
        <Handles key={side.side} frame={frame} model={side} fixed={fixed[side.side]} events={events} />
      ))}
      {frame.xTicks.map(({ x, label }) => (
        <text key={label} className="mid" x={x} y={size.height - 2}>
          {label}
        </text>
      ))}
    </svg>
  );
});

function CountAxis({ frame }: { readonly frame: Frame }) {
  return frame.yTicks.map(({ y, label }) => (
    <g key={y}>
      <line className="grid" x1={frame.left} x2={frame.right} y1={y} y2={y} />
      <text className="end" x={frame.left - 6} y={y + 4}>
        {label}
      </text>
    </g>
  ));
}

interface HalfDrawingProps {
  readonly model: SideModel;
  readonly frame: Frame;
  readonly hatch: string;
}

function HalfDrawing({ model, frame, hatch }: HalfDrawingProps) {
  const { marks, half, side } = model;
  const { axisY } = frame;
  const stroke = side === 'a' ? 'la' : 'lb';
  const tip = axisY + half.direction * 5;
  return (
    <g>
      <path className={css.float} d={marks.floatPath} />
      <path fill={`url(#${hatch})`} d={marks.clippedPath} />
      {marks.levelSpan && (
        <line
          className={stroke}
          strokeWidth={3}
          x1={marks.levelSpan[0]}
          x2={marks.levelSpan[1]}
          y1={tip}
          y2={tip}
          opacity={0.5}
        />
      )}
      <path
        className={`${stroke} ${css.line}`}
        d={marks.levels.map((x) => `M${x.toFixed(1)} ${axisY}V${tip}`).join('')}
      />
      {marks.stems.map(({ x, y }) => (
        <g key={x}>
          <line className={`${stroke} ${css.stemA}`} x1={x} x2={x} y1={axisY} y2={y} />
          <circle className={side === 'a' ? css.dotA : css.dotB} cx={x} cy={y} r={3.2} />
        </g>
      ))}
      <path className={`${stroke} ${css.step}`} d={marks.stepPath} />
    </g>
  );
}

function Notes({ model }: { readonly model: SideModel }) {
  const own = model.side === 'a' ? 'ta l12' : 'tb l12';
  return model.notes.map(({ text, x, y, anchor }, i) => (
    <text key={text} className={`${i === 0 ? own : 't2'} halo`} x={x} y={y} textAnchor={anchor}>
      {text}
    </text>
  ));
}
