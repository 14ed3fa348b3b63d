import type { Curve, Mark } from './model';

/**
 * The mark that a key leads to from mark `index`: left and right along the curve, up and down to the next curve above or
 * below near the same bits, Home and End to the ends of the curve. Null for other keys and at the edges.
 */
export function walk(curves: readonly Curve[], index: number, key: string): Mark | null {
  const curve = curves.find(({ marks }) => marks.some((mark) => mark.index === index));
  const at = curve?.marks.findIndex((mark) => mark.index === index) ?? -1;
  const from = curve?.marks[at];
  if (curve === undefined || from === undefined) return null;
  if (key === 'ArrowRight') return curve.marks[at + 1] ?? null;
  if (key === 'ArrowLeft') return curve.marks[at - 1] ?? null;
  if (key === 'Home') return curve.marks[0] ?? null;
  if (key === 'End') return curve.marks.at(-1) ?? null;
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null;
  return neighbour(curves, curve, from, key === 'ArrowUp' ? -1 : 1);
}

/** Curves are ranked by their height at the bits of `from`; equals by their order, so that every curve can be reached. */
function neighbour(curves: readonly Curve[], curve: Curve, from: Mark, step: -1 | 1): Mark | null {
  const nearest = curves.flatMap((one) => {
    const mark = one === curve ? from : closest(one.marks, from.x);
    return mark ? [mark] : [];
  });
  const ranked = nearest.sort((p, q) => p.y - q.y || p.index - q.index);
  return ranked[ranked.indexOf(from) + step] ?? null;
}

function closest(marks: readonly Mark[], x: number): Mark | undefined {
  return marks.reduce<Mark | undefined>(
    (best, mark) => (best === undefined || Math.abs(mark.x - x) < Math.abs(best.x - x) ? mark : best),
    undefined,
  );
}
