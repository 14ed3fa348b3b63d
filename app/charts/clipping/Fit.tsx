import { PlotAxes } from '../frame/Axes';
import type { FitModel } from './fit-model';
import css from './Small.module.css';

const LINES = { a: 'la', b: 'lb' } as const;

/** Values as bars, the fitted density as a line, the threshold it gives. */
export function Fit({ model, side }: { readonly model: FitModel; readonly side: 'a' | 'b' | null }) {
  const { plot, bars, density, threshold, text } = model;
  return (
    <svg className={css.plot} width={plot.size.width} height={plot.size.height}>
      <path className={css.bars} d={bars} />
      <PlotAxes plot={plot} yTitle="values per bin" xTitle={text} />
      <path className={css.line} d={density} />
      <line
        className={side === null ? css.guide : LINES[side]}
        x1={threshold}
        x2={threshold}
        y1={plot.top}
        y2={plot.bottom}
      />
    </svg>
  );
}
