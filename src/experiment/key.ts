/**
 * Canonical text of a plain value: JSON with the keys of every object in ascending order, so equal values give equal keys
 * however they were built. Members that are undefined are left out. Used as cache key and for equality.
 */
export function keyOf(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (isRecord(member) ? sorted(member) : member));
}

/** Whether two plain values have the same members. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || keyOf(a) === keyOf(b);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
