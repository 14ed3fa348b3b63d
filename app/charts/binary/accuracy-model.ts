import { scaleLinear } from 'd3';
import type { BinaryMethod } from '../../../src/training/binary-methods';
import { wilson95 } from '../../../src/model/score';
import { fixed, percent } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';

interface Counted {
  readonly correct: number;
  readonly images: number;
}

/** One method, as it is without training and after it; null where not measured. */
export interface AccuracyRow {
  readonly method: BinaryMethod;
  readonly name: string;
  readonly floatEnds: boolean;
  /** Stored bits per weight, scales included. */
  readonly bits: number;
  readonly untrained: Counted | null;
  readonly trained: Counted | null;
  /** Why the training gave nothing; null when all is well. */
  readonly failure: string | null;
}

interface Bar {
  readonly key: string;
  readonly tone: 'a' | 'b' | 'ink';
  readonly x: number;
  readonly width: number;
  readonly label: string;
  readonly bits: string;
  /** Top and bottom of each part. */
  readonly solid: readonly [number, number] | null;
  readonly pale: readonly [number, number] | null;
  readonly values: readonly { readonly text: string; readonly y: number; readonly tone: 'solid' | 'pale' | 'above' }[];
}

export interface AccuracyModel {
  readonly size: Size;
  readonly left: number;
  readonly right: number;
  /** One with both groups side by side, or one above the other for each group. */
  readonly strips: readonly Strip[];
}

interface Strip {
  readonly top: number;
  readonly height: number;
  /** Where 0 % is. */
  readonly bottom: number;
  readonly yTicks: readonly { readonly y: number; readonly label: string }[];
  readonly float: { readonly y: number; readonly label: string } | null;
  readonly groups: readonly {
    readonly title: string;
    readonly x: number;
    readonly width: number;
    readonly chosen: boolean;
    readonly bars: readonly Bar[];
  }[];
}

/** Names short enough to stand below a bar. */
const SHORT: Readonly<Partial<Record<BinaryMethod, string>>> = { int8: '8 bit', binaryconnect: 'BC', xnor: 'XNOR' };
const TONES: Readonly<Partial<Record<BinaryMethod, 'a' | 'b'>>> = { bwn: 'a', twn: 'b' };
const MARGIN = { left: 34, right: 6, top: 26, bottom: 64 };
/** A part of a bar lower than this has no room for its number. */
const ROOM = 17;
/** Bars closer than this have no room for the names below them. */
const NARROWEST = 30;

/** Two groups side by side, or one above the other where their names would overlap. */
export function accuracyModel(rows: readonly AccuracyRow[], floatEnds: boolean, size: Size): AccuracyModel {
  const [left, right] = [MARGIN.left, size.width - MARGIN.right];
  const found = rows.find(({ method }) => method === 'float')?.untrained ?? null;
  const groups = [false, true].map((ends) => ({
    title: ends ? 'first and last layer float' : 'all layers',
    chosen: ends === floatEnds,
    rows: rows.filter((row) => row.floatEnds === ends && row.method !== 'float'),
  }));
  const half = (right - left - 10) / 2;
  const isNarrow = groups.some((group) => group.rows.length * NARROWEST > half);
  const together = isNarrow ? groups.map((group) => [group]) : [groups];
  const height = size.height / together.length;
  const float = found === null ? null : found.correct / found.images;
  return {
    size,
    left,
    right,
    strips: together.map((own, index) => stripOf(own, { left, right, top: index * height, height }, float)),
  };
}

interface Group {
  readonly title: string;
  readonly chosen: boolean;
  readonly rows: readonly AccuracyRow[];
}

interface Place {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly height: number;
}

/** @param float accuracy without quantization; null before it is measured. */
function stripOf(groups: readonly Group[], { left, right, top, height }: Place, float: number | null): Strip {
  const bottom = top + height - MARGIN.bottom;
  const y = scaleLinear([0, 1], [bottom, top + MARGIN.top]);
  const width = (right - left - 4 - 6 * (groups.length - 1)) / groups.length;
  return {
    top,
    height,
    bottom,
    yTicks: [0, 0.25, 0.5, 0.75, 1].map((share) => ({ y: y(share), label: fixed(share * 100, 0) })),
    float: float === null ? null : { y: y(float), label: `float ${percent(float)}` },
    groups: groups.map(({ title, chosen, rows }, index) => {
      const x = left + 4 + index * (width + 6);
      const slot = width / Math.max(rows.length, 1);
      return { title, x, width, chosen, bars: rows.map((row, i) => barOf(row, x + i * slot, slot, y)) };
    }),
  };
}

function barOf(row: AccuracyRow, x: number, slot: number, y: (share: number) => number): Bar {
  const share = (counted: Counted | null) => (counted === null ? null : counted.correct / counted.images);
  const [before, after] = [share(row.untrained), share(row.trained)];
  const gained = before !== null && after !== null && after > before;
  const solidTop = gained || after === null ? before : after;
  const paleRoom = gained ? y(before) - y(after) : 0;
  const values: Bar['values'][number][] = [];
  if (gained) {
    values.push({
      text: percent(after),
      y: paleRoom >= ROOM ? y(after) + 13 : y(after) - 4,
      tone: paleRoom >= ROOM ? 'pale' : 'above',
    });
  }
  if (solidTop !== null && (!gained || y(0) - y(before) >= ROOM))
    values.push({ text: percent(gained ? before : solidTop), y: y(gained ? before : solidTop) + 13, tone: 'solid' });
  return {
    key: `${row.method} ${String(row.floatEnds)}`,
    tone: TONES[row.method] ?? 'ink',
    x: x + slot * 0.1,
    width: slot * 0.8,
    label: SHORT[row.method] ?? row.name,
    bits: fixed(row.bits, row.bits < 10 ? 2 : 1),
    solid: solidTop === null ? null : [y(solidTop), y(0)],
    pale: gained ? [y(after), y(before)] : null,
    values,
  };
}

export function accuracySentence(rows: readonly AccuracyRow[]): string {
  const parts = rows.flatMap(({ name, floatEnds, method, untrained, trained }) => {
    if (untrained === null && trained === null) return [];
    const ends = method === 'float' ? '' : floatEnds ? ', ends float' : ', all layers';
    const before = untrained === null ? [] : [`${percent(untrained.correct / untrained.images)} untrained`];
    const after = trained === null ? [] : [`${percent(trained.correct / trained.images)} trained`];
    return [`${name}${ends}: ${[...before, ...after].join(', ')}`];
  });
  return parts.length === 0 ? 'No accuracy has been measured yet.' : `Accuracy in percent. ${parts.join('; ')}.`;
}

/** "68.0 (66.0 to 70.0)"; a dash where nothing was measured. */
export function intervalText(counted: Counted | null): string {
  if (counted === null) return '–';
  const { low, high } = wilson95(counted.correct, counted.images);
  return `${percent(counted.correct / counted.images)} (${percent(low)} to ${percent(high)})`;
}

export function accuracyTable(rows: readonly AccuracyRow[]): FrameTable {
  const share = (counted: Counted | null) => (counted === null ? '' : counted.correct / counted.images);
  return {
    columns: ['Method', 'First and last layer', 'Stored bits per weight', 'Untrained', 'Trained', 'Test images'],
    rows: rows.map((row) => [
      row.name,
      row.method === 'float' ? 'float' : row.floatEnds ? 'float' : 'quantized',
      row.bits,
      share(row.untrained),
      share(row.trained),
      (row.untrained ?? row.trained)?.images ?? 0,
    ]),
  };
}
