import { type ScaleLinear, scaleLinear } from 'd3';
import type { SideId } from '../../../src/experiment/spec';
import { tick } from '../frame/format';
import type { Size } from '../frame/useSize';

/** One half of the mirrored histogram: A stands on the axis, B hangs from it. */
export interface Half {
  readonly side: SideId;
  /** −1 grows upwards, +1 downwards. */
  readonly direction: -1 | 1;
  /** End of the scale away from the axis. */
  readonly edge: number;
  /** Middle of the grips of the clipping range. */
  readonly gripY: number;
  /** Place of a count; 0 lies on the axis and 1 a little off it, because the scale is logarithmic. */
  readonly y: (count: number) => number;
}

export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly axisY: number;
  readonly bottom: number;
  readonly x: ScaleLinear<number, number>;
  readonly xTicks: readonly { readonly x: number; readonly label: string }[];
  readonly halves: readonly Half[];
  readonly yTicks: readonly { readonly y: number; readonly label: string }[];
}

const LEFT = 46;
const RIGHT = 14;
/** Room for grips above the plot, and for grips and tick labels below it. */
const TOP = 32;
const BOTTOM = 34;
/** Distance of a count of 1 from the axis. */
const FOOT = 9;
const MIN_TICK_GAP = 17;

export interface FrameInput {
  readonly size: Size;
  readonly sides: readonly SideId[];
  readonly domain: readonly [number, number];
  /** Largest count that is drawn. */
  readonly maxCount: number;
  /** Height kept free above the plot; room for a grip unless it is given. */
  readonly top?: number;
}

/** Axes of the mirrored histogram; with one side it is drawn over the whole height. */
export function frameOf({ size, sides, domain, maxCount, top = TOP }: FrameInput): Frame {
  const x = scaleLinear([...domain], [LEFT, Math.max(size.width - RIGHT, LEFT + 1)]);
  const bottom = size.height - BOTTOM;
  const axisY = axisPlace(sides, top, bottom);
  const halves = sides.map((side) => halfOf(side, axisY, side === 'a' ? top : bottom, size.height, maxCount));
  return {
    left: LEFT,
    right: size.width - RIGHT,
    axisY,
    bottom,
    x,
    xTicks: x.ticks(Math.max(2, Math.floor(size.width / 95))).map((v) => ({ x: x(v), label: tick(v) })),
    halves,
    yTicks: halves.flatMap((half) => countTicks(half, axisY, maxCount)),
  };
}

function axisPlace(sides: readonly SideId[], top: number, bottom: number): number {
  if (sides.length === 2) return Math.round((top + bottom) / 2);
  return sides[0] === 'b' ? top : bottom;
}

function halfOf(side: SideId, axisY: number, edge: number, height: number, maxCount: number): Half {
  const direction = side === 'a' ? -1 : 1;
  const reach = Math.abs(edge - axisY) - FOOT;
  const perDecade = reach / Math.max(Math.log10(Math.max(maxCount, 2)), 0.3);
  const y = (count: number) => (count < 1 ? axisY : axisY + direction * (FOOT + Math.log10(count) * perDecade));
  return { side, direction, edge, gripY: side === 'a' ? 22 : height - 22, y };
}

/** Powers of ten, fewer when they would touch. */
function countTicks({ y }: Half, axisY: number, maxCount: number): Frame['yTicks'] {
  const decades = Math.floor(Math.log10(Math.max(maxCount, 1)));
  const gap = decades > 0 ? Math.abs(y(10) - y(1)) : Infinity;
  const every = Math.max(1, Math.ceil(MIN_TICK_GAP / Math.max(gap, 1e-6)));
  return Array.from({ length: decades + 1 }, (_, i) => i)
    .filter((i) => i % every === 0 && Math.abs(y(10 ** i) - axisY) > 4)
    .map((i) => ({ y: y(10 ** i), label: tick(10 ** i) }));
}
