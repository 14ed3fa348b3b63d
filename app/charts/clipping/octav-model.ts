import { count, value } from '../frame/format';
import type { ClipTrace } from '../../../src/clipping/trace';
import type { Size } from '../frame/useSize';
import { SMALL, yRange } from './curves';
import { type Plot, linePath, plotOf, withinY } from './plot';

export interface OctavModel {
  readonly plot: Plot;
  readonly path: string;
  /** The walk from s0 to the present step, and its places. */
  readonly walk: string;
  readonly steps: readonly { readonly x: number; readonly y: number }[];
  readonly present: number;
  readonly last: number;
  readonly text: string;
}

/** Steps of Newton's iteration on the objective it descends; `step` beyond the last shows all. */
export function octavModel(trace: ClipTrace, step: number, size: Size): OctavModel | null {
  const { detail, candidates, values } = trace;
  if (detail.kind !== 'octav') return null;
  const { iterates, objectives } = detail;
  const last = iterates.length - 1;
  const present = Math.min(Math.max(step, 0), last);
  const shown = iterates.slice(0, present + 1);
  const reach = Math.max(candidates.high.at(-1) ?? 0, ...iterates, 1e-12);
  const [low, high] = yRange(values);
  const start = Math.min(objectives[0] ?? 0, Math.max(...values.filter(Number.isFinite), high));
  const plot = plotOf({ size, x: [0, reach], y: [low, Math.max(high, start)], margin: SMALL });
  return {
    plot,
    path: linePath(plot, candidates.high, values),
    walk: linePath(plot, shown, objectives),
    steps: Array.from(shown, (s, i) => ({ x: plot.x(s), y: withinY(plot, plot.y(objectives[i] ?? 0)) })),
    present,
    last,
    text: `step ${count(present)} of ${count(last)}: T = ${value(iterates[present] ?? 0)}`,
  };
}
