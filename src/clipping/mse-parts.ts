/** Sums over the values beyond a moving threshold: how many, and the first two powers of their distance to it. */
interface Beyond {
  readonly count: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/**
 * Squared error of the values outside each of the ranges [low i / n, high i / n], i = 1 .. n, when they become `ends` of
 * that range: sums, not means. One pass over the data; distances only ever grow as the range shrinks, so nothing cancels.
 * @param ends the values that the outermost codes of range i stand for.
 */
export function clippingErrors(
  data: Float32Array,
  range: readonly [number, number],
  n: number,
  ends: (i: number) => readonly [number, number],
): Float64Array {
  const [low, high] = range;
  const below = beyond(data, -low, -1, n);
  const above = beyond(data, high, 1, n);
  return Float64Array.from({ length: n }, (_, at) => {
    const i = at + 1;
    const [bottom, top] = ends(i);
    return errorOf(below, at, (-low * i) / n + bottom) + errorOf(above, at, (high * i) / n - top);
  });
}

/** The values on one side, by the first of the n thresholds that holds them, then gathered from the outside inwards. */
function beyond(data: Float32Array, limit: number, side: 1 | -1, n: number): Beyond {
  const sums = { count: new Float64Array(n), first: new Float64Array(n), second: new Float64Array(n) };
  if (limit <= 0) return sums;
  for (const value of data) {
    const x = side * value;
    if (!(x > 0 && x < Infinity)) continue;
    let holds = Math.min(Math.ceil((x * n) / limit), n);
    if (holds > 1 && x <= (limit * (holds - 1)) / n) holds--;
    else if (holds < n && x > (limit * holds) / n) holds++;
    if (holds < 2) continue;
    const distance = x - (limit * (holds - 1)) / n;
    const at = holds - 2;
    sums.count[at]!++;
    sums.first[at]! += distance;
    sums.second[at]! += distance * distance;
  }
  for (let at = n - 2; at >= 0; at--) {
    const gap = (limit * (at + 2)) / n - (limit * (at + 1)) / n;
    const [count, first] = [sums.count[at + 1]!, sums.first[at + 1]!];
    sums.second[at]! += sums.second[at + 1]! + 2 * gap * first + count * gap * gap;
    sums.first[at]! += first + count * gap;
    sums.count[at]! += count;
  }
  return sums;
}

/** The squared error when those values move to a point `gap` inside the threshold. */
function errorOf({ count, first, second }: Beyond, at: number, gap: number): number {
  return Math.max(second[at]! + 2 * gap * first[at]! + count[at]! * gap * gap, 0);
}
