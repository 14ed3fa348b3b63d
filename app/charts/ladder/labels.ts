import { type Box, type Point, contains, overlaps } from '../accuracy/place';

/** A label and the line that leads to it where it could not stand beside its marker. */
export interface PlacedLabel {
  readonly x: number;
  readonly y: number;
  readonly leader: string | null;
}

export interface Wanted extends Point {
  readonly text: string;
}

const CHARACTER = 6.2;
const HEIGHT = 13;
/** Distances from a marker at which a label is tried; beyond the first it gets a leader. */
const RADII = [9, 18, 28, 40, 54, 70];
const DIRECTIONS = 16;
/** Leaving the plot is worse than covering a text or a marker, which is worse than standing far away. */
const OUTSIDE = 1000;
const COVERED = 60;
const MARKED = 40;

/**
 * Places for labels that hide neither each other nor a marker, greedily: those with the most neighbours choose first.
 * @param bounds where labels must stay.
 * @param texts what stands there already.
 */
export function placeLabels(wanted: readonly Wanted[], bounds: Box, texts: readonly Box[]): PlacedLabel[] {
  const markers = wanted.map(({ x, y }) => ({ x: x - 7, y: y - 7, width: 14, height: 14 }));
  const crowd = (at: Point): number =>
    wanted.filter((other) => Math.hypot(other.x - at.x, (other.y - at.y) * 2) < 60).length;
  const order = wanted.map((_, i) => i).sort((p, q) => crowd(wanted[q]!) - crowd(wanted[p]!) || p - q);
  const taken: Box[] = [...texts];
  const placed = new Array<PlacedLabel>(wanted.length);
  for (const i of order) {
    const anchor = wanted[i]!;
    const best = candidates(anchor)
      .map((candidate) => ({ candidate, cost: cost(candidate, bounds, taken, markers) }))
      .reduce((least, one) => (one.cost < least.cost ? one : least)).candidate;
    taken.push(best.box);
    placed[i] = { x: best.box.x, y: best.box.y + HEIGHT - 3, leader: best.far ? leader(anchor, best.box) : null };
  }
  return placed;
}

interface Candidate {
  readonly box: Box;
  readonly distance: number;
  readonly far: boolean;
}

function candidates({ x, y, text }: Wanted): Candidate[] {
  const width = text.length * CHARACTER;
  return RADII.flatMap((radius, ring) =>
    Array.from({ length: DIRECTIONS }, (_, k) => {
      const angle = (2 * Math.PI * k) / DIRECTIONS;
      const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
      const left = dx > 0.3 ? 0 : dx < -0.3 ? -width : -width / 2;
      const box = { x: x + radius * dx + left, y: y + radius * dy - HEIGHT / 2, width, height: HEIGHT };
      return { box, distance: radius + (dx < 0 ? 1 : 0) + Math.abs(dy) * 2, far: ring > 0 };
    }),
  );
}

function cost({ box, distance }: Candidate, bounds: Box, taken: readonly Box[], markers: readonly Box[]): number {
  const covered = taken.filter((other) => overlaps(box, other)).length;
  const marked = markers.filter((other) => overlaps(box, other)).length;
  return (contains(bounds, box) ? 0 : OUTSIDE) + covered * COVERED + marked * MARKED + distance;
}

/** From the marker to the nearest point of the label. */
function leader(from: Point, box: Box): string {
  const x = Math.min(Math.max(from.x, box.x), box.x + box.width);
  const y = Math.min(Math.max(from.y, box.y + 2), box.y + box.height - 2);
  return `M${from.x.toFixed(1)} ${from.y.toFixed(1)}L${x.toFixed(1)} ${y.toFixed(1)}`;
}
