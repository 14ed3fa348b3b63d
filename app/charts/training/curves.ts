import { scaleLinear, scaleLog } from 'd3';
import type { SideId } from '../../../src/experiment/spec';
import { count, fixed, percent, tick } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';

export type CurveId = SideId | 'float';

/** One run as it is drawn. */
export interface Curve {
  readonly id: CurveId;
  /** Loss of each step, NaN where not known. */
  readonly losses: readonly number[];
  /** Shares of right predictions. */
  readonly points: readonly { readonly step: number; readonly accuracy: number; readonly images: number }[];
  readonly step: number;
  readonly steps: number;
  /** Still to run, as against finished or stopped. */
  readonly isActive: boolean;
  /** Belongs to older settings. */
  readonly isOld: boolean;
}

export interface CurvesInput {
  readonly curves: readonly Curve[];
  /** Accuracy without training, as the Lab measures it. */
  readonly untrained: readonly { readonly id: SideId; readonly accuracy: number }[];
  /** Steps that a run would take; the axis before there is one. */
  readonly planned: number;
  /** Step of the rule; null while there is none. */
  readonly shownStep: number | null;
  readonly size: Size;
}

interface Label {
  readonly id: string;
  readonly tone: 'a' | 'b' | 'ink';
  readonly text: string;
  readonly strong: boolean;
  readonly y: number;
}

interface Pane {
  readonly top: number;
  readonly bottom: number;
  readonly title: string;
  readonly ticks: readonly { readonly y: number; readonly label: string }[];
  readonly lines: readonly { readonly id: CurveId; readonly path: string; readonly isOld: boolean }[];
  readonly labels: readonly Label[];
}

export interface CurvesModel {
  readonly size: Size;
  readonly left: number;
  readonly right: number;
  readonly accuracy: Pane;
  readonly loss: Pane;
  /** Measured points of the accuracy. */
  readonly dots: readonly { readonly id: CurveId; readonly x: number; readonly y: number }[];
  readonly levels: readonly { readonly id: SideId; readonly y: number }[];
  readonly xTicks: readonly { readonly x: number; readonly label: string }[];
  /** Left end of the part still to run; null when nothing runs. */
  readonly todo: number | null;
  readonly rule: number | null;
  /** Every step at which something was measured, ascending, and its place. */
  readonly stops: readonly { readonly step: number; readonly x: number }[];
}

/** Steps whose losses are averaged for one point of the line. */
const SMOOTHING = 15;

const LEFT = 40;
const TOP = 22;
const BOTTOM = 24;
const GAP = 34;
const GUTTER = 112;
const LABEL_GAP = 14;
const NAMES: Readonly<Record<CurveId, string>> = { a: 'A', b: 'B', float: 'float' };

/**
 * Two panes over one axis of steps: measured accuracy above, training loss on a log scale below. Before any run the accuracy
 * that training starts from; null where that is not known either.
 */
export function curvesModel(input: CurvesInput): CurvesModel | null {
  const { curves, untrained, planned, size, shownStep } = input;
  const steps = curves.length === 0 && untrained.length > 0 ? planned : Math.max(...curves.map((one) => one.steps), 0);
  if (steps === 0) return null;
  const right = size.width - GUTTER;
  const x = scaleLinear([0, steps], [LEFT, right]);
  const plot = size.height - TOP - BOTTOM - GAP;
  const split = TOP + Math.round(plot * 0.58);
  const accuracy = accuracyPane(curves, untrained, x, TOP, split);
  const loss = lossPane(curves, x, split + GAP, size.height - BOTTOM);
  const active = curves.find((curve) => curve.isActive && !curve.isOld);
  return {
    size,
    left: LEFT,
    right,
    ...accuracy,
    loss,
    xTicks: x.ticks(Math.max(2, Math.floor((right - LEFT) / 70))).map((step) => ({ x: x(step), label: tick(step) })),
    todo: active === undefined ? null : x(active.step),
    rule: shownStep === null ? null : x(shownStep),
    stops: stopsOf(curves).map((step) => ({ step, x: x(step) })),
  };
}

/** Steps at which any run was measured. */
function stopsOf(curves: readonly Pick<Curve, 'points'>[]): readonly number[] {
  return [...new Set(curves.flatMap(({ points }) => points.map(({ step }) => step)))].sort((a, b) => a - b);
}

type Place = (value: number) => number;

function accuracyPane(
  curves: readonly Curve[],
  untrained: CurvesInput['untrained'],
  x: Place,
  top: number,
  bottom: number,
): Pick<CurvesModel, 'accuracy' | 'dots' | 'levels'> {
  const values = [
    ...curves.flatMap((curve) => curve.points.map((point) => point.accuracy)),
    ...untrained.map((u) => u.accuracy),
  ];
  const low = values.length === 0 ? 0 : Math.max(0, Math.floor(Math.min(...values) * 20 - 0.5) / 20);
  const high = Math.min(1, values.length === 0 ? 1 : Math.ceil(Math.max(...values) * 20 + 0.2) / 20);
  const y = scaleLinear([low, Math.max(high, low + 0.05)], [bottom, top]);
  const labels = [
    ...curves.flatMap(({ id, points }): Label[] => {
      const last = points.at(-1);
      if (last === undefined) return [];
      return [
        {
          id,
          tone: toneOf(id),
          text: `${NAMES[id]} ${percent(last.accuracy)}`,
          strong: id !== 'float',
          y: y(last.accuracy),
        },
      ];
    }),
    ...untrained.map(({ id, accuracy }): Label => {
      return {
        id: `untrained ${id}`,
        tone: 'ink',
        text: `${NAMES[id]} PTQ ${percent(accuracy)}`,
        strong: false,
        y: y(accuracy),
      };
    }),
  ];
  return {
    accuracy: {
      top,
      bottom,
      title: 'accuracy, %',
      ticks: y.ticks(4).map((value) => ({ y: y(value), label: tick(Math.round(value * 1000) / 10) })),
      lines: curves.map(({ id, points, isOld }) => ({
        id,
        isOld,
        path: pathOf(points.map((p) => [x(p.step), y(p.accuracy)])),
      })),
      labels: spread(labels, top, bottom),
    },
    dots: curves.flatMap(({ id, points }) => points.map((p) => ({ id, x: x(p.step), y: y(p.accuracy) }))),
    levels: untrained.map(({ id, accuracy }) => ({ id, y: y(accuracy) })),
  };
}

function lossPane(curves: readonly Curve[], x: Place, top: number, bottom: number): Pane {
  const smooth = curves.map((curve) => ({ curve, points: smoothed(curve.losses) }));
  const values = smooth.flatMap(({ points }) => points.map(([, loss]) => loss)).filter((loss) => loss > 0);
  const [low, high] = values.length === 0 ? [0.1, 1] : [Math.min(...values) * 0.9, Math.max(...values) * 1.1];
  const y = scaleLog([low, Math.max(high, low * 2)], [bottom, top]).clamp(true);
  const labels = smooth.flatMap(({ curve: { id }, points }): Label[] => {
    const last = points.at(-1);
    if (last === undefined) return [];
    return [{ id, tone: toneOf(id), text: `${NAMES[id]} ${fixed(last[1], 2)}`, strong: id !== 'float', y: y(last[1]) }];
  });
  return {
    top,
    bottom,
    title: `training loss, log scale, mean of ${SMOOTHING} steps`,
    ticks: values.length === 0 ? [] : logTicks(low, high).map((value) => ({ y: y(value), label: tick(value) })),
    lines: smooth.map(({ curve: { id, isOld }, points }) => ({
      id,
      isOld,
      path: pathOf(points.map(([step, loss]) => [x(step), y(loss)])),
    })),
    labels: spread(labels, top, bottom),
  };
}

/** [step, mean loss of the SMOOTHING steps up to it]; steps that are not known are left out. */
function smoothed(losses: readonly number[]): readonly (readonly [number, number])[] {
  const known: [number, number][] = [];
  const window: number[] = [];
  losses.forEach((loss, index) => {
    if (!Number.isFinite(loss)) return;
    window.push(loss);
    if (window.length > SMOOTHING) window.shift();
    known.push([index + 1, window.reduce((sum, one) => sum + one, 0) / window.length]);
  });
  return known;
}

/** About three to five round numbers, closer ones where the axis spans less than a decade. */
function logTicks(low: number, high: number): readonly number[] {
  const digits =
    high / low > 8 ? [1, 2, 5] : high / low > 3 ? [1, 1.5, 2, 3, 5, 7] : [1, 1.2, 1.5, 1.8, 2, 2.5, 3, 4, 5, 6, 8];
  const found: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const digit of digits) found.push(Number((digit * 10 ** power).toPrecision(3)));
  }
  return found.filter((value) => value >= low && value <= high);
}

/** Moves labels apart until none overlaps, keeping their order. */
function spread(labels: readonly Label[], top: number, bottom: number): readonly Label[] {
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  const placed: number[] = [];
  sorted.forEach(({ y }, index) => placed.push(Math.max(y, (placed[index - 1] ?? -Infinity) + LABEL_GAP)));
  for (let index = placed.length - 1; index >= 0; index--) {
    const most = index === placed.length - 1 ? bottom : (placed[index + 1] ?? bottom) - LABEL_GAP;
    placed[index] = Math.max(Math.min(placed[index] ?? top, most), top - LABEL_GAP);
  }
  return sorted.map((label, index) => ({ ...label, y: placed[index] ?? label.y }));
}

function toneOf(id: CurveId): Label['tone'] {
  return id === 'float' ? 'ink' : id;
}

function pathOf(points: readonly (readonly [number, number])[]): string {
  return points.map(([px, py], index) => `${index === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`).join('');
}

/** The main numbers in one sentence. */
export function curvesSentence(curves: readonly Curve[]): string {
  const parts = curves.flatMap(({ id, points, step, steps }) => {
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined) return [];
    const name = id === 'float' ? 'The float control' : `Recipe ${NAMES[id]}`;
    return [
      `${name} went from ${percent(first.accuracy)} to ${percent(last.accuracy)} % in ${count(step)} of ${count(steps)} steps.`,
    ];
  });
  return parts.length === 0 ? 'No training has been measured yet.' : parts.join(' ');
}

export function curvesTable(curves: readonly Curve[]): FrameTable {
  const rows = curves.flatMap(({ id, points, losses }) => {
    const means = new Map(smoothed(losses));
    return points.map(({ step, accuracy, images }) => [NAMES[id], step, accuracy, images, means.get(step) ?? '']);
  });
  return { columns: ['Run', 'Step', 'Accuracy', 'Test images', `Training loss, mean of ${SMOOTHING} steps`], rows };
}
