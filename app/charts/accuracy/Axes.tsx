import css from './AccuracyChart.module.css';
import type { AccuracyModel } from './model';

/** Grid, ticks, the float reference and the chance level. */
export function Axes({ model }: { readonly model: AccuracyModel }) {
  const { left, right, bottom, xTicks, yTicks, float, chance } = model;
  return (
    <g aria-hidden>
      {yTicks.map(({ y, label }) => (
        <g key={label}>
          <line className="grid" x1={left} x2={right} y1={y} y2={y} />
          <text className="end" x={left - 6} y={y + 4}>
            {label}
          </text>
        </g>
      ))}
      <line className="axis" x1={left} x2={right} y1={bottom} y2={bottom} />
      {xTicks.map(({ x, label }) => (
        <text key={label} className="mid" x={x} y={bottom + 15}>
          {label}
        </text>
      ))}
      <text className="end" x={right} y={bottom + 31}>
        stored bits per weight, scales included
      </text>
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
