import { scaleLog } from 'd3';
import type { RowReport } from '../../../src/jobs/round-reports';
import { count, share, tick, value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';

export interface LuckMark {
  readonly id: 'nearest' | 'adaround' | 'gptq' | 'best' | 'luckiest' | 'floor' | 'ceil';
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
  readonly tone: 'ta' | 'tb' | 't1' | 't2';
}

export interface LuckModel {
  readonly size: Size;
  readonly left: number;
  readonly right: number;
  readonly axisY: number;
  readonly dots: readonly { readonly x: number; readonly y: number }[];
  readonly marks: readonly LuckMark[];
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  readonly mean: number;
}

const LEFT = 14;
const RIGHT = 14;
const LABEL = 17;
const LABEL_ROWS = 5;
const DOT = 3.2;

/** The rules with their errors, the best first. */
function rulesOf(report: RowReport) {
  const { nearest, adaround, gptq, best, floor, ceil, draws } = report;
  const luckiest = draws.reduce((least, error) => Math.min(least, error), Infinity);
  return [
    { id: 'adaround', name: 'B AdaRound', error: adaround, tone: 'tb' },
    { id: 'nearest', name: 'A nearest', error: nearest, tone: 'ta' },
    ...(best === null ? [] : [{ id: 'best', name: 'best of all', error: best, tone: 't1' } as const]),
    { id: 'luckiest', name: 'best draw', error: luckiest, tone: 't1' },
    { id: 'gptq', name: 'GPTQ', error: gptq, tone: 't2' },
    { id: 'floor', name: 'floor', error: floor, tone: 't2' },
    { id: 'ceil', name: 'ceil', error: ceil, tone: 't2' },
  ] as const;
}

/** Errors of all draws as a swarm over a log axis, the fixed rules as lines through it. Null where every error is 0. */
export function luckModel(report: RowReport, size: Size): LuckModel | null {
  const rules = rulesOf(report);
  const all = [...report.draws, ...rules.map(({ error }) => error)].filter((error) => error > 0);
  if (all.length === 0) return null;
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const right = size.width - RIGHT;
  const x = scaleLog([least / 1.4, most * 1.4], [LEFT, right]).clamp(true);
  const axisY = size.height - 34;
  const labels = LABEL_ROWS * LABEL + 4;
  return {
    ...{ size, left: LEFT, right, axisY },
    dots: swarm(
      Array.from(report.draws, (error) => x(Math.max(error, least / 1.4))),
      labels + 8,
      axisY - 8,
    ),
    marks: placed(
      rules.map((rule) => ({ ...rule, x: x(Math.max(rule.error, least / 1.4)) })),
      right,
    ),
    ticks: x
      .ticks(5)
      .filter(isRound)
      .map((at) => ({ x: x(at), label: tick(at) })),
    mean: x(meanOf(report.draws)),
  };
}

/** 1, 2 and 5 times a power of ten. */
function isRound(at: number): boolean {
  const mantissa = at / 10 ** Math.floor(Math.log10(at) + 1e-9);
  return [1, 2, 5].some((digit) => Math.abs(mantissa - digit) < 1e-6);
}

const meanOf = (values: Float32Array): number =>
  values.reduce((sum, each) => sum + each, 0) / Math.max(values.length, 1);

/** Dots beside each other where they would lie on each other, around the middle of the band. */
function swarm(xs: readonly number[], top: number, bottom: number): { x: number; y: number }[] {
  const middle = (top + bottom) / 2;
  const rows = Math.max(1, Math.floor((bottom - top) / (2 * DOT)));
  const taken: number[] = Array.from({ length: rows }, () => -Infinity);
  return xs
    .toSorted((p, q) => p - q)
    .map((at) => {
      const order = Array.from({ length: rows }, (_, i) => (i % 2 === 0 ? i / 2 : -(i + 1) / 2));
      const free = order.find((offset) => at - (taken[offset + (rows >> 1)] ?? Infinity) >= 2 * DOT) ?? order[0]!;
      taken[free + (rows >> 1)] = at;
      return { x: at, y: middle + free * 2 * DOT };
    });
}

type Placed = ReturnType<typeof rulesOf>[number] & { readonly x: number };

interface Place {
  readonly anchor: 'start' | 'end';
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** Labels in rows above the swarm, so that none covers another nor, where there is room, is crossed by a line from above. */
function placed(rules: readonly Placed[], right: number): LuckMark[] {
  const taken: (Place & { readonly x: number })[] = [];
  return rules.map(({ id, name, error, tone, x }) => {
    const text = `${name} ${value(error)}`;
    const places = placesOf(x, text.length * 6.6 + 8, right);
    const free = places.filter(({ row, from, to }) =>
      taken.every((one) => one.row !== row || to < one.from || from > one.to),
    );
    const clear = free.find(({ row, from, to }) => taken.every((one) => one.row >= row || one.x < from || one.x > to));
    const place = clear ?? free[0] ?? places.at(-1)!;
    taken.push({ ...place, x });
    return { id, text, x, y: 13 + place.row * LABEL, anchor: place.anchor, tone };
  });
}

/** Right of its line, else left of it, from the top row down. */
function placesOf(x: number, width: number, right: number): Place[] {
  const sides = [
    { anchor: 'start', from: x, to: x + width },
    { anchor: 'end', from: x - width, to: x },
  ] as const;
  const inside = sides.filter(({ from, to }) => from >= LEFT && to <= right);
  return Array.from({ length: LABEL_ROWS }, (_, row) => inside.map((side) => ({ ...side, row }))).flat();
}

export function luckSentence(report: RowReport | null): string {
  if (report === null) return 'The weights of one output have not been rounded yet.';
  const { draws, nearest, adaround, betterShare, layer, row, best } = report;
  const exact = best === null ? '' : ` The best of all roundings has ${value(best)}.`;
  return `Of ${count(draws.length)} stochastic roundings of output ${count(row)} of ${layer}, ${share(betterShare)} are better than nearest, whose output error is ${value(nearest)}; AdaRound has ${value(adaround)}.${exact}`;
}

export function luckTable(report: RowReport): FrameTable {
  return {
    columns: ['Rounding', 'Output error'],
    rows: [
      ...rulesOf(report).map(({ name, error }) => [name, error]),
      ...Array.from(report.draws, (error, i) => [`draw ${String(i + 1)}`, error]),
    ],
  };
}
