/**
 * Indices of the points that no other point beats (lower or equal cost and higher or equal value, one of them strictly), by
 * rising cost. Of equal points the first is kept.
 */
export function paretoFront(costs: readonly number[], values: readonly number[]): readonly number[] {
  const order = costs.map((_, i) => i).sort((i, j) => costs[i]! - costs[j]! || values[j]! - values[i]! || i - j);
  const front: number[] = [];
  let best = -Infinity;
  for (const i of order) {
    if (values[i]! > best) {
      front.push(i);
      best = values[i]!;
    }
  }
  return front;
}
