import type { RoundingSnapshot } from '../../../src/jobs/round-reports';
import { count, share } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';

const LEFT = 44;
const RIGHT = 12;
const BOTTOM = 34;
const TOP = 22;
/** Height of a histogram at least. */
const ROW = 30;

export interface Ridge {
  readonly step: number;
  readonly y: number;
  readonly bars: readonly {
    readonly x: number;
    readonly width: number;
    readonly height: number;
    readonly isWall: boolean;
  }[];
  readonly isLast: boolean;
}

export interface RidgesModel {
  readonly size: Size;
  readonly left: number;
  readonly right: number;
  readonly ridges: readonly Ridge[];
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  readonly note: string | null;
}

/** Histograms of h at some of the steps up to the shown one, the earliest on top. Null before the first. */
export function ridgesModel(snapshots: readonly RoundingSnapshot[], shown: number, size: Size): RidgesModel | null {
  const seen = snapshots.slice(0, shown + 1);
  const last = seen.at(-1);
  if (last === undefined) return null;
  const rows = Math.max(2, Math.min(11, Math.floor((size.height - TOP - BOTTOM) / ROW)));
  const whole = snapshots.length > 1 ? snapshots.length - 1 : 1;
  // The places are those of the whole run, so that nothing moves while it goes on.
  const places = Array.from({ length: rows }, (_, i) => Math.round((i * whole) / (rows - 1)));
  const kept = [...new Set([...places.filter((at) => at < seen.length - 1), seen.length - 1])];
  const right = size.width - RIGHT;
  const pitch = (size.height - TOP - BOTTOM) / rows;
  const largest = Math.max(...seen.flatMap(({ histogram }) => Array.from(histogram)), 1);
  const x = (bin: number, bins: number): number => LEFT + (bin / bins) * (right - LEFT);
  return {
    ...{ size, left: LEFT, right },
    ridges: kept.map((at, row) => {
      const { iteration, histogram } = snapshots[at]!;
      const bars = Array.from(histogram, (n, bin) => ({
        x: x(bin, histogram.length),
        width: Math.max((right - LEFT) / histogram.length - 1, 1),
        height: n === 0 ? 0 : Math.max(Math.sqrt(n / largest) * (pitch - 6), 1),
        isWall: bin === 0 || bin === histogram.length - 1,
      }));
      return { step: iteration, y: TOP + pitch * (row + 1), bars, isLast: at === seen.length - 1 };
    }),
    ticks: [0, 0.5, 1].map((h) => ({ x: LEFT + h * (right - LEFT), label: String(h) })),
    note: `${share(last.undecided)} undecided`,
  };
}

export function ridgesSentence(snapshots: readonly RoundingSnapshot[], shown: number): string {
  const [first, now] = [snapshots[0], snapshots[Math.min(shown, snapshots.length - 1)]];
  if (first === undefined || now === undefined) return 'AdaRound has not run yet.';
  return `After ${count(now.iteration)} steps ${share(now.undecided)} of the weights are undecided, ${share(first.undecided)} at the start.`;
}

export function ridgesTable(snapshots: readonly RoundingSnapshot[]): FrameTable {
  const bins = snapshots[0]?.histogram.length ?? 0;
  return {
    columns: ['Step', ...Array.from({ length: bins }, (_, i) => `h from ${(i / bins).toFixed(2)}`)],
    rows: snapshots.map(({ iteration, histogram }) => [iteration, ...histogram]),
  };
}
