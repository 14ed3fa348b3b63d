import { scaleLog } from 'd3';
import type { Tick } from '../frame/Axes';
import { fixed, tick, value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';

/** One layer on a machine: multiply-accumulates for each byte moved, and a second. */
export interface RoofPoint {
  readonly layer: string;
  readonly intensity: number;
  readonly speed: number;
  readonly bound: 'compute' | 'memory';
}

export interface RooflineInput {
  readonly a: readonly RoofPoint[];
  readonly b: readonly RoofPoint[];
  /** Peaks by name, such as "8 / 8 bits". */
  readonly roofs: readonly { readonly label: string; readonly peak: number }[];
  /** Bytes a second; null for a machine without modelled memory. */
  readonly bandwidth: number | null;
  readonly size: Size;
}

export interface RooflineModel {
  readonly size: Size;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly roofs: readonly { readonly label: string; readonly path: string; readonly y: number }[];
  readonly points: readonly {
    readonly layer: string;
    readonly a: { readonly x: number; readonly y: number };
    readonly b: { readonly x: number; readonly y: number };
    readonly isNamed: boolean;
  }[];
}

const LEFT = 44;
const RIGHT = 16;
const TOP = 16;
const BOTTOM = 36;

export function rooflineModel({ a, b, roofs, bandwidth, size }: RooflineInput): RooflineModel {
  const [right, bottom] = [size.width - RIGHT, size.height - BOTTOM];
  const all = [...a, ...b];
  const xs = all.map(({ intensity }) => intensity);
  const ys = [...all.map(({ speed }) => speed), ...roofs.map(({ peak }) => peak)];
  const [x0, x1] = [Math.min(...xs) / 1.5, Math.max(...xs) * 2.2];
  const [y0, y1] = [Math.min(...ys) / 1.6, Math.max(...ys) * 1.5];
  const x = scaleLog([x0, x1], [LEFT, right]).clamp(true);
  const y = scaleLog([y0, y1], [bottom, TOP]).clamp(true);
  const named = new Set<string>();
  const taken: { x: number; y: number }[] = [];
  const points = b.map((point, at) => {
    const placed = { x: x(point.intensity), y: y(point.speed) };
    const isFree = taken.every((other) => Math.abs(other.x - placed.x) > 34 || Math.abs(other.y - placed.y) > 13);
    if (isFree) {
      taken.push(placed);
      named.add(point.layer);
    }
    const from = a[at] ?? point;
    return { layer: point.layer, b: placed, a: { x: x(from.intensity), y: y(from.speed) }, isNamed: isFree };
  });
  return {
    size,
    left: LEFT,
    right,
    top: TOP,
    bottom,
    xTicks: powers(x0, x1).map((v) => ({ at: x(v), label: tick(v) })),
    yTicks: powers(y0, y1).map((v) => ({ at: y(v), label: giga(v) })),
    roofs: roofs.map(({ label, peak }) => ({
      label,
      y: y(peak),
      path: roofPath(peak, bandwidth, { x, y, x0, right }),
    })),
    points,
  };
}

interface RoofScales {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly x0: number;
  readonly right: number;
}

/** Up the slope of the memory to the peak, then level. */
function roofPath(peak: number, bandwidth: number | null, { x, y, x0, right }: RoofScales): string {
  if (bandwidth === null || x0 * bandwidth >= peak) return `M${x(x0).toFixed(1)} ${y(peak).toFixed(1)}H${right}`;
  return `M${x(x0).toFixed(1)} ${y(x0 * bandwidth).toFixed(1)}L${x(peak / bandwidth).toFixed(1)} ${y(peak).toFixed(1)}H${right}`;
}

function powers(low: number, high: number): readonly number[] {
  const found: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++)
    for (const digit of high / low > 5000 ? [1] : high / low > 20 ? [1, 3] : [1, 2, 5]) found.push(digit * 10 ** power);
  return found.filter((one) => one >= low && one <= high);
}

function giga(perSecond: number): string {
  return tick(perSecond / 1e9);
}

export function rooflineSentence(b: readonly RoofPoint[], machine: string): string {
  const memory = b.filter(({ bound }) => bound === 'memory').map(({ layer }) => layer);
  const what =
    memory.length === 0 ? 'arithmetic limits every layer' : `memory limits ${memory.join(', ')}; arithmetic the rest`;
  return `On ${machine} under B, ${what}.`;
}

export function rooflineTable(a: readonly RoofPoint[], b: readonly RoofPoint[]): FrameTable {
  return {
    columns: ['Layer', 'A: MACs a byte', 'A: GMAC/s', 'B: MACs a byte', 'B: GMAC/s', 'B is limited by'],
    rows: b.map(({ layer, intensity, speed, bound }, at) => [
      layer,
      value(a[at]?.intensity ?? NaN),
      fixed((a[at]?.speed ?? NaN) / 1e9, 2),
      value(intensity),
      fixed(speed / 1e9, 2),
      bound,
    ]),
  };
}
