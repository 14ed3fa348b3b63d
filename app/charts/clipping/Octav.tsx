import { PlotAxes } from '../frame/Axes';
import { DOTS } from './Curve';
import type { OctavModel } from './octav-model';
import css from './Small.module.css';

/** The objective, and the walk of the iteration down it. */
export function Octav({ model, side }: { readonly model: OctavModel; readonly side: 'a' | 'b' | null }) {
  const { plot, path, walk, steps, text } = model;
  const end = steps.at(-1);
  return (
    <svg className={css.plot} width={plot.size.width} height={plot.size.height}>
      <PlotAxes plot={plot} yTitle="J" xTitle={text} />
      <path className={css.pale} d={path} />
      <path className={css.walk} d={walk} />
      {steps.map(({ x, y }, i) => (
        <circle key={i} className={css.ring} cx={x} cy={y} r={2.8} />
      ))}
      {end !== undefined && <circle className={side === null ? css.dot : DOTS[side]} cx={end.x} cy={end.y} r={4.5} />}
    </svg>
  );
}
