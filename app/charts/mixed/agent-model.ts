import { scaleLinear } from 'd3';
import type { Tick } from '../frame/Axes';
import { fixed, tick } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';

export interface AgentPoint {
  /** In percent. */
  readonly accuracy: number;
  /** Standard deviation of the exploration; null while actions are uniform or there is no agent. */
  readonly noise: number | null;
  readonly inside: boolean;
}

export interface AgentInput {
  readonly points: readonly AgentPoint[];
  readonly total: number;
  /** "episode" or "policy". */
  readonly noun: string;
  /** Uniform policy of the budget, in percent; null while not known. */
  readonly a: number | null;
  /** Place of the best inside the budget. */
  readonly best: number | null;
  readonly shown: number | null;
  readonly hasAgent: boolean;
  readonly size: Size;
}

export interface AgentModel {
  readonly size: Size;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly yTicks: readonly Tick[];
  readonly xTicks: readonly Tick[];
  readonly dots: readonly { readonly x: number; readonly y: number }[];
  readonly mean: string;
  readonly meanEnd: { readonly y: number; readonly text: string } | null;
  readonly noise: string;
  /** Right end of the warm-up. */
  readonly warm: number | null;
  readonly a: { readonly y: number; readonly text: string } | null;
  readonly best: {
    readonly x: number;
    readonly y: number;
    readonly text: string;
    readonly anchor: 'start' | 'end';
  } | null;
  readonly shown: number | null;
  readonly noun: string;
  readonly indexAt: (x: number) => number;
}

/** Policies whose accuracies are averaged for the line. */
const WINDOW = 20;
const LEFT = 32;
const GUTTER = 76;
const TOP = 12;
const BOTTOM = 36;

export function agentModel({ points, total, noun, a, best, shown, hasAgent, size }: AgentInput): AgentModel {
  const [right, bottom] = [size.width - GUTTER, size.height - BOTTOM];
  const x = scaleLinear([0, Math.max(total - 1, 1)], [LEFT, right]);
  const y = scaleLinear([0, 100], [bottom, TOP]);
  const means = points.map((_, at) => {
    const window = points.slice(Math.max(0, at - WINDOW + 1), at + 1);
    return window.reduce((sum, { accuracy }) => sum + accuracy, 0) / window.length;
  });
  const warm = hasAgent ? points.findIndex(({ noise }) => noise !== null) : -1;
  const top = best === null ? undefined : points[best];
  const last = means.at(-1);
  const meanY = last === undefined ? 0 : y(last);
  const aY = a === null ? 0 : y(a);
  const clash = a !== null && last !== undefined && Math.abs(aY - meanY) < 14;
  return {
    size,
    left: LEFT,
    right,
    top: TOP,
    bottom,
    yTicks: [0, 25, 50, 75, 100].map((value) => ({ at: y(value), label: String(value) })),
    xTicks: x.ticks(Math.max(2, Math.floor((right - LEFT) / 70))).map((v) => ({ at: x(v), label: tick(v) })),
    dots: points.map(({ accuracy }, at) => ({ x: x(at), y: y(accuracy) })),
    mean: means.map((mean, at) => `${at === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(mean).toFixed(1)}`).join(''),
    meanEnd: last === undefined ? null : { y: clash && aY > meanY ? aY - 14 : meanY, text: `mean ${fixed(last, 1)}` },
    noise: noisePath(points, x, y),
    warm: !hasAgent || points.length === 0 ? null : x(warm === -1 ? points.length : warm),
    a: a === null ? null : { y: clash && aY <= meanY ? meanY - 14 : aY, text: `A ${fixed(a, 1)}` },
    best:
      top === undefined || best === null
        ? null
        : {
            x: x(best),
            y: y(top.accuracy),
            text: `best ${fixed(top.accuracy, 1)}, ${noun} ${best + 1}`,
            anchor: x(best) > (LEFT + right) / 2 ? 'end' : 'start',
          },
    shown: shown === null ? null : x(shown),
    noun,
    indexAt: (place) => Math.round(x.invert(place)),
  };
}

/** Exploration on the same axis: a standard deviation of 1 would reach 100. */
function noisePath(points: readonly AgentPoint[], x: (at: number) => number, y: (value: number) => number): string {
  let path = '';
  points.forEach(({ noise }, at) => {
    if (noise !== null) path += `${path === '' ? 'M' : 'L'}${x(at).toFixed(1)} ${y(100 * noise).toFixed(1)}`;
  });
  return path;
}

export function agentSentence({
  points,
  total,
  noun,
  best,
}: Pick<AgentInput, 'points' | 'total' | 'noun' | 'best'>): string {
  if (points.length === 0) return 'No search has been run yet.';
  const top = best === null ? undefined : points[best];
  const found =
    top === undefined ? '' : ` Best inside the budget: ${fixed(top.accuracy, 1)} %, ${noun} ${(best ?? 0) + 1}.`;
  return `Accuracy of ${points.length} of ${total} policies in the order they were tried.${found}`;
}

export function agentTable(points: readonly AgentPoint[], noun: string): FrameTable {
  return {
    columns: [noun, 'Accuracy, %', 'Exploration', 'Inside the budget'],
    rows: points.map(({ accuracy, noise, inside }, at) => [at + 1, accuracy, noise ?? '', inside ? 'yes' : 'no']),
  };
}
