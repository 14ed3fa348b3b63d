import type { SweepState } from '../../store/state';
import { count } from '../frame/format';
import type { PanelStatus } from '../frame/status';
import { seconds } from './sweep-time';

const STATUS: Readonly<Record<SweepState['status'], PanelStatus['status']>> = {
  idle: 'ready',
  precomputed: 'precomputed',
  running: 'running',
  done: 'ready',
  cancelled: 'ready',
  failed: 'failed',
};

/** How the drawn points stand to the present settings. The bar below the chart shows the progress, not the frame. */
export function sweepStatus({ status, problem }: SweepState, isCurrent: boolean): PanelStatus {
  const stands = isCurrent || status === 'running' || status === 'failed' ? STATUS[status] : 'stale';
  return { status: stands, problem, progress: null, partial: status === 'running' };
}

/** "12 / 35, ~4 s left". */
export function progressText({ done, total, secondsLeft }: SweepState): string {
  const left = secondsLeft === null ? '' : `, ~${seconds(secondsLeft)} left`;
  return `${count(done)} / ${count(total)}${left}`;
}

interface Items {
  /** How many are measured on now. */
  readonly n: number;
  /** "2,000 images". */
  readonly text: (n: number) => string;
}

/** One line about what is drawn; announced when it changes. */
export function sweepNote({ status, points, done, total }: SweepState, isCurrent: boolean, items: Items): string {
  if (status === 'running') return 'Sweep running';
  const n = points[0]?.score.n;
  if (n === undefined)
    return status === 'cancelled' ? 'Stopped before the first point' : 'measures a curve for each technique';
  if (!isCurrent) {
    return n === items.n ? 'Measured on another network' : `Measured on ${items.text(n)}, now ${count(items.n)}`;
  }
  if (status === 'precomputed') return `${count(points.length)} points, pre-computed`;
  if (status === 'done') return `${count(points.length)} points measured`;
  return `Stopped at ${count(done)} of ${count(total)} points`;
}
