import { scaleLinear } from 'd3';
import { fixed, tick } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';

/** The scale of one layer over the run, divided by its start. */
export interface ScaleLine {
  readonly layer: string;
  readonly from: number;
  readonly ratios: readonly number[];
  readonly isSelected: boolean;
}

export interface ScalesModel {
  readonly size: Size;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly one: number;
  readonly yTicks: readonly { readonly y: number; readonly label: string }[];
  readonly xTicks: readonly { readonly x: number; readonly label: string }[];
  readonly lines: readonly { readonly layer: string; readonly path: string; readonly isSelected: boolean }[];
  readonly labels: readonly { readonly text: string; readonly y: number; readonly isSelected: boolean }[];
}

const [LEFT, TOP, BOTTOM, GUTTER, LABEL_GAP] = [34, 10, 22, 76, 14];

/** Layers named at the right; the selected one always is. */
const MOST_LABELS = 6;

export function scalesModel(lines: readonly ScaleLine[], total: number, size: Size): ScalesModel {
  const right = size.width - GUTTER;
  const bottom = size.height - BOTTOM;
  const all = lines.flatMap(({ ratios }) => ratios);
  const [least, most] = [Math.min(1, ...all), Math.max(1, ...all)];
  const room = Math.max((most - least) * 0.08, 0.02);
  const x = scaleLinear([0, Math.max(total, 1)], [LEFT, right]);
  const y = scaleLinear([least - room, most + room], [bottom, TOP]);
  const ends = lines.map(({ layer, ratios, isSelected }) => {
    const last = ratios.at(-1) ?? 1;
    return { text: `${layer} ${fixed(last, 2)}`, y: y(last), isSelected };
  });
  const named = [...ends].sort((a, b) => Number(b.isSelected) - Number(a.isSelected)).slice(0, MOST_LABELS);
  return {
    size,
    left: LEFT,
    right,
    bottom,
    one: y(1),
    yTicks: y.ticks(4).map((at) => ({ y: y(at), label: tick(at) })),
    xTicks: x.ticks(3).map((at) => ({ x: x(at), label: tick(at) })),
    lines: lines.map(({ layer, from, ratios, isSelected }) => ({
      layer,
      isSelected,
      path: ratios.map((r, at) => `${at === 0 ? 'M' : 'L'}${x(from + at + 1).toFixed(1)} ${y(r).toFixed(1)}`).join(''),
    })),
    labels: apart(named, TOP + 4, bottom),
  };
}

/** Labels in the order of their places, no two closer than a line of text. */
function apart<T extends { readonly y: number }>(labels: readonly T[], top: number, bottom: number): readonly T[] {
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  let last = top - LABEL_GAP;
  const down = sorted.map((label) => {
    last = Math.max(label.y, last + LABEL_GAP);
    return { ...label, y: last };
  });
  const over = Math.max(0, last - bottom);
  return down.map((label) => ({ ...label, y: label.y - over }));
}

export function scalesSentence(side: string, lines: readonly ScaleLine[]): string {
  const parts = lines.map(({ layer, ratios }) => `${layer} ${fixed(ratios.at(-1) ?? 1, 2)}`);
  return `Scales of ${side} against their start: ${parts.join(', ')}.`;
}

export function scalesTable(lines: readonly ScaleLine[]): FrameTable {
  return {
    columns: ['Layer', 'Step', 'Scale over its start'],
    rows: lines.flatMap(({ layer, from, ratios }) =>
      ratios.map((ratio, at) => [layer, from + at + 1, fixed(ratio, 4)]),
    ),
  };
}
