import { scaleLinear } from 'd3';
import type { SideId } from '../../../src/experiment/spec';
import type { LayerReport } from '../../../src/jobs/reports';
import { tick } from '../frame/format';
import { type ReportPair, shownReports } from '../frame/reports';
import type { Size } from '../frame/useSize';
import { notesOf } from './words';

export interface ErrorHalf {
  readonly side: SideId;
  /** Occupied bins as one filled outline. */
  readonly path: string;
  /** Places of ± half a step; null for a technique without steps and where they lie outside the axis. */
  readonly halfStep: readonly [number, number] | null;
  readonly tip: number;
  readonly notes: readonly { readonly text: string; readonly y: number }[];
}

export interface RoundErrorModel {
  readonly size: Size;
  readonly left: number;
  readonly right: number;
  readonly axisY: number;
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  readonly halves: readonly ErrorHalf[];
}

const LEFT = 20;
const RIGHT = 20;
const TOP = 14;
const BOTTOM = 28;
/** Share of the weights whose error must be on the axis; long tails of clipped weights are cut. */
const SHOWN_SHARE = 0.995;
const NOTE_LINE = 15;

/**
 * Mirrored histograms of ŵ − w on one axis, A up and B down. Bins of the two reports differ in width, so each half is
 * drawn to its own peak.
 */
export function roundErrorModel(reports: ReportPair, sides: readonly SideId[], size: Size): RoundErrorModel | null {
  const shown = shownReports(reports, sides);
  if (shown.length === 0) return null;
  const limit = Math.max(...shown.map(({ report }) => reachOf(report)));
  const left = LEFT;
  const right = Math.max(size.width - RIGHT, LEFT + 1);
  const bottom = size.height - BOTTOM;
  const x = scaleLinear([-limit, limit], [left, right]);
  const axisY = sides.length === 2 ? Math.round((TOP + bottom) / 2) : sides[0] === 'b' ? TOP : bottom;
  return {
    size,
    left,
    right,
    axisY,
    ticks: x.ticks(Math.max(2, Math.floor(size.width / 90))).map((v) => ({ x: x(v), label: tick(v) })),
    halves: shown.map(({ side, report }) => halfOf(side, report, x, axisY, side === 'a' ? TOP : bottom)),
  };
}

/** Half-width of an axis that shows nearly all errors and both marks of half a step. */
function reachOf({ roundError }: LayerReport): number {
  const { counts, limit, step } = roundError;
  const total = counts.reduce((sum, n) => sum + n, 0);
  const middle = (counts.length - 1) / 2;
  let inside = 0;
  let reach = 0;
  while (reach <= middle && inside < total * SHOWN_SHARE) {
    const [low, high] = [counts[middle - reach] ?? 0, counts[middle + reach] ?? 0];
    inside += reach === 0 ? low : low + high;
    reach++;
  }
  return Math.max((limit * reach) / (middle + 0.5), Math.min(step * 0.65, limit), limit / counts.length);
}

function halfOf(
  side: SideId,
  report: LayerReport,
  x: ReturnType<typeof scaleLinear<number, number>>,
  axisY: number,
  edge: number,
): ErrorHalf {
  const { roundError } = report;
  const [low = -1, high = 1] = x.domain();
  const half = roundError.step / 2;
  const texts = notesOf(side, report);
  const first = side === 'a' ? edge + 10 : edge - 4 - (texts.length - 1) * NOTE_LINE;
  const tip = edge + (side === 'a' ? 1 : -1) * (texts.length * NOTE_LINE + 6);
  return {
    side,
    path: outline(roundError, x, axisY, tip, [low, high]),
    halfStep: half > 0 && half <= high ? [x(-half), x(half)] : null,
    tip,
    notes: texts.map((text, i) => ({ text, y: first + i * NOTE_LINE })),
  };
}

function outline(
  { counts, limit }: LayerReport['roundError'],
  x: (v: number) => number,
  axisY: number,
  tip: number,
  [low, high]: readonly [number, number],
): string {
  const peak = counts.reduce((max, n) => Math.max(max, n), 1);
  const width = (2 * limit) / counts.length;
  const at = (v: number) => x(Math.min(Math.max(v, low), high)).toFixed(1);
  let path = `M${at(-limit)} ${axisY}`;
  counts.forEach((n, i) => {
    const from = -limit + i * width;
    if (from + width <= low || from >= high) return;
    const y = axisY + (tip - axisY) * (n / peak);
    path += `H${at(from)}V${y.toFixed(1)}H${at(from + width)}`;
  });
  return `${path}V${axisY}Z`;
}
