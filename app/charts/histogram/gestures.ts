import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

export interface Gesture {
  /** False while the gesture goes on, true on its last change. */
  readonly commit: boolean;
}

interface Grab {
  readonly from: number;
  /** From the mark to where it was taken, so that it does not jump under the pointer. */
  readonly offset: number;
  moved: boolean;
}

/** A press that stays within this many pixels is a click, not a drag. */
const DEAD_ZONE = 2;

const ARROWS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  PageUp: 10,
  End: Infinity,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageDown: -10,
  Home: -Infinity,
};

/** Handlers for dragging a mark at `x` of an svg sideways, with mouse, pen or finger. */
export function useSidewaysDrag(x: number, onDrag: (x: number, gesture: Gesture) => void) {
  const grab = useRef<Grab | null>(null);
  const place = (event: PointerEvent<SVGGElement>) =>
    event.clientX - (event.currentTarget.ownerSVGElement?.getBoundingClientRect().left ?? 0);
  const drop = (event: PointerEvent<SVGGElement>) => {
    const held = grab.current;
    grab.current = null;
    if (held?.moved === true) onDrag(place(event) - held.offset, { commit: true });
  };
  return {
    onPointerDown: (event: PointerEvent<SVGGElement>) => {
      if (event.button !== 0) return;
      const from = place(event);
      grab.current = { from, offset: from - x, moved: false };
      event.currentTarget.setPointerCapture(event.pointerId);
      event.currentTarget.focus();
    },
    onPointerMove: (event: PointerEvent<SVGGElement>) => {
      const held = grab.current;
      if (held === null) return;
      const at = place(event);
      if (!held.moved && Math.abs(at - held.from) < DEAD_ZONE) return;
      held.moved = true;
      onDrag(at - held.offset, { commit: false });
    },
    onPointerUp: drop,
    onPointerCancel: drop,
  };
}

/** Handlers for arrow keys (with Shift ten steps), Home, End and Delete; the change is committed when the key is let go. */
export function useKeySteps(onStep: (steps: number, gesture: Gesture) => void, onReset: () => void) {
  const stepped = useRef(false);
  const settle = () => {
    if (stepped.current) onStep(0, { commit: true });
    stepped.current = false;
  };
  return {
    onKeyDown: (event: KeyboardEvent) => {
      const steps = ARROWS[event.key];
      const isReset = event.key === 'Delete' || event.key === 'Backspace';
      if (steps === undefined && !isReset) return;
      event.preventDefault();
      if (steps === undefined) {
        onReset();
        return;
      }
      stepped.current = true;
      onStep(event.shiftKey ? steps * 10 : steps, { commit: false });
    },
    onKeyUp: settle,
    onBlur: settle,
  };
}
