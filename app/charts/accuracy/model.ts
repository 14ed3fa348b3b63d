import { group, line, range, scaleLinear } from 'd3';
import type { SideId } from '../../../src/experiment/spec';
import type { SweepPoint } from '../../store/state';
import type { Tick } from '../frame/Axes';
import type { Size } from '../frame/useSize';
import type { Score } from '../../store/state';
import type { AccuracyInput } from './input';
import { type Box, type Point, placeLabel } from './place';
import { type Marker, SIDE_MARKERS, inkMarker } from './shapes';
import { techniqueKey } from './technique';
import { pointName, sentence } from './words';

export type Tone = SideId | 'ink';

export interface Mark extends Point {
  /** Place in `AccuracyInput.points`. */
  readonly index: number;
  /** Ends of the 95 % interval, pixels. */
  readonly low: number;
  readonly high: number;
  /** Everything about the point in one sentence. */
  readonly name: string;
  /** "84.8 at 3.06 bits". */
  readonly value: string;
}

export interface Curve {
  readonly id: string;
  readonly label: string;
  readonly tone: Tone;
  readonly marker: Marker;
  readonly path: string;
  readonly marks: readonly Mark[];
}

export interface Ring extends Point {
  readonly side: SideId;
  readonly marker: Marker;
  readonly old: boolean;
  readonly low: number;
  readonly high: number;
  readonly label: { readonly text: string; readonly x: number; readonly y: number };
}

/** The name of a curve in ink beside its marker, in the empty part of the plot. */
export interface CurveName extends Point {
  readonly id: string;
  readonly label: string;
  readonly marker: Marker;
}

export interface AccuracyModel extends Size {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly float: { readonly y: number; readonly label: string } | null;
  /** What guessing gives; null where there is no such thing, or while the classes are unknown. */
  readonly chance: { readonly y: number; readonly label: string } | null;
  readonly curves: readonly Curve[];
  readonly names: readonly CurveName[];
  readonly rings: readonly Ring[];
  readonly summary: string;
}

const MARGIN = { left: 38, right: 14, top: 12, bottom: 38 };
/** The axis covers at least these bits, so that it stands still while points come in. */
const LEAST_DOMAIN = [2, 9] as const;
/** Bits by which a point may stand outside of the axis. */
const OVERHANG = 0.1;
const MOST_TICKS = 10;
const NAME_ROW = 16;
/** Width of a character of 11 and 13 px text, generously. */
const CHARACTER = { name: 5.9, label: 7.2 };
const CHANCE_ROW = 22;

/** The value of the task against stored bits per weight: curves of the sweep, present results, float and chance. */
export function accuracyModel(input: AccuracyInput, size: Size): AccuracyModel {
  const frame = {
    left: MARGIN.left,
    right: Math.max(size.width - MARGIN.right, MARGIN.left + 1),
    top: MARGIN.top,
    bottom: Math.max(size.height - MARGIN.bottom, MARGIN.top + 1),
  };
  const domain = domainOf(input);
  const x = scaleLinear(domain, [frame.left, frame.right]);
  const { task } = input;
  const axis = task.axis(valuesOf(input), input.classes);
  // A value without end, as that of a picture without error, stands at the edge.
  const y = scaleLinear(axis.domain, [frame.bottom, frame.top]).clamp(true);
  const curves = curvesOf(input, x, y);
  const float = input.float === null ? null : floatLine(input.float, task, y);
  const rings = ringsOf(input, { x, y, frame, curves, floatLabel: floatBox(float, frame.left) });
  return {
    ...size,
    ...frame,
    xTicks: ticksOf(domain).map((bits) => ({ at: x(bits), label: String(bits) })),
    yTicks: axis.ticks.map(({ value, label }) => ({ at: y(value), label })),
    float,
    chance: axis.guess && { y: y(axis.guess.value), label: axis.guess.label },
    curves,
    names: namesOf(curves, frame, rings, task.higherIsBetter),
    rings,
    summary: sentence(input),
  };
}

function valuesOf({ points, present, float }: AccuracyInput): number[] {
  const shown = [...points, ...Object.values(present)].map(({ score }) => score.value);
  return float === null ? shown : [...shown, float.value];
}

/** No line where float is the measure itself. */
function floatLine(float: Score, task: AccuracyInput['task'], y: Scale): AccuracyModel['float'] {
  return Number.isFinite(float.value) ? { y: y(float.value), label: `float ${task.format(float.value)}` } : null;
}

/** Whole bits around all results; the cost of scales, a few hundredths of a bit, does not add a whole one. */
function domainOf({ points, present }: AccuracyInput): readonly [number, number] {
  const bits = [...points, ...Object.values(present)].map(({ bitsPerWeight }) => bitsPerWeight);
  return [
    Math.min(LEAST_DOMAIN[0], ...bits.map((value) => Math.floor(value + OVERHANG))),
    Math.max(LEAST_DOMAIN[1], ...bits.map((value) => Math.ceil(value - OVERHANG))),
  ];
}

function ticksOf([low, high]: readonly [number, number]): number[] {
  const step = [1, 2, 4, 8].find((width) => (high - low) / width <= MOST_TICKS) ?? 16;
  return range(Math.ceil(low / step) * step, high + 1, step);
}

type Scale = (value: number) => number;

function curvesOf({ task, points, present }: AccuracyInput, x: Scale, y: Scale): Curve[] {
  const tones = new Map(
    (['b', 'a'] as const).flatMap((id) => (present[id] ? [[techniqueKey(present[id].side), id]] : [])),
  );
  const draw = line<Mark>(
    (mark) => mark.x,
    (mark) => mark.y,
  );
  let inks = 0;
  const series = group(
    points.map((point, index) => ({ point, index })),
    ({ point }) => point.series,
  );
  return [...series].map(([id, members]) => {
    const first = members[0]!.point;
    const tone: Tone = tones.get(techniqueKey(first.side)) ?? 'ink';
    const marks = members.map(({ point, index }) => markOf(task, point, index, { x, y })).sort((p, q) => p.x - q.x);
    return {
      id,
      label: first.label,
      tone,
      marker: tone === 'ink' ? inkMarker(inks++) : SIDE_MARKERS[tone],
      path: draw(marks) ?? '',
      marks,
    };
  });
}

function markOf(
  task: AccuracyInput['task'],
  point: SweepPoint,
  index: number,
  { x, y }: { readonly x: Scale; readonly y: Scale },
): Mark {
  const { score, bitsPerWeight } = point;
  return {
    index,
    x: x(bitsPerWeight),
    y: y(score.value),
    low: y(score.low),
    high: y(score.high),
    name: pointName(point, task),
    value: `${task.format(score.value)} at ${bitsPerWeight.toFixed(2)} bits`,
  };
}

interface Placing {
  readonly x: Scale;
  readonly y: Scale;
  readonly frame: Pick<AccuracyModel, 'left' | 'right' | 'top' | 'bottom'>;
  readonly curves: readonly Curve[];
  readonly floatLabel: Box | null;
}

function ringsOf({ task, present }: AccuracyInput, { x, y, frame, curves, floatLabel }: Placing): Ring[] {
  const bounds = {
    x: frame.left,
    y: frame.top - 8,
    width: frame.right - frame.left + 10,
    height: frame.bottom - frame.top + 8,
  };
  const lines = curves.map(({ marks }) => marks);
  const sides = (['a', 'b'] as const).flatMap((side) => {
    const result = present[side];
    return result ? [{ side, result, at: { x: x(result.bitsPerWeight), y: y(result.score.value) } }] : [];
  });
  const boxes = sides.map(({ at }) => ({ x: at.x - 8, y: at.y - 8, width: 16, height: 16 }));
  if (floatLabel) boxes.push(floatLabel);
  return sides.map(({ side, result, at }) => {
    const text = `${side.toUpperCase()} ${task.format(result.score.value)}`;
    const box = placeLabel(at, text.length * CHARACTER.label, 16, 12, { bounds, boxes, lines });
    boxes.push(box);
    const { low, high } = result.score;
    return {
      side,
      ...at,
      marker: SIDE_MARKERS[side],
      old: result.old,
      low: y(low),
      high: y(high),
      label: { text, x: box.x, y: box.y + 12 },
    };
  });
}

function floatBox(float: AccuracyModel['float'], left: number): Box | null {
  return float && { x: left + 4, y: float.y - 17, width: float.label.length * CHARACTER.name, height: 14 };
}

/**
 * Curves end together near the float value, so that no end can carry a name; on its other side the plot is empty: below the
 * curves where higher is better, else above them. There the names stand right-aligned in one column, or two, highest curve
 * first.
 */
function namesOf(
  curves: readonly Curve[],
  frame: Placing['frame'],
  rings: readonly Ring[],
  isBelow: boolean,
): CurveName[] {
  const inks = curves.filter(({ tone }) => tone === 'ink').sort((p, q) => lowest(q) - lowest(p));
  const at = (part: number): number => frame.bottom - part * (frame.bottom - frame.top);
  const busy = rings.filter(({ y }) => y < at(0.72)).map(({ label }) => label.y);
  const top = isBelow ? Math.max(at(0.72), ...busy) + 10 : at(0.9) + CHANCE_ROW;
  const bottom = isBelow ? at(0.1) - CHANCE_ROW : at(0.28);
  const rows = Math.max(1, Math.floor((bottom - top) / NAME_ROW) + 1);
  const width = 22 + CHARACTER.name * Math.max(0, ...inks.map(({ label }) => label.length));
  const columns = frame.right - frame.left > 3 * width ? 2 : 1;
  const used = Math.min(inks.length, rows * columns);
  const perColumn = Math.ceil(used / columns);
  return inks.slice(0, used).map(({ id, label, marker }, i) => ({
    id,
    label,
    marker,
    x: frame.right - width * (columns - Math.floor(i / perColumn)) + 6,
    y: isBelow ? bottom - (perColumn - 1 - (i % perColumn)) * NAME_ROW : top + (i % perColumn) * NAME_ROW,
  }));
}

/** Height of the point with the fewest bits, where curves are furthest apart. */
function lowest({ marks }: Curve): number {
  return -(marks[0]?.y ?? 0);
}
