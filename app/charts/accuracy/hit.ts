import { Delaunay } from 'd3';
import type { Point } from './place';

/** Farthest a pointer may be from a mark and still mean it, pixels. */
const REACH = 16;
const CORNERS = 12;

/**
 * For each mark the part of a disc around it that is nearer to it than to any other mark, as an SVG path; empty for a mark
 * hidden exactly below another.
 */
export function hitAreas(marks: readonly Point[]): readonly string[] {
  if (marks.length === 0) return [];
  const xs = marks.map(({ x }) => x);
  const ys = marks.map(({ y }) => y);
  const delaunay = Delaunay.from(
    marks,
    (mark) => mark.x,
    (mark) => mark.y,
  );
  const voronoi = delaunay.voronoi([
    Math.min(...xs) - REACH,
    Math.min(...ys) - REACH,
    Math.max(...xs) + REACH,
    Math.max(...ys) + REACH,
  ]);
  return marks.map((mark, i) => {
    const cell = voronoi.cellPolygon(i) as [number, number][] | null;
    const area =
      cell === null
        ? []
        : clip(
            disc(mark),
            cell.map(([x, y]) => ({ x, y })),
          );
    return area.length < 3 ? '' : `M${area.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`;
  });
}

function disc({ x, y }: Point): Point[] {
  return Array.from({ length: CORNERS }, (_, i) => {
    const angle = (2 * Math.PI * i) / CORNERS;
    return { x: x + REACH * Math.cos(angle), y: y + REACH * Math.sin(angle) };
  });
}

/** Sutherland and Hodgman 1974: a polygon cut by each edge of a closed convex ring, which d3 gives clockwise on screen. */
function clip(polygon: readonly Point[], ring: readonly Point[]): readonly Point[] {
  return ring.slice(1).reduce<readonly Point[]>((rest, to, i) => cut(rest, ring[i]!, to), polygon);
}

function cut(polygon: readonly Point[], from: Point, to: Point): Point[] {
  const side = (p: Point) => (to.x - from.x) * (p.y - from.y) - (to.y - from.y) * (p.x - from.x);
  return polygon.flatMap((p, i) => {
    const before = polygon.at(i - 1)!;
    const [d, e] = [side(p), side(before)];
    const crossing =
      d * e < 0
        ? [{ x: before.x + ((p.x - before.x) * e) / (e - d), y: before.y + ((p.y - before.y) * e) / (e - d) }]
        : [];
    return d >= 0 ? [...crossing, p] : crossing;
  });
}
