import { PlotAxes } from '../frame/Axes';
import css from './AccuracyChart.module.css';
import type { AccuracyModel } from './model';

/** Axes, the float reference and the chance level. */
export function Axes({ model }: { readonly model: AccuracyModel }) {
  const { left, right, float, chance } = model;
  return (
    <g aria-hidden>
      <PlotAxes plot={model} xTitle="stored bits per weight, scales included" />
      {chance && (
        <>
          <line className={css.chance} x1={left} x2={right} y1={chance.y} y2={chance.y} />
          <text className="end" x={right} y={chance.y - 4}>
            {chance.label}
          </text>
        </>
      )}
      {float && (
        <>
          <line className="refl" x1={left} x2={right} y1={float.y} y2={float.y} />
          <text className="t2 halo" x={left + 4} y={float.y - 5}>
            {float.label}
          </text>
        </>
      )}
    </g>
  );
}
