import { scaleLinear, scaleLog } from 'd3';
import { paretoFront } from '../../../src/search/pareto';
import type { Tick } from '../frame/Axes';
import { fixed, tick } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';

export type CloudKind = 'random' | 'agent' | 'search' | 'uniform';

/** One policy that was scored. */
export interface CloudPoint {
  readonly kind: CloudKind;
  /** Who tried it: a method, or "uniform 4". */
  readonly from: string;
  /** Bits per layer as text. */
  readonly policy: string;
  /** In the unit of the axis. */
  readonly cost: number;
  /** In percent. */
  readonly accuracy: number;
}

export interface CloudInput {
  readonly points: readonly CloudPoint[];
  /** B, or null when it is not scored. */
  readonly b: Omit<CloudPoint, 'kind'> | null;
  /** On the axis; null when the budget is on something else. */
  readonly budget: number | null;
  readonly axis: string;
  readonly size: Size;
}

interface Placed {
  readonly x: number;
  readonly y: number;
}

export interface CloudModel {
  readonly size: Size;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly axis: string;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** In the order of the points of the input, uniform ones included. */
  readonly marks: readonly (Placed & { readonly kind: CloudKind })[];
  readonly uniform: { readonly path: string; readonly labels: readonly (Placed & { readonly text: string })[] };
  readonly front: string;
  readonly b: (Placed & { readonly text: string; readonly anchor: 'start' | 'end' }) | null;
  readonly budget: number | null;
  /** Indices of the marks from left to right, then upwards: how arrow keys walk. */
  readonly order: readonly number[];
}

const LEFT = 34;
const RIGHT = 14;
const TOP = 14;
const BOTTOM = 36;

/** Accuracy against cost on a log scale. Null before anything was scored. */
export function cloudModel({ points, b, budget, axis, size }: CloudInput): CloudModel | null {
  const costs = [
    ...points.map(({ cost }) => cost),
    ...(b === null ? [] : [b.cost]),
    ...(budget === null ? [] : [budget]),
  ];
  if (points.length === 0) return null;
  const [low, high] = [Math.min(...costs) * 0.94, Math.max(...costs) * 1.06];
  const [right, bottom] = [size.width - RIGHT, size.height - BOTTOM];
  const x = scaleLog([low, Math.max(high, low * 1.2)], [LEFT, right]);
  const y = scaleLinear([0, 100], [bottom, TOP]);
  const marks = points.map(({ kind, cost, accuracy }) => ({ kind, x: x(cost), y: y(accuracy) }));
  const uniform = points
    .map((point, at) => ({ ...marks[at]!, point }))
    .filter(({ kind }) => kind === 'uniform')
    .sort((p, q) => p.x - q.x);
  const corners = paretoFront(
    points.map(({ cost }) => cost),
    points.map(({ accuracy }) => accuracy),
  ).map((at) => marks[at]!);
  return {
    size,
    left: LEFT,
    right,
    top: TOP,
    bottom,
    axis,
    xTicks: logTicks(low, high, Math.max(2, Math.floor((right - LEFT) / 70))).map((v) => ({
      at: x(v),
      label: tick(v),
    })),
    yTicks: [0, 25, 50, 75, 100].map((value) => ({ at: y(value), label: String(value) })),
    marks,
    uniform: {
      path: uniform.map((one, at) => `${at === 0 ? 'M' : 'L'}${one.x.toFixed(1)} ${one.y.toFixed(1)}`).join(''),
      labels: uniform.map((one) => ({ x: one.x, y: one.y + 15, text: one.point.from.replace('uniform ', '') })),
    },
    front: staircase(corners, right),
    b:
      b === null
        ? null
        : {
            x: x(b.cost),
            y: y(b.accuracy),
            text: `B ${fixed(b.accuracy, 1)}`,
            anchor: x(b.cost) < (LEFT + right) / 2 ? 'end' : 'start',
          },
    budget: budget === null ? null : x(budget),
    order: marks.map((_, at) => at).sort((p, q) => marks[p]!.x - marks[q]!.x || marks[q]!.y - marks[p]!.y),
  };
}

function staircase(corners: readonly Placed[], right: number): string {
  const [first, ...rest] = corners;
  if (first === undefined) return '';
  const steps = rest.map(({ x, y }) => `H${x.toFixed(1)}V${y.toFixed(1)}`).join('');
  return `M${first.x.toFixed(1)} ${first.y.toFixed(1)}${steps}H${right}`;
}

/** Round numbers of a log axis, no more than fit. */
function logTicks(low: number, high: number, most: number): readonly number[] {
  for (const digits of [[1, 1.5, 2, 2.5, 3, 4, 5, 6, 8], [1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]) {
    const found: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
      for (const digit of digits) found.push(Number((digit * 10 ** power).toPrecision(4)));
    const inside = found.filter((value) => value >= low && value <= high);
    if (inside.length <= most) return inside;
  }
  return [];
}

/** The mark nearest to a place. */
export function nearestMark({ marks }: Pick<CloudModel, 'marks'>, x: number, y: number): number {
  let best = 0;
  marks.forEach((mark, at) => {
    const now = marks[best]!;
    if ((mark.x - x) ** 2 + (mark.y - y) ** 2 < (now.x - x) ** 2 + (now.y - y) ** 2) best = at;
  });
  return best;
}

export function cloudSentence({ points, b, budget, axis }: Omit<CloudInput, 'size'>): string {
  if (points.length === 0) return 'No policy has been scored yet.';
  const inside = points.filter(({ cost, kind }) => kind !== 'uniform' && (budget === null || cost <= budget));
  const best = inside.reduce<CloudPoint | null>(
    (top, one) => (top === null || one.accuracy > top.accuracy ? one : top),
    null,
  );
  const found =
    best === null ? '' : ` The best of a search inside the budget: ${fixed(best.accuracy, 1)} %, by ${best.from}.`;
  const own = b === null ? '' : ` B: ${fixed(b.accuracy, 1)} %.`;
  return `${points.length} policies by accuracy on the search images and ${axis}.${found}${own}`;
}

export function cloudTable({ points, axis }: Pick<CloudInput, 'points' | 'axis'>): FrameTable {
  return {
    columns: ['From', 'Bits per layer', axis, 'Accuracy, %'],
    rows: points.map(({ from, policy, cost, accuracy }) => [from, policy, cost, accuracy]),
  };
}
