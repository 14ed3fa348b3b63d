import { type PointerEvent, useRef, useState } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { Chip } from '../../controls/Chip';
import { classes } from '../../controls/classes';
import { useStore } from '../../store/store';
import { currentTask } from '../../store/test-items';
import { RecipeMenu } from '../recipe/RecipeColumn';
import { RecipeFields } from '../recipe/RecipeFields';
import { ResultBlock } from '../recipe/ResultBlock';
import { resultText } from '../recipe/result';
import { LaterWhy } from '../recipe/LaterWhy';
import css from './RecipeSheet.module.css';
import { type SheetStop, nearestStop, nextStop, stopHeight, stopLength } from './sheet';

interface RecipeSheetProps {
  readonly side: SideId;
  readonly stop: SheetStop;
  readonly onStop: (stop: SheetStop) => void;
}

/** The settings of the chosen recipe, drawn up from the bottom edge; its handle is dragged or pressed. */
export function RecipeSheet({ side, stop, onStop }: RecipeSheetProps) {
  const drag = useSheetDrag(stop, onStop);
  const isPeek = stop === 'peek' && drag.height === null;
  const height = drag.height ?? stopLength(stop);
  return (
    <section
      id="recipe-sheet"
      role="tabpanel"
      aria-labelledby={`tab-${side}`}
      className={classes(css.sheet, drag.height !== null && css.dragged)}
      style={{ height }}
    >
      <button
        type="button"
        className={css.handle}
        aria-label={`Recipe ${side.toUpperCase()}, sheet at ${stop}. Change its height`}
        {...drag.handlers}
      >
        <span className={css.grab} />
        <SheetTitle side={side} />
      </button>
      <div className={css.tools}>
        <RecipeMenu side={side} />
      </div>
      <div className={css.body} hidden={isPeek}>
        <RecipeFields key={side} side={side} className={css.fields} isShort />
        <LaterWhy side={side} />
        <div className={css.result}>
          <ResultBlock side={side} />
        </div>
      </div>
    </section>
  );
}

function SheetTitle({ side }: { readonly side: SideId }) {
  const score = useStore((state) => state.scores[side]);
  const float = useStore((state) => state.scores.float);
  const network = useStore((state) => state.networkReports[side]);
  const task = useStore(currentTask);
  const text = resultText({ task, score, float, network });
  return (
    <span className={css.row}>
      <Chip side={side} />
      <b>Recipe</b>
      <span style={{ paddingRight: 40 }}>{`${text.bits} bits, ${text.size}`}</span>
    </span>
  );
}

/** A press moves to the next stop, a drag to the nearest. */
function useSheetDrag(stop: SheetStop, setStop: (stop: SheetStop) => void) {
  const [height, setHeight] = useState<number | null>(null);
  const start = useRef<{ y: number; height: number } | null>(null);
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = { y: event.clientY, height: stopHeight(stop, innerHeight) };
    },
    onPointerMove: (event: PointerEvent) => {
      if (start.current && Math.abs(event.clientY - start.current.y) > 4)
        setHeight(start.current.height + start.current.y - event.clientY);
    },
    onPointerUp: () => {
      start.current = null;
    },
    onClick: () => {
      setStop(height === null ? nextStop(stop) : nearestStop(height, innerHeight));
      setHeight(null);
    },
  };
  return { height, handlers };
}
