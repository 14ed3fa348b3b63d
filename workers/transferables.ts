/**
 * The buffers of a result that can be moved instead of copied: those that one of its typed arrays spans entirely. A view of
 * a part of a larger buffer is copied, since the rest of that buffer may still be needed here.
 */
export function transferablesOf(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const seen = new Set<object>();
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    const buffer = wholeBuffer(next);
    if (buffer !== null) found.add(buffer);
    else if (!ArrayBuffer.isView(next)) pending.push(...(Object.values(next) as unknown[]));
  }
  return [...found];
}

function wholeBuffer(value: object): ArrayBuffer | null {
  if (value instanceof ArrayBuffer) return value;
  if (!ArrayBuffer.isView(value) || !(value.buffer instanceof ArrayBuffer)) return null;
  return value.byteLength === value.buffer.byteLength ? value.buffer : null;
}
