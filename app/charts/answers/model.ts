import { scaleLinear } from 'd3';
import type { Tick } from '../frame/Axes';
import { fixed } from '../frame/format';
import type { Size } from '../frame/useSize';

/** One answer as the chart sees it. */
export interface AnswerPoint {
  readonly name: string;
  /** Stored bits per weight. */
  readonly bits: number;
  /** In the unit of the chart. */
  readonly value: number;
  /** Whether all goals are met. */
  readonly isMet: boolean;
}

/** What all answers were asked for; null where there is no such goal. */
export interface AnswerBars {
  readonly bits: number | null;
  readonly value: number | null;
}

interface Mark {
  readonly x: number;
  readonly y: number;
  readonly isMet: boolean;
  /** Written beside the mark where there is room; null where there is none. */
  readonly label: { readonly text: string; readonly anchor: 'start' | 'end' } | null;
}

export interface AnswersModel extends Size {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** In the order of the points. */
  readonly marks: readonly Mark[];
  /** Places of the marks from left to right: how arrow keys walk. */
  readonly order: readonly number[];
  readonly bars: { readonly x: number | null; readonly y: number | null };
}

const MARGIN = { left: 44, right: 16, top: 22, bottom: 38 };
/** Width of a letter, height of a line, and the longest name written. */
const LETTER = 6.2;
const LINE = 13;
const MOST_LETTERS = 18;
const GAP = 9;

/** Values against stored bits, one mark for each answer; axes are around the answers and what was asked for. */
export function answersModel(points: readonly AnswerPoint[], bars: AnswerBars, size: Size): AnswersModel {
  const right = Math.max(size.width - MARGIN.right, MARGIN.left + 1);
  const bottom = Math.max(size.height - MARGIN.bottom, MARGIN.top + 1);
  const known = (values: (number | null)[]): number[] => values.filter((value) => value !== null);
  const x = scaleLinear(around(known([...points.map(({ bits }) => bits), bars.bits]), 0.5), [
    MARGIN.left,
    right,
  ]).nice();
  const y = scaleLinear(around(known([...points.map(({ value }) => value), bars.value]), 1), [
    bottom,
    MARGIN.top,
  ]).nice();
  const places = points.map(({ bits, value }) => ({ x: x(bits), y: y(value) }));
  const ticks = (scale: typeof x, most: number): Tick[] =>
    scale.ticks(most).map((value) => ({ at: scale(value), label: scale.tickFormat(most)(value).replace('-', '−') }));
  return {
    ...size,
    ...{ left: MARGIN.left, right, top: MARGIN.top, bottom },
    xTicks: ticks(x, Math.max(2, Math.floor((right - MARGIN.left) / 70))),
    yTicks: ticks(y, Math.max(2, Math.floor((bottom - MARGIN.top) / 40))),
    marks: labelled(points, places, right),
    order: places.map((_, at) => at).sort((p, q) => places[p]!.x - places[q]!.x || places[p]!.y - places[q]!.y),
    bars: { x: bars.bits === null ? null : x(bars.bits), y: bars.value === null ? null : y(bars.value) },
  };
}

function around(values: readonly number[], least: number): [number, number] {
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((high - low) * 0.08, least / 2);
  return [low - room, high + room];
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Names that touch no mark and no name written before. */
function labelled(points: readonly AnswerPoint[], places: readonly Place[], right: number): Mark[] {
  const taken: { left: number; right: number; y: number }[] = [];
  return points.map(({ name, isMet }, at) => {
    const place = places[at]!;
    const text = name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS - 1)}…` : name;
    const width = text.length * LETTER;
    const label = (['start', 'end'] as const).find((anchor) => {
      const from = anchor === 'start' ? place.x + GAP : place.x - GAP - width;
      const isInside = from >= MARGIN.left && from + width <= right;
      const isOver = (box: { left: number; right: number; y: number }): boolean =>
        Math.abs(box.y - place.y) < LINE && box.left < from + width && box.right > from;
      const others = places.filter((_, other) => other !== at).map((o) => ({ left: o.x - 5, right: o.x + 5, y: o.y }));
      if (!isInside || [...taken, ...others].some(isOver)) return false;
      taken.push({ left: from, right: from + width, y: place.y });
      return true;
    });
    return { ...place, isMet, label: label === undefined ? null : { text, anchor: label } };
  });
}

/** The mark nearest to a place. */
export function nearestAnswer({ marks }: Pick<AnswersModel, 'marks'>, x: number, y: number): number {
  const distance = ({ x: px, y: py }: Place): number => (px - x) ** 2 + (py - y) ** 2;
  return marks.reduce((best, mark, at) => (distance(mark) < distance(marks[best]!) ? at : best), 0);
}

/** The main numbers in a sentence. */
export function answersSentence(
  points: readonly AnswerPoint[],
  { unit, judged }: { unit: string; judged: boolean },
): string {
  const best = points.reduce<AnswerPoint | null>(
    (top, one) => (top === null || one.value > top.value ? one : top),
    null,
  );
  if (best === null) return 'No answer to draw.';
  const met = points.filter(({ isMet }) => isMet).length;
  const goals = judged ? ` ${String(met)} meet all goals.` : '';
  return `${String(points.length)} answers by result and stored bits per weight.${goals} The highest: ${fixed(best.value, 1)} ${unit} at ${fixed(best.bits, 2)} bits, by ${best.name}.`;
}
