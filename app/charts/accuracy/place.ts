export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its upper left corner. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Obstacles {
  /** Where the label must stay. */
  readonly bounds: Box;
  /** Labels and rings already placed. */
  readonly boxes: readonly Box[];
  /** Polylines of the curves. */
  readonly lines: readonly (readonly Point[])[];
}

/** Leaving the plot is worse than covering text, which is worse than crossing a line (the label has a halo). */
const OUTSIDE = 1000;
const COVERED = 50;
const CROSSED = 1;
/** A little for every place further down the list, so that the first of equals wins. */
const LATER = 0.01;

/**
 * The place for a label of `width` x `height` beside a marker: right below, right, left below, left, right above and left
 * above are tried, and the one that hides least wins.
 */
export function placeLabel(anchor: Point, width: number, height: number, gap: number, obstacles: Obstacles): Box {
  const right = anchor.x + gap;
  const left = anchor.x - gap - width;
  const middle = anchor.y - height / 2;
  const above = anchor.y - gap - height;
  const below = anchor.y + gap;
  const candidates = [
    { x: right, y: middle + 2 },
    { x: right - 2, y: below - 2 },
    { x: left, y: middle },
    { x: left + 2, y: above + 2 },
    { x: left + 2, y: below - 2 },
    { x: right - 2, y: above + 2 },
    { x: anchor.x - width / 2, y: below + 2 },
    { x: right, y: below + height },
    { x: right + gap, y: below },
    { x: right + gap, y: middle - height },
    { x: right + 2 * gap, y: below + height },
  ].map((corner) => ({ ...corner, width, height }));
  const costs = candidates.map((box, i) => cost(box, obstacles) + i * LATER);
  return candidates[costs.indexOf(Math.min(...costs))]!;
}

function cost(box: Box, { bounds, boxes, lines }: Obstacles): number {
  const outside = !contains(bounds, box) ? OUTSIDE : 0;
  const covered = boxes.filter((other) => overlaps(box, other)).length;
  const crossed = lines.reduce((sum, line) => sum + crossings(box, line), 0);
  return outside + covered * COVERED + crossed * CROSSED;
}

export function contains(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Number of segments of a polyline that touch the box. */
function crossings(box: Box, line: readonly Point[]): number {
  return line.filter((to, i) => i > 0 && touches(box, line[i - 1]!, to)).length;
}

/** Clips the segment to the box (Liang and Barsky 1984); something is left when it touches. */
function touches(box: Box, from: Point, to: Point): boolean {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const edges = [
    [-dx, from.x - box.x],
    [dx, box.x + box.width - from.x],
    [-dy, from.y - box.y],
    [dy, box.y + box.height - from.y],
  ] as const;
  let enter = 0;
  let leave = 1;
  for (const [p, q] of edges) {
    if (p === 0 && q < 0) return false;
    if (p < 0) enter = Math.max(enter, q / p);
    if (p > 0) leave = Math.min(leave, q / p);
  }
  return enter <= leave;
}
