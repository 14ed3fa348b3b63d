import { scaleLinear } from 'd3';
import type { SideId } from '../../../src/experiment/spec';
import type { LayerSigns } from '../../../src/jobs/train-reports';
import { count, tick, value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';
import type { Way } from './record';

/** `oscillates`: three crossings or more; `masked`: ends where its gradient is masked. */
type Kind = 'oscillates' | 'crosses' | 'masked' | 'stays';

interface FollowedWeight {
  readonly index: number;
  readonly kind: Kind;
  readonly positions: readonly number[];
  /** Steps at which its code changed, and the way. */
  readonly crossings: readonly { readonly step: number; readonly up: boolean }[];
}

export interface PathsInput {
  readonly side: SideId;
  readonly way: Way;
  readonly signs: LayerSigns;
  readonly size: Size;
  /** Steps of the whole run. */
  readonly total: number;
}

export interface PathsModel {
  readonly size: Size;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly levels: readonly { readonly y: number; readonly label: string }[];
  readonly thresholds: readonly number[];
  /** Where gradients are masked, above and below. */
  readonly masks: readonly { readonly y: number; readonly height: number }[];
  readonly lines: readonly { readonly index: number; readonly kind: Kind; readonly path: string }[];
  readonly marks: readonly { readonly kind: Kind; readonly up: boolean; readonly x: number; readonly y: number }[];
  readonly xTicks: readonly { readonly x: number; readonly label: string }[];
}

/** Most weights of a kind; the rest of the twelve are ones that stay. */
const MOST: readonly (readonly [Kind, number])[] = [
  ['oscillates', 2],
  ['crosses', 4],
  ['masked', 2],
  ['stays', 12],
];
const SHOWN = 12;
const [LEFT, TOP, BOTTOM, RIGHT] = [52, 8, 22, 12];
/** More levels than this leave no room for a name at each. */
const NAMED_LEVELS = 9;

/** Twelve of the followed weights, those with most to tell first. */
export function chosenWeights({ weights }: Way, { low, high }: LayerSigns): readonly FollowedWeight[] {
  const all = weights.map(({ index, positions }): FollowedWeight => {
    const crossings = crossingsOf(positions, low, high);
    const last = positions.at(-1) ?? 0;
    const isOutside = last < low || last > high;
    const kind =
      crossings.length >= 3 ? 'oscillates' : crossings.length > 0 ? 'crosses' : isOutside ? 'masked' : 'stays';
    return { index, kind, positions, crossings };
  });
  all.sort((a, b) => b.crossings.length - a.crossings.length);
  const chosen = MOST.flatMap(([kind, most]) => all.filter((one) => one.kind === kind).slice(0, most));
  const rest = all.filter((one) => !chosen.includes(one));
  return [...chosen, ...rest].slice(0, SHOWN);
}

function crossingsOf(positions: readonly number[], low: number, high: number): FollowedWeight['crossings'] {
  const code = (w: number): number => Math.min(Math.max(Math.round(w), low), high);
  return positions.flatMap((w, step) => {
    const before = positions[step - 1];
    if (before === undefined || code(before) === code(w)) return [];
    return [{ step, up: code(w) > code(before) }];
  });
}

/** Float weights in steps of their scale over the run: levels are whole numbers, thresholds lie half way. */
export function pathsModel({ way, signs, size, total }: PathsInput): PathsModel {
  const { low, high } = signs;
  const right = size.width - RIGHT;
  const bottom = size.height - BOTTOM;
  const x = scaleLinear([0, Math.max(total, 1)], [LEFT, right]);
  const y = scaleLinear([low - 0.75, high + 0.75], [bottom, TOP]).clamp(true);
  const chosen = chosenWeights(way, signs);
  const levels = Array.from({ length: high - low + 1 }, (_, at) => low + at);
  const isNamed = levels.length <= NAMED_LEVELS;
  return {
    size,
    left: LEFT,
    right,
    bottom,
    levels: levels.map((level, at) => ({
      y: y(level),
      label: isNamed || at === 0 || at === levels.length - 1 ? `code ${tick(level)}` : '',
    })),
    thresholds: isNamed ? levels.slice(1).map((level) => y(level - 0.5)) : [],
    masks: [
      { y: TOP, height: y(high) - TOP },
      { y: y(low), height: bottom - y(low) },
    ],
    lines: chosen.map(({ index, kind, positions }) => ({
      index,
      kind,
      path: positions
        .map((w, at) => `${at === 0 ? 'M' : 'L'}${x(way.from + at + 1).toFixed(1)} ${y(w).toFixed(1)}`)
        .join(''),
    })),
    marks: chosen.flatMap(({ kind, crossings, positions }) =>
      crossings.map(({ step, up }) => ({ kind, up, x: x(way.from + step + 1), y: y(positions[step] ?? 0) })),
    ),
    xTicks: x.ticks(Math.max(2, Math.floor((right - LEFT) / 90))).map((step) => ({ x: x(step), label: tick(step) })),
  };
}

export function pathsSentence({ side, way, signs }: Omit<PathsInput, 'size' | 'total'>): string {
  const chosen = chosenWeights(way, signs);
  const number = (kind: Kind): string => count(chosen.filter((one) => one.kind === kind).length);
  return (
    `Twelve float weights of ${side.toUpperCase()} over ${count(way.steps)} steps: ${number('oscillates')} oscillate ` +
    `around a threshold, ${number('crosses')} cross one, ${number('masked')} are masked, ${number('stays')} stay.`
  );
}

const WORDS: Readonly<Record<Kind, string>> = {
  oscillates: 'oscillates',
  crosses: 'crosses',
  masked: 'masked',
  stays: 'stays',
};

export function pathsTable({ way, signs }: Pick<PathsInput, 'way' | 'signs'>): FrameTable {
  return {
    columns: ['Weight', 'What it does', 'Start, steps', 'End, steps', 'Code changes'],
    rows: chosenWeights(way, signs).map(({ index, kind, positions, crossings }) => [
      index,
      WORDS[kind],
      value(positions[0] ?? 0),
      value(positions.at(-1) ?? 0),
      crossings.length,
    ]),
  };
}
