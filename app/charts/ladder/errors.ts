import type { RungReport } from '../../../src/jobs/ladder-reports';
import type { Box } from '../frame/Inspector';

/** Histogram of the errors of a rung, as one outline. */
export interface ErrorBars {
  readonly path: string;
  readonly baseY: number;
  /** Value at the right end of the axis; that at the left end is its negative. */
  readonly limit: number;
}

/** What the histograms of all rungs share. */
interface Shared {
  /** Ends of the axis of errors, and the largest count of a bin. */
  readonly error: number;
  readonly count: number;
}

/** Log counts of the errors over the axis that all rungs share. Null where no rung has an error. */
export function errorBars(bins: RungReport['errorBins'], { error, count }: Shared, box: Box): ErrorBars | null {
  if (!(error > 0)) return null;
  const limit = error * 1.06;
  const baseY = box.top + box.height;
  const x = (value: number): number => box.left + (Math.min(Math.max(value / limit, -1), 1) + 1) * 0.5 * box.width;
  let path = '';
  for (const { from, to, n } of barsOf(bins, error)) {
    if (n === 0 || to <= -limit || from >= limit) continue;
    const height = (Math.log10(n + 1) / Math.log10(count + 1)) * box.height;
    const [left, right] = [x(from), x(to)];
    path += `M${left.toFixed(1)} ${baseY.toFixed(1)}v${(-Math.min(height, box.height)).toFixed(1)}H${right.toFixed(1)}V${baseY.toFixed(1)}z`;
  }
  return { path, baseY, limit };
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly n: number;
}

/** Bins merged into bars of the common width, from the left; none for a rung without error. */
function barsOf({ limit, counts }: RungReport['errorBins'], error: number): Bar[] {
  if (limit === 0) return [];
  const own = (2 * limit) / counts.length;
  // Both are powers of two over the number of bins, so that whole bins merge.
  const common = (2 * 2 ** Math.ceil(Math.log2(error))) / counts.length;
  const merged = Math.max(Math.round(common / own), 1);
  const bars = new Map<number, number>();
  counts.forEach((n, i) => {
    const bar = Math.floor((i - counts.length / 2) / merged);
    bars.set(bar, (bars.get(bar) ?? 0) + n);
  });
  const width = own * merged;
  return [...bars].map(([bar, n]) => ({ from: bar * width, to: (bar + 1) * width, n }));
}
