import type { RungReport, Window } from '../../../src/jobs/ladder-reports';
import type { Box } from '../frame/Inspector';

/** Lines closer than this would cover what they separate. */
const MIN_GAP = 3;

/** Inputs run across the map, channels down. */
interface Pitch {
  readonly x: number;
  readonly y: number;
}

export function pitchOf(box: Box, { rows, columns }: Window): Pitch {
  return { x: box.width / Math.max(rows, 1), y: box.height / Math.max(columns, 1) };
}

/** Borders between values that do not share the first scale. */
export function borders({ regions, window }: RungReport, box: Box): string {
  if (regions.kind === 'tensor' || regions.kind === 'none') return '';
  const pitch = pitchOf(box, window);
  if (regions.kind === 'row') return ends(window, 1, pitch.x, box);
  const channels = lines(
    window.columns,
    1,
    0,
    pitch.y,
    (at) => `M${box.left} ${round(box.top + at)}h${round(box.width)}`,
  );
  if (regions.kind === 'channel') return channels;
  return channels + ends(window, regions.rowsPerGroup, pitch.x, box);
}

/** Borders of the second level: pairs that share a micro-exponent, frames around channels that share a coarse scale. */
export function innerBorders({ pair, coarse, window }: RungReport, box: Box): string {
  const pitch = pitchOf(box, window);
  if (coarse === 'channel') {
    return lines(window.columns, 1, 0, pitch.y, (at) => `M${box.left} ${round(box.top + at)}h${round(box.width)}`);
  }
  return pair === null ? '' : ends(window, pair, pitch.x, box);
}

function ends({ row, rows }: Window, every: number, pitch: number, box: Box): string {
  return lines(rows, every, row % every, pitch, (at) => `M${round(box.left + at)} ${box.top}v${round(box.height)}`);
}

function lines(cells: number, every: number, offset: number, pitch: number, draw: (at: number) => string): string {
  if (pitch * every < MIN_GAP) return '';
  let path = '';
  for (let at = every - offset; at < cells; at += every) if (at > 0) path += draw(at * pitch);
  return path;
}

/** The part of the map that shares a scale with a value: with `size` null all of it, or its channel. */
export interface Shared {
  readonly row: number;
  readonly column: number;
}

/** The values on the map that share the first scale with the one at a place of the matrix. */
export function sharedBox({ regions, window }: RungReport, box: Box, at: Shared): Box {
  if (regions.kind === 'tensor' || regions.kind === 'none') return box;
  if (regions.kind === 'row') {
    const { x } = pitchOf(box, window);
    return { left: box.left + (at.row - window.row) * x, top: box.top, width: x, height: box.height };
  }
  const length = regions.kind === 'group' ? regions.rowsPerGroup : Infinity;
  return runBox(window, box, at, length);
}

/** The pair that shares a micro-exponent with a value; null without pairs. */
export function pairBox({ regions, pair, window }: RungReport, box: Box, at: Shared): Box | null {
  if (pair === null) return null;
  const block = regions.kind === 'group' ? regions.rowsPerGroup : Infinity;
  const start = Number.isFinite(block) ? Math.floor(at.row / block) * block : 0;
  return runBox(window, box, at, pair, start);
}

function runBox(window: Window, box: Box, at: Shared, length: number, start = 0): Box {
  const pitch = pitchOf(box, window);
  const first = Number.isFinite(length) ? start + Math.floor((at.row - start) / length) * length : 0;
  const from = Math.max(first - window.row, 0);
  const to = Math.min(first + length - window.row, window.rows);
  return {
    left: box.left + from * pitch.x,
    top: box.top + (at.column - window.column) * pitch.y,
    width: Math.max(to - from, 0) * pitch.x,
    height: pitch.y,
  };
}

function round(x: number): number {
  return Math.round(x * 10) / 10;
}
