import { memo, useId } from 'react';
import { Hatch } from '../frame/Hatch';
import { value } from '../frame/format';
import { Slider } from '../histogram/Slider';
import type { Gesture } from '../histogram/gestures';
import hist from '../histogram/Histogram.module.css';
import type { Frame } from '../histogram/scales';
import type { ThresholdFlag, ThresholdModel } from './threshold-model';
import css from './Threshold.module.css';

export interface ThresholdEvents {
  /** A is dragged to a threshold. */
  readonly onDrag: (threshold: number, gesture: Gesture) => void;
  readonly onStep: (steps: number, gesture: Gesture) => void;
  readonly onReset: () => void;
  /** A flag was chosen: that estimator becomes A, or with Shift B. */
  readonly onChoose: (id: string, side: 'a' | 'b') => void;
}

interface ThresholdProps {
  readonly model: ThresholdModel;
  /** Largest |x|: the threshold that clips nothing. */
  readonly largest: number;
  /** Present threshold of A. */
  readonly threshold: number | null;
  readonly xTitle: string;
  readonly events: ThresholdEvents;
}

const HELP =
  'Drag, or use the arrow keys (Shift: ten steps). Double-click or Delete gives the threshold back to the method.';

/** The values, every estimator's threshold, and a grip on that of A. */
export const Threshold = memo(function Threshold(props: ThresholdProps) {
  const { model, largest, threshold, xTitle, events } = props;
  const hatch = useId();
  const { frame, size } = model;
  const a = model.flags.find((flag) => flag.side === 'a');
  return (
    <svg className={css.plot} width={size.width} height={size.height}>
      <Hatch id={hatch} />
      <CountGrid frame={frame} />
      {model.beyond.map(({ side, x, width }) => (
        <rect
          key={side}
          className={css.area}
          fill={`url(#${hatch})`}
          x={x}
          width={width}
          y={frame.halves[0]?.edge}
          height={frame.axisY - (frame.halves[0]?.edge ?? 0)}
        />
      ))}
      <path className={css.bars} d={model.bars} />
      <path className={css.beyond} d={model.clippedBars} />
      <line className={`axis ${hist.baseline}`} x1={frame.left} x2={frame.right} y1={frame.axisY} y2={frame.axisY} />
      <path
        className={css.level}
        d={model.levels.map((x) => `M${x.toFixed(1)} ${frame.axisY}v6`).join('')}
        fill="none"
      />
      {model.levelNote !== null && (
        <text className="ta halo" x={model.levelNote.x} y={frame.axisY + 18} textAnchor={model.levelNote.anchor}>
          {model.levelNote.text}
        </text>
      )}
      {model.clipNote !== null && (
        <text className="mid t1 halo" x={model.clipNote.x} y={model.clipNote.y}>
          {model.clipNote.text}
        </text>
      )}
      <ValueAxis frame={frame} title={xTitle} />
      {[...model.flags].reverse().map((flag) => (
        <FlagMark key={flag.id} flag={flag} axisY={frame.axisY} onChoose={events.onChoose} />
      ))}
      {a !== undefined && threshold !== null && largest > 0 && (
        <Grip x={a.x} frame={frame} largest={largest} threshold={threshold} events={events} />
      )}
    </svg>
  );
});

const ValueAxis = memo(function ValueAxis({ frame, title }: { readonly frame: Frame; readonly title: string }) {
  return (
    <>
      {frame.xTicks.map(({ x, label }) => (
        <text key={label} className="mid" x={x} y={frame.axisY + 31}>
          {label}
        </text>
      ))}
      <text className="end" x={frame.right} y={frame.axisY + 18}>
        {title}
      </text>
    </>
  );
});

const CountGrid = memo(function CountGrid({ frame }: { readonly frame: Frame }) {
  return frame.yTicks.map(({ y, label }) => (
    <g key={y}>
      <line className="grid" x1={frame.left} x2={frame.right} y1={y} y2={y} />
      <text className="end" x={frame.left - 6} y={y + 4}>
        {label}
      </text>
    </g>
  ));
});

const LINES = { a: css.lineA, b: css.lineB } as const;
const TEXTS = { a: 'ta', b: 'tb' } as const;

interface FlagMarkProps {
  readonly flag: ThresholdFlag;
  readonly axisY: number;
  readonly onChoose: ThresholdEvents['onChoose'];
}

function FlagMark({ flag, axisY, onChoose }: FlagMarkProps) {
  const { id, x, from, to, y, top, text, side, anchor, mirror } = flag;
  const line = side === null ? css.line : LINES[side];
  return (
    <g>
      <line className={line} x1={x} x2={x} y1={top} y2={axisY} />
      {side !== null && mirror !== null && (
        <line className={`${line} ${css.mirror}`} x1={mirror} x2={mirror} y1={top + 20} y2={axisY} />
      )}
      <g
        role="button"
        tabIndex={0}
        className={css.flag}
        aria-label={`${text}${side === null ? '' : `, compared as ${side.toUpperCase()}`}. Compare as A; with Shift as B`}
        onClick={(event) => onChoose(id, event.shiftKey ? 'b' : 'a')}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          onChoose(id, event.shiftKey ? 'b' : 'a');
        }}
      >
        <rect className={css.plate} x={from - 3} y={y - 12} width={to - from + 6} height={16} rx={4} />
        <text
          className={`${side === null ? 't2' : TEXTS[side]} l12 halo`}
          x={anchor === 'start' ? from : to}
          y={y}
          textAnchor={anchor}
        >
          {text}
        </text>
      </g>
    </g>
  );
}

interface GripProps {
  readonly x: number;
  readonly frame: Frame;
  readonly largest: number;
  readonly threshold: number;
  readonly events: ThresholdEvents;
}

/** The grip of A, near the axis where the values are fewest. */
function Grip({ x, frame, largest, threshold, events }: GripProps) {
  const y = frame.axisY - 26;
  return (
    <Slider
      name="Threshold of A"
      valueText={`${value(threshold)}, ${String(Math.round((threshold / largest) * 100))} % of the largest value`}
      min={0}
      max={largest}
      now={threshold}
      x={x}
      help={HELP}
      onDrag={(at, gesture) => events.onDrag(frame.x.invert(at), gesture)}
      onStep={events.onStep}
      onReset={events.onReset}
    >
      <rect
        className={hist.hit}
        x={x - 7}
        width={14}
        y={frame.halves[0]?.edge}
        height={frame.axisY - (frame.halves[0]?.edge ?? 0)}
      />
      <rect className={hist.hit} x={x - 18} width={36} y={y - 20} height={40} />
      <rect className={hist.ring} x={x - 9} y={y - 14} width={18} height={28} rx={6} />
      <rect className={hist.gripA} x={x - 6} y={y - 11} width={12} height={22} rx={4} />
      <line className={hist.notch} x1={x - 2} x2={x - 2} y1={y - 5} y2={y + 5} />
      <line className={hist.notch} x1={x + 2} x2={x + 2} y1={y - 5} y2={y + 5} />
    </Slider>
  );
}
