/** How channel-major data is cut into the segments that share a scale. */
export interface Segments {
  /** Values per channel. */
  readonly rows: number;
  /** Values per segment; the last segment of a channel holds what is left. */
  readonly length: number;
  readonly perChannel: number;
  readonly count: number;
}

/** The whole array as one segment; none when it is empty. */
export function wholeArray(total: number): Segments {
  return cutSegments(total, total, total);
}

/** @throws RangeError unless `rows` divides `total` and both lengths are positive integers; no data has no segments. */
export function cutSegments(total: number, rows: number, length: number): Segments {
  if (total === 0) return { rows: 0, length: 0, perChannel: 0, count: 0 };
  if (!(Number.isInteger(rows) && rows >= 1 && total % rows === 0)) {
    throw new RangeError(`${total} values cannot be channels of ${rows}`);
  }
  if (!(Number.isInteger(length) && length >= 1)) {
    throw new RangeError(`a segment needs a positive whole length, got ${length}`);
  }
  const perChannel = Math.ceil(rows / length);
  return { rows, length: Math.min(length, rows), perChannel, count: (total / rows) * perChannel };
}

/** Calls `visit` with each segment's index and its values from `start` up to, not including, `end`. */
export function forEachSegment(segments: Segments, visit: (segment: number, start: number, end: number) => void): void {
  const { rows, length, perChannel, count } = segments;
  for (let segment = 0; segment < count; segment++) {
    const inChannel = segment % perChannel;
    const channelStart = ((segment - inChannel) / perChannel) * rows;
    const start = channelStart + inChannel * length;
    visit(segment, start, Math.min(start + length, channelStart + rows));
  }
}
