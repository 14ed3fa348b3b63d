import type { ReactNode } from 'react';
import { PlotAxes } from '../frame/Axes';
import type { CurveModel } from './curves';
import css from './Small.module.css';

interface CurveProps {
  readonly model: CurveModel;
  readonly yTitle: string;
  readonly side: 'a' | 'b' | null;
  readonly children?: ReactNode;
}

export const DOTS = { a: css.dotA, b: css.dotB } as const;

/** An objective over the threshold, with what was taken. */
export function Curve({ model, yTitle, side, children }: CurveProps) {
  const { plot, path, chosen, note } = model;
  return (
    <svg className={css.plot} width={plot.size.width} height={plot.size.height}>
      <PlotAxes plot={plot} yTitle={yTitle} xTitle={note} />
      <path className={css.line} d={path} />
      {children}
      {chosen !== null && (
        <circle className={side === null ? css.dot : DOTS[side]} cx={chosen.x} cy={chosen.y} r={4.5} />
      )}
    </svg>
  );
}
