import { type ScaleLogarithmic, scaleLog } from 'd3';
import type { SideId } from '../../../src/experiment/spec';
import type { LayerReport } from '../../../src/jobs/reports';
import { tick } from '../frame/format';
import { type ReportPair, shownReports } from '../frame/reports';
import type { Size } from '../frame/useSize';
import { type RangeLabel, type ThresholdLine, labelsOf } from './labels';

/** Below half a step a weight becomes 0: the zone of a side that loses whole channels. */
export interface DeadZone {
  readonly side: SideId;
  readonly y: number;
}

export interface RangesModel {
  readonly size: Size;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly y: ScaleLogarithmic<number, number>;
  readonly ticks: readonly { readonly y: number; readonly label: string }[];
  /** Channels by falling largest |w|. */
  readonly order: readonly number[];
  readonly pitch: number;
  readonly bars: string;
  readonly lines: readonly ThresholdLine[];
  readonly zones: readonly DeadZone[];
  readonly labels: readonly RangeLabel[];
}

const LEFT = 38;
const RIGHT = 12;
const TOP = 18;
const BOTTOM = 26;
/** The smallest channel may lie this far below the largest before it runs out of the axis. */
const DECADES = 4;

/** Channels from the widest to the narrowest: largest |w| as bars, thresholds as lines, on a logarithmic axis. */
export function rangesModel(reports: ReportPair, sides: readonly SideId[], size: Size): RangesModel | null {
  const shared = reports.a ?? reports.b;
  if (shared === null || shared.channels.absMax.length === 0) return null;
  const { absMax } = shared.channels;
  const order = channelOrder(absMax);
  const left = LEFT;
  const right = Math.max(size.width - RIGHT, left + 1);
  const bottom = size.height - BOTTOM;
  const y = scaleLog(domainOf(reports, sides, absMax), [bottom, TOP]).clamp(true);
  const pitch = (right - left) / order.length;
  const shown = shownReports(reports, sides);
  const lines = shown.flatMap(({ side, report }) => thresholdLine(side, report, order, left, pitch, y));
  const zones = shown.flatMap(({ side, report }) => deadZone(side, report, y));
  return {
    size,
    left,
    right,
    top: TOP,
    bottom,
    y,
    ticks: logTicks(y).map((v) => ({ y: y(v), label: tick(v) })),
    order,
    pitch,
    bars: barsPath(order, absMax, left, pitch, bottom, y),
    lines,
    zones,
    labels: labelsOf({ shown, order, lines, y, left, right, top: TOP, bottom, pitch }),
  };
}

/** Channel indices by falling largest |w|; equal ones in their own order. */
export function channelOrder(absMax: Float32Array): number[] {
  return Array.from(absMax, (_, i) => i).sort((i, j) => (absMax[j] ?? 0) - (absMax[i] ?? 0) || i - j);
}

/** Everything positive that is drawn, with a little air, at most four decades. */
function domainOf(reports: ReportPair, sides: readonly SideId[], absMax: Float32Array): [number, number] {
  const thresholds = sides.flatMap((side) => Array.from(reports[side]?.channels.threshold ?? []));
  const values = [...absMax, ...thresholds].filter((v) => v > 0 && Number.isFinite(v));
  const high = Math.max(...values, 1e-9) * 1.12;
  const low = Math.min(...values, high) / 1.35;
  return [Math.max(low, high / 10 ** DECADES), high];
}

/** 1, 3, 10, 30 …; over a narrow range 1, 2, 3, 5. */
function logTicks(y: ScaleLogarithmic<number, number>): number[] {
  const [low = 1, high = 10] = y.domain();
  const steps = high / low < 8 ? [1, 1.5, 2, 3, 5, 7] : high / low < 200 ? [1, 3] : [1];
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const all = Array.from({ length: last - first + 1 }, (_, i) => first + i).flatMap((e) =>
    steps.map((m) => m * 10 ** e),
  );
  return all.filter((v) => v >= low && v <= high);
}

function barsPath(
  order: readonly number[],
  absMax: Float32Array,
  left: number,
  pitch: number,
  bottom: number,
  y: (v: number) => number,
): string {
  const gap = pitch > 3 ? 1 : pitch * 0.25;
  return order
    .filter((channel) => (absMax[channel] ?? 0) > 0)
    .map((channel, i) => {
      const x = left + i * pitch;
      return `M${x.toFixed(2)} ${bottom}H${(x + pitch - gap).toFixed(2)}V${y(absMax[channel] ?? 0).toFixed(1)}H${x.toFixed(2)}Z`;
    })
    .join('');
}

function thresholdLine(
  side: SideId,
  { channels, codebook, metrics }: LayerReport,
  order: readonly number[],
  left: number,
  pitch: number,
  y: (v: number) => number,
): ThresholdLine[] {
  const { threshold } = channels;
  if (codebook !== null || !threshold.every((t) => Number.isFinite(t)) || threshold.every((t) => t === 0)) return [];
  if (metrics.scaleCount <= 1) {
    const at = y(threshold[order[0] ?? 0] ?? 0);
    return [{ side, sharedY: at, path: `M${left} ${at.toFixed(1)}H${(left + pitch * order.length).toFixed(1)}` }];
  }
  const points = order.map((channel, i) => {
    const at = y(Math.max(threshold[channel] ?? 0, 1e-12)).toFixed(1);
    return `${i === 0 ? 'M' : 'L'}${(left + i * pitch).toFixed(1)} ${at}H${(left + (i + 1) * pitch).toFixed(1)}`;
  });
  return [{ side, sharedY: null, path: points.join('') }];
}

function deadZone(side: SideId, report: LayerReport, y: ScaleLogarithmic<number, number>): DeadZone[] {
  if (report.metrics.zeroedChannels === 0 || report.metrics.scaleCount !== 1) return [];
  const half = report.roundError.step / 2;
  return half > (y.domain()[0] ?? 0) ? [{ side, y: y(half) }] : [];
}
