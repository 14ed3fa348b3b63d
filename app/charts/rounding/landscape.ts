import { scaleLinear } from 'd3';
import {
  type Corner,
  type Path,
  type TwoWeights,
  adaRoundPath,
  bestCorner,
  cornersOf,
  nearestCorner,
} from '../../../src/rounding/two-weights';
import { value } from '../frame/format';
import type { Size } from '../frame/useSize';
import type { FrameTable } from '../frame/table';

/** Steps beyond the codes that are drawn. */
const BEYOND = 0.3;
/** Shares of the largest corner error at which the colour changes. */
const LEVELS = [0.03, 0.1, 0.25, 0.5, 0.9];

export interface CornerMark extends Corner {
  readonly x: number;
  readonly y: number;
  readonly role: 'nearest' | 'best' | 'both' | 'other';
  /** AdaRound ended here. */
  readonly isEnd: boolean;
  readonly text: string;
}

export interface LandscapeModel {
  readonly size: Size;
  readonly left: number;
  readonly top: number;
  readonly side: number;
  /** Lines of equal error, the largest first; `level` is that of the colour inside. Angles in degrees. */
  readonly ellipses: readonly { readonly level: number; readonly rx: number; readonly ry: number }[];
  readonly angle: number;
  readonly corners: readonly CornerMark[];
  readonly float: { readonly x: number; readonly y: number };
  readonly path: string;
  readonly codes: readonly { readonly at: number; readonly label: string }[];
  /** Where in the plane a place of the drawing is, within 0 to 1. */
  readonly invert: (x: number, y: number) => readonly [number, number];
}

let last: { readonly given: TwoWeights; readonly path: Path } | null = null;

/** The path of the same two weights is needed for the drawing, its sentence and its table. */
function pathOf(given: TwoWeights): Path {
  if (last?.given !== given) last = { given, path: adaRoundPath(given) };
  return last.path;
}

export function landscapeModel(given: TwoWeights, size: Size): LandscapeModel {
  const side = Math.max(Math.min(size.width - 96, size.height - 44), 80);
  const [left, top] = [Math.round((size.width - side) / 2) + 14, 8];
  const x = scaleLinear([-BEYOND, 1 + BEYOND], [left, left + side]);
  const y = scaleLinear([-BEYOND, 1 + BEYOND], [top + side, top]);
  const path = pathOf(given);
  return {
    ...{ size, left, top, side },
    ...ellipsesOf(given, side / (1 + 2 * BEYOND)),
    corners: cornersOf(given).map((corner) => mark(corner, given, path, x(corner.first), y(corner.second))),
    float: { x: x(given.first), y: y(given.second) },
    path: lineOf(path, x, y),
    codes: [0, 1].map((code) => ({ at: x(code), label: `code ${String(code)}` })),
    invert: (px, py) => [within(x.invert(px)), within(y.invert(py))],
  };
}

const within = (share: number): number => Math.round(Math.min(Math.max(share, 0), 1) * 100) / 100;

function mark(corner: Corner, given: TwoWeights, path: Path, x: number, y: number): CornerMark {
  const isNearest = same(corner, nearestCorner(given));
  const isBest = same(corner, bestCorner(given));
  const role = isNearest && isBest ? 'both' : isNearest ? 'nearest' : isBest ? 'best' : 'other';
  const names = { nearest: 'nearest ', best: 'best ', both: 'nearest, best ', other: '' };
  return { ...corner, x, y, role, isEnd: same(corner, path.end), text: `${names[role]}${value(corner.error)}` };
}

const same = (a: Corner, b: Corner): boolean => a.first === b.first && a.second === b.second;

/** The error is a quadratic form, so its lines are ellipses around the float weights. @param step pixels of a step. */
function ellipsesOf({ correlation, ratio, ...given }: TwoWeights, step: number) {
  const [xx, xy, yy] = [1, correlation * ratio, ratio ** 2];
  const [middle, spread] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy)];
  const [large, small] = [middle + spread, Math.max(middle - spread, 1e-4)];
  // The y axis of a drawing points down, so the angle turns the other way.
  const angle = (-0.5 * Math.atan2(2 * xy, xx - yy) * 180) / Math.PI;
  const largest = Math.max(...cornersOf({ correlation, ratio, ...given }).map(({ error }) => error), 1e-9);
  const ellipses = LEVELS.map((share, level) => {
    const radius = (curvature: number): number => step * Math.sqrt((share * largest) / curvature);
    return { level, rx: radius(large), ry: radius(small) };
  });
  return { ellipses: ellipses.reverse(), angle };
}

function lineOf({ first, second }: Path, x: (v: number) => number, y: (v: number) => number): string {
  let line = '';
  for (let i = 0; i < first.length; i += 4)
    line += `${line === '' ? 'M' : 'L'}${x(first[i]!).toFixed(1)},${y(second[i]!).toFixed(1)}`;
  return line;
}

export function landscapeSentence(given: TwoWeights): string {
  const [nearest, best] = [nearestCorner(given), bestCorner(given)];
  const { end } = pathOf(given);
  const words = ({ first, second }: Corner) => `${first === 1 ? 'up' : 'down'} and ${second === 1 ? 'up' : 'down'}`;
  const found = same(end, best)
    ? 'AdaRound ends at the best.'
    : `AdaRound ends at ${words(end)} with ${value(end.error)}.`;
  return same(nearest, best)
    ? `Rounding to nearest, ${words(nearest)}, is the best of four with an error of ${value(best.error)}. ${found}`
    : `Rounding to nearest, ${words(nearest)}, has an error of ${value(nearest.error)}; ${words(best)} is the best with ${value(best.error)}. ${found}`;
}

export function landscapeTable(given: TwoWeights): FrameTable {
  const { end } = pathOf(given);
  return {
    columns: ['Weight 1', 'Weight 2', 'Output error', 'Rounding'],
    rows: cornersOf(given).map((corner) => [
      corner.first,
      corner.second,
      corner.error,
      [
        ...(same(corner, nearestCorner(given)) ? ['nearest'] : []),
        ...(same(corner, bestCorner(given)) ? ['best'] : []),
        ...(same(corner, end) ? ['AdaRound'] : []),
      ].join(', '),
    ]),
  };
}
