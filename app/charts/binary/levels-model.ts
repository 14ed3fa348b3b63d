import { count, fixed, percent, tick, value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';
import { type Plot, linePath, plotOf } from '../clipping/plot';

/** The two learned levels of a layer over a training, and the one that TWN would use. */
export interface Levels {
  readonly steps: ArrayLike<number>;
  readonly positive: ArrayLike<number>;
  readonly negative: ArrayLike<number>;
  readonly zeros: ArrayLike<number>;
  /** Steps in all. */
  readonly total: number;
  readonly twn: number | null;
}

export interface LevelsModel {
  readonly upper: Plot;
  readonly lower: Plot;
  readonly positive: string;
  readonly negative: string;
  readonly zeros: string;
  readonly twnY: number | null;
  readonly labels: readonly { readonly id: 'p' | 'n' | 'twn'; readonly text: string; readonly y: number }[];
  readonly ends: readonly { readonly id: 'p' | 'n' | 'z'; readonly x: number; readonly y: number }[];
  readonly zeroText: string;
}

const MARGIN = { left: 46, right: 74 };
const GAP = 13;

/** Null before the first look. */
export function levelsModel(levels: Levels, size: Size): LevelsModel | null {
  const last = levels.steps.length - 1;
  if (last < 0) return null;
  const values = [
    ...Array.from(levels.positive),
    ...Array.from(levels.negative),
    ...(levels.twn === null ? [] : [levels.twn]),
  ];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((high - low) * 0.1, high * 0.02, 1e-6);
  const split = Math.round(size.height * 0.62);
  const x: [number, number] = [0, Math.max(levels.total, 1)];
  const upper = plotOf({
    size: { ...size, height: split },
    x,
    y: [low - room, high + room],
    margin: { ...MARGIN, top: 26, bottom: 10 },
    writeY: tick,
  });
  const zeros = Array.from(levels.zeros);
  const [least, most] = [Math.min(...zeros), Math.max(...zeros)];
  const pad = Math.max((most - least) * 0.15, 0.01);
  const lower = plotOf({
    size,
    x,
    y: [Math.max(0, least - pad), Math.min(1, most + pad)],
    margin: { ...MARGIN, top: split + 26, bottom: 34 },
    writeY: (share) => `${fixed(share * 100, 0)} %`,
  });
  const [p, n] = [levels.positive[last] ?? 0, levels.negative[last] ?? 0];
  const endX = upper.x(levels.steps[last] ?? 0);
  return {
    upper,
    lower,
    positive: linePath(upper, levels.steps, levels.positive),
    negative: linePath(upper, levels.steps, levels.negative),
    zeros: linePath(lower, levels.steps, levels.zeros),
    twnY: levels.twn === null ? null : upper.y(levels.twn),
    labels: apart([
      { id: 'p', text: `Wp ${value(p)}`, y: upper.y(p) },
      { id: 'n', text: `Wn ${value(n)}`, y: upper.y(n) },
      ...(levels.twn === null
        ? []
        : [{ id: 'twn' as const, text: `B α ${value(levels.twn)}`, y: upper.y(levels.twn) }]),
    ]),
    ends: [
      { id: 'p', x: endX, y: upper.y(p) },
      { id: 'n', x: endX, y: upper.y(n) },
      { id: 'z', x: endX, y: lower.y(zeros[last] ?? 0) },
    ],
    zeroText: `${percent(zeros[last] ?? 0)} %`,
  };
}

/** Labels that would touch are moved down. */
function apart(labels: readonly LevelsModel['labels'][number][]): LevelsModel['labels'] {
  const placed: LevelsModel['labels'][number][] = [];
  for (const label of [...labels].sort((a, b) => a.y - b.y)) {
    const before = placed.at(-1)?.y ?? -Infinity;
    placed.push({ ...label, y: Math.max(label.y, before + GAP) });
  }
  return placed;
}

export function levelsSentence(layer: string, levels: Levels | null): string {
  const last = (levels?.steps.length ?? 0) - 1;
  if (levels === null || last < 0) return `The learned levels of ${layer} have not been trained yet.`;
  const at = (list: ArrayLike<number>, i: number) => list[i] ?? 0;
  const { positive, negative, zeros, steps } = levels;
  return `TTQ levels of ${layer} after ${count(at(steps, last))} of ${count(levels.total)} steps: Wp went from ${value(at(positive, 0))} to ${value(at(positive, last))}, Wn from ${value(at(negative, 0))} to ${value(at(negative, last))}, zeros from ${percent(at(zeros, 0))} to ${percent(at(zeros, last))} %.`;
}

export function levelsTable(levels: Levels | null): FrameTable {
  const rows =
    levels === null
      ? []
      : Array.from(levels.steps, (step, i) => [
          step,
          levels.positive[i] ?? 0,
          levels.negative[i] ?? 0,
          levels.zeros[i] ?? 0,
        ]);
  return { columns: ['Step', 'Wp', 'Wn', 'Share of zeros'], rows };
}
