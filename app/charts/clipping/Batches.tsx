import { PlotAxes } from '../frame/Axes';
import type { BatchesModel } from './batches-model';
import css from './Small.module.css';

/** The largest value of each batch, the running maximum and the moving average. */
export function Batches({ model }: { readonly model: BatchesModel }) {
  const { plot, dots, running, smoothed, labels } = model;
  const bad = dots.find((dot) => dot.isBad);
  return (
    <svg className={css.plot} width={plot.size.width} height={plot.size.height}>
      <PlotAxes plot={plot} yTitle="largest |x|" xTitle="batch" />
      {dots.map(({ x, y, isBad }) => (
        <circle key={x} className={isBad ? css.bad : css.batch} cx={x} cy={y} r={isBad ? 4 : 1.8} />
      ))}
      <path className={css.pale} d={running} />
      <path className={css.line} d={smoothed} />
      <text className="t2" x={plot.right + 4} y={labels.running + 4}>
        maximum
      </text>
      <text className="t1 bold" x={plot.right + 4} y={labels.smoothed + 4}>
        EMA
      </text>
      {bad !== undefined && (
        <text className="t1 halo" x={bad.x + 8} y={bad.y + 12}>
          artificial
        </text>
      )}
    </svg>
  );
}
