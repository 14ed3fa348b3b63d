/** Differences of this share of the largest distance survive its rounding to float64, with a margin of 4. */
const RESOLUTION = 2 ** -50;

/**
 * Boundaries that turn the search of the nearest centroid into counting: the code of a float32 x is the number of
 * boundaries <= x. Entry i is the smallest float32 whose nearest centroid is i + 1 or a higher one, so runs of equal
 * centroids give equal boundaries.
 * @param centroids ascending and finite. @param low, high range of the finite data.
 * @returns null when two different centroids may be equally far in float64 from a value beyond both, because then the
 * codes need not ascend with x.
 */
export function assignmentBoundaries(
  centroids: Float64Array,
  [low, high]: readonly [number, number],
): Float32Array | null {
  const boundaries: number[] = [];
  const first = centroids[0]!;
  // NaN is taken as 0, which therefore belongs to the data.
  const farthest = Math.max(Math.max(high, 0) - first, centroids[centroids.length - 1]! - Math.min(low, 0));
  let lower = first;
  for (let i = 1; i < centroids.length; i++) {
    const upper = centroids[i]!;
    if (upper === lower) continue;
    if (!(upper - lower > farthest * RESOLUTION)) return null;
    const boundary = firstNearerTo(upper, lower);
    while (boundaries.length < i) boundaries.push(boundary);
    lower = upper;
  }
  return Float32Array.from(boundaries);
}

/** The smallest float32 that is nearer to `upper` than to `lower`, by bisection; Infinity if no finite one is. */
function firstNearerTo(upper: number, lower: number): number {
  let outside = rankOf(lower) - 1;
  let inside = Math.min(rankOf(upper) + 1, rankOf(Infinity));
  while (inside - outside > 1) {
    const middle = Math.floor((outside + inside) / 2);
    const x = floatOfRank(middle);
    if (Math.abs(x - upper) < Math.abs(x - lower)) inside = middle;
    else outside = middle;
  }
  return floatOfRank(inside);
}

const view = new DataView(new ArrayBuffer(4));

/** Place of fround(x) among all float32 in ascending order, 0 for 0: the bits of positive floats are so ordered. */
function rankOf(x: number): number {
  view.setFloat32(0, Math.abs(x));
  return x < 0 ? -view.getInt32(0) : view.getInt32(0);
}

function floatOfRank(rank: number): number {
  view.setInt32(0, Math.abs(rank));
  return rank < 0 ? -view.getFloat32(0) : view.getFloat32(0);
}
