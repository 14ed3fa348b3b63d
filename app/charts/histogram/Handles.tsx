import type { SideId } from '../../../src/experiment/spec';
import { count, value } from '../frame/format';
import css from './Histogram.module.css';
import type { Centroid, SideModel } from './model';
import type { Gesture } from './gestures';
import { Slider } from './Slider';
import type { Frame } from './scales';
import type { Grip, ThresholdMarks } from './thresholds';

/** What a reader does with the handles of the histogram. */
export interface HandleEvents {
  readonly onThreshold: (side: SideId, end: 'low' | 'high', at: number, gesture: Gesture) => void;
  readonly onRatioStep: (side: SideId, steps: number, gesture: Gesture) => void;
  readonly onThresholdReset: (side: SideId) => void;
  /** `move` tells from where it is to where it goes. */
  readonly onCentroid: (side: SideId, index: number, move: (at: number) => number, gesture: Gesture) => void;
  readonly onCentroidReset: (side: SideId) => void;
}

interface HandlesProps {
  readonly frame: Frame;
  readonly model: SideModel;
  /** The technique has no range to drag. */
  readonly fixed: boolean;
  readonly events: HandleEvents;
}

const GRIP_HELP = 'Drag, or use the arrow keys (Shift: ten steps). Double-click or Delete returns to the recipe.';

/** Grips of the clipping range, or the centroids of a codebook. */
export function Handles({ frame, model, fixed, events }: HandlesProps) {
  const { thresholds, centroids, side } = model;
  return (
    <>
      {thresholds !== null && !fixed && (
        <ThresholdHandles frame={frame} model={model} marks={thresholds} events={events} />
      )}
      {centroids.map((centroid) => (
        <CentroidHandle
          key={centroid.index}
          frame={frame}
          side={side}
          centroid={centroid}
          model={model}
          events={events}
        />
      ))}
    </>
  );
}

/** From the line of the grips to one nearer to the plot, clear of the notes in it. */
const INWARD = { a: 17, b: -12 } as const;

interface ThresholdHandlesProps extends Omit<HandlesProps, 'fixed'> {
  readonly marks: ThresholdMarks;
}

function ThresholdHandles({ frame, model, marks, events }: ThresholdHandlesProps) {
  const { side, half } = model;
  const name = side.toUpperCase();
  const band = side === 'a' ? css.bandA : css.bandB;
  return (
    <g>
      {marks.bands.map(([from, to], i) => (
        <line key={i} className={band} x1={from} x2={to} y1={marks.y} y2={marks.y} />
      ))}
      {marks.dots.map((x) => (
        <circle key={x} className={side === 'a' ? 'fa' : 'fb'} cx={x} cy={marks.y} r={2.5} />
      ))}
      {marks.labels.map(({ text, x, anchor, inward }) => (
        <text
          key={anchor}
          className={`${side === 'a' ? 'ta' : 'tb'} halo`}
          x={x}
          y={marks.y + 4 + (inward ? INWARD[side] : 0)}
          textAnchor={anchor}
        >
          {text}
        </text>
      ))}
      {marks.grips.map((grip) => (
        <Slider
          key={grip.end}
          name={`Clipping ${grip.end === 'low' ? 'below' : 'above'} in ${name}`}
          valueText={grip.text}
          min={Math.min(grip.reach, 0)}
          max={Math.max(grip.reach, 0)}
          now={grip.value}
          x={grip.x}
          help={GRIP_HELP}
          onDrag={(x, gesture) => {
            events.onThreshold(side, grip.end, frame.x.invert(x), gesture);
          }}
          onStep={(steps, gesture) => {
            events.onRatioStep(side, grip.end === 'low' ? -steps : steps, gesture);
          }}
          onReset={() => {
            events.onThresholdReset(side);
          }}
        >
          <GripMark grip={grip} side={side} y={marks.y} axisY={frame.axisY} from={marks.y - 8 * half.direction} />
        </Slider>
      ))}
    </g>
  );
}

interface GripMarkProps {
  readonly grip: Grip;
  readonly side: SideId;
  readonly y: number;
  readonly axisY: number;
  readonly from: number;
}

/** A line from the axis to a 10 by 16 grip that is taken hold of. */
function GripMark({ grip, side, y, axisY, from }: GripMarkProps) {
  const { x } = grip;
  return (
    <>
      <rect className={css.hit} x={x - 6} width={12} y={Math.min(axisY, y)} height={Math.abs(axisY - y)} />
      <rect className={css.hit} x={x - 16} width={32} y={y - 16} height={32} />
      <line className={`${side === 'a' ? 'la' : 'lb'} ${css.line}`} x1={x} x2={x} y1={axisY} y2={from} />
      <rect className={css.ring} x={x - 9} y={y - 12} width={18} height={24} rx={6} />
      <rect className={side === 'a' ? css.gripA : css.gripB} x={x - 5} y={y - 8} width={10} height={16} rx={3} />
      <line className={css.notch} x1={x - 1.5} x2={x - 1.5} y1={y - 3.5} y2={y + 3.5} />
      <line className={css.notch} x1={x + 1.5} x2={x + 1.5} y1={y - 3.5} y2={y + 3.5} />
    </>
  );
}

interface CentroidHandleProps extends Omit<HandlesProps, 'fixed'> {
  readonly side: SideId;
  readonly centroid: Centroid;
}

/** A centroid stands on the axis, on the side of its half. */
function CentroidHandle({ frame, side, centroid, model, events }: CentroidHandleProps) {
  const { x, index } = centroid;
  const y = frame.axisY + model.half.direction * 3;
  const [low = 0, high = 1] = frame.x.domain();
  const step = (high - low) / 400;
  const last = model.centroids.length;
  return (
    <Slider
      name={`Centroid ${index + 1} of ${last} in ${side.toUpperCase()}`}
      valueText={`${value(centroid.value)}, ${count(centroid.count)} weights`}
      min={low}
      max={high}
      now={centroid.value}
      x={x}
      help={GRIP_HELP}
      onDrag={(at, gesture) => {
        events.onCentroid(side, index, () => frame.x.invert(at), gesture);
      }}
      onStep={(steps, gesture) => {
        events.onCentroid(side, index, (at) => clamp(at + steps * step, low, high), gesture);
      }}
      onReset={() => {
        events.onCentroidReset(side);
      }}
    >
      <rect className={css.hit} x={x - 8} width={16} y={Math.min(y, y + model.half.direction * 24)} height={24} />
      <rect className={css.ring} x={x - 8} y={y - 10} width={16} height={20} rx={6} />
      <rect
        className={`${css.centroid} ${side === 'a' ? css.gripA : css.gripB}`}
        x={x - 4.5}
        y={y - 7}
        width={9}
        height={14}
        rx={3}
      />
    </Slider>
  );
}

function clamp(at: number, low: number, high: number): number {
  return Math.min(Math.max(at, low), high);
}
