import type { RoundedLayer, RoundingSnapshot } from '../../../src/jobs/round-reports';
import { count, share, value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';
import { type Plot, areaPath, linePath, plotOf } from '../clipping/plot';

export interface StepsModel {
  readonly size: Size;
  readonly error: Plot;
  readonly undecided: Plot;
  readonly beta: Plot;
  readonly hard: string;
  readonly soft: string;
  readonly penalty: string;
  readonly nearestY: number;
  readonly area: string;
  readonly betaLine: string;
  /** Right ends of the lines, apart from each other. */
  readonly labels: readonly {
    readonly id: 'nearest' | 'hard' | 'soft' | 'penalty';
    readonly text: string;
    readonly y: number;
  }[];
  /** End of the warm start; null where there is none. */
  readonly warm: number | null;
  readonly cursor: number;
}

const RIGHT = 122;

/** What happened over the steps, up to the shown snapshot. Null before the first. */
export function stepsModel(
  layer: RoundedLayer,
  all: readonly RoundingSnapshot[],
  { shown, iterations, warmStart, size }: { shown: number; iterations: number; warmStart: number; size: Size },
): StepsModel | null {
  const snapshots = all.slice(0, shown + 1);
  const now = snapshots.at(-1);
  if (now === undefined) return null;
  const xs = snapshots.map(({ iteration }) => iteration);
  const of = (key: 'hard' | 'soft' | 'penalty' | 'undecided' | 'beta') => snapshots.map((one) => one[key]);
  const most = Math.max(layer.nearest, ...all.map(({ hard }) => hard), 1e-12) * 1.05;
  const [first, second, third] = [size.height * 0.5, size.height * 0.72, size.height];
  const pane = (top: number, bottom: number, y: readonly [number, number]): Plot =>
    plotOf({
      size: { width: size.width, height: bottom },
      x: [0, iterations],
      y,
      margin: { top: top + 24, right: RIGHT, bottom: bottom === third ? 22 : 8 },
    });
  const error = pane(0, first, [0, most]);
  const undecided = pane(first, second, [0, 1]);
  const beta = pane(second, third, [0, Math.max(...all.map((one) => one.beta), 1)]);
  const named = [
    { id: 'nearest', text: `A nearest ${value(layer.nearest)}`, y: error.y(layer.nearest) },
    { id: 'hard', text: `B AdaRound ${value(now.hard)}`, y: error.y(now.hard) },
    { id: 'soft', text: `soft h ${value(now.soft)}`, y: error.y(now.soft) },
    { id: 'penalty', text: `λ · reg. ${value(now.penalty)}`, y: error.y(Math.min(now.penalty, most)) },
  ] as const;
  return {
    ...{ size, error, undecided, beta },
    hard: linePath(error, xs, of('hard')),
    soft: linePath(error, xs, of('soft')),
    penalty: linePath(error, xs, of('penalty')),
    nearestY: error.y(layer.nearest),
    area: areaPath(
      undecided,
      xs,
      xs.map(() => 0),
      of('undecided'),
    ),
    betaLine: linePath(beta, xs, of('beta')),
    labels: apart(named, 15, error.top - 4, error.bottom),
    warm: warmStart > 0 ? error.x(warmStart * iterations) : null,
    cursor: error.x(now.iteration),
  };
}

/** Labels in their order from top to bottom, moved so that none covers another. */
function apart<T extends { readonly y: number }>(labels: readonly T[], gap: number, top: number, bottom: number): T[] {
  const sorted = labels.toSorted((p, q) => p.y - q.y);
  const places = sorted.map(({ y }) => y);
  for (let i = 0; i < places.length; i++) places[i] = Math.max(places[i]!, i === 0 ? top : places[i - 1]! + gap);
  for (let i = places.length - 1; i >= 0; i--)
    places[i] = Math.min(places[i]!, i === places.length - 1 ? bottom : places[i + 1]! - gap);
  return sorted.map((label, i) => ({ ...label, y: places[i]! }));
}

export function stepsSentence(
  layer: RoundedLayer | null,
  snapshots: readonly RoundingSnapshot[],
  shown: number,
): string {
  const now = snapshots[Math.min(shown, snapshots.length - 1)];
  if (layer === null || now === undefined) return 'AdaRound has not run yet.';
  return `After ${count(now.iteration)} steps the output error of ${layer.layer} is ${value(now.hard)}, ${value(layer.nearest)} under rounding to nearest; ${share(now.undecided)} of the weights are undecided, β is ${value(now.beta)}.`;
}

export function stepsTable(snapshots: readonly RoundingSnapshot[]): FrameTable {
  return {
    columns: [
      'Step',
      'Output error, rounded',
      'Output error, soft',
      'λ · regulariser',
      'Undecided share',
      'β',
      'Moved against nearest',
    ],
    rows: snapshots.map((s) => [s.iteration, s.hard, s.soft, s.penalty, s.undecided, s.beta, s.flipped]),
  };
}

/** "4.5 × smaller"; "1.2 × larger". */
export function gainText(nearest: number, hard: number): string {
  if (!(hard > 0) || !(nearest > 0)) return 'no error';
  const factor = nearest / hard;
  return factor >= 1 ? `error ${factor.toFixed(1)} × smaller` : `error ${(1 / factor).toFixed(1)} × larger`;
}
