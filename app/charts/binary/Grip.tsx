import { Slider } from '../histogram/Slider';
import hist from '../histogram/Histogram.module.css';
import type { Gesture } from '../histogram/gestures';

/** What a grip changes, in its own unit. */
export interface GripEvents {
  readonly onDrag: (x: number, gesture: Gesture) => void;
  readonly onStep: (steps: number, gesture: Gesture) => void;
  readonly onReset: () => void;
}

interface GripProps extends GripEvents {
  readonly name: string;
  readonly side: 'a' | 'b';
  readonly x: number;
  /** Middle of the grip, and the ends of its line. */
  readonly y: number;
  readonly line: readonly [number, number];
  readonly now: number;
  readonly max: number;
  readonly valueText: string;
}

const HELP = 'Drag, or use the arrow keys (Shift: ten steps). Double-click or Delete restores the rule of the paper.';

/** A line with a grip that is moved sideways. */
export function Grip({ name, side, x, y, line, now, max, valueText, onDrag, onStep, onReset }: GripProps) {
  return (
    <Slider
      name={name}
      valueText={valueText}
      min={0}
      max={max}
      now={now}
      x={x}
      help={HELP}
      onDrag={onDrag}
      onStep={onStep}
      onReset={onReset}
    >
      <line className={`l${side}`} strokeDasharray="3 3" x1={x} x2={x} y1={line[0]} y2={line[1]} />
      <rect className={hist.hit} x={x - 18} width={36} y={y - 20} height={40} />
      <rect className={hist.ring} x={x - 8} y={y - 12} width={16} height={24} rx={6} />
      <rect className={side === 'a' ? hist.gripA : hist.gripB} x={x - 5} y={y - 9} width={10} height={18} rx={4} />
      <line className={hist.notch} x1={x - 1.5} x2={x - 1.5} y1={y - 4} y2={y + 4} />
      <line className={hist.notch} x1={x + 1.5} x2={x + 1.5} y1={y - 4} y2={y + 4} />
    </Slider>
  );
}
