import type { ReactNode } from 'react';
import css from './Histogram.module.css';
import { type Gesture, useKeySteps, useSidewaysDrag } from './gestures';

interface SliderProps {
  readonly name: string;
  readonly valueText: string;
  readonly min: number;
  readonly max: number;
  readonly now: number;
  readonly help: string;
  /** Where the mark is now, in pixels of the svg. */
  readonly x: number;
  /** The mark itself: a line and its grip. */
  readonly children: ReactNode;
  /** Horizontal place in the drawing, in pixels of the svg. */
  readonly onDrag: (x: number, gesture: Gesture) => void;
  /** Steps of the keyboard: ±1, with Shift ±10; ±Infinity for Home and End. */
  readonly onStep: (steps: number, gesture: Gesture) => void;
  readonly onReset: () => void;
}

/**
 * Something on the histogram that is dragged sideways: by mouse, finger or arrow keys. A held key is one gesture, as a
 * drag is; double-click and Delete give the value back to the recipe.
 */
export function Slider(props: SliderProps) {
  const { name, valueText, min, max, now, help, x, children, onReset } = props;
  const drag = useSidewaysDrag(x, props.onDrag);
  const keys = useKeySteps(props.onStep, onReset);
  return (
    <g
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={now}
      aria-valuetext={valueText}
      className={css.slider}
      onDoubleClick={onReset}
      {...drag}
      {...keys}
    >
      <title>{help}</title>
      {children}
    </g>
  );
}
