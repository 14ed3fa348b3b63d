import { scaleLinear } from 'd3';
import { type Marker, inkMarker } from '../accuracy/shapes';
import { type Box, placeLabel } from '../accuracy/place';
import type { Box as Frame } from '../frame/Inspector';
import { decibel, percent } from '../frame/format';
import type { LadderInputs, RungInput } from './input';
import { ERROR_NAMES, bitsText, errorOf } from './measures';

/** One rung on the score chart. */
export interface ScorePoint {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** Ends of the 95 % interval; null for what has none. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly marker: Marker;
  readonly isSelected: boolean;
  readonly isBest: boolean;
  readonly label: { readonly text: string; readonly x: number; readonly y: number };
  readonly name: string;
}

export interface ScorePlot {
  readonly title: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xTicks: readonly { readonly x: number; readonly label: string }[];
  readonly yTicks: readonly { readonly y: number; readonly label: string }[];
  readonly points: readonly ScorePoint[];
  /** Through the rungs that no other beats in both bits and error. */
  readonly pareto: string;
  readonly float: { readonly y: number; readonly label: string } | null;
  readonly empty: string | null;
}

/** A result to place: more is better upwards, fewer bits are better to the left. */
interface Result {
  readonly one: RungInput;
  readonly place: number;
  readonly bits: number;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly text: string;
}

const CHARACTER = 6.1;

interface Wanted {
  readonly title: string;
  readonly results: readonly Result[];
  readonly selected: string;
  readonly ticks: (value: number) => string;
  readonly domain: readonly [number, number] | null;
  readonly float: number | null;
  readonly empty: string;
  readonly xDomain: readonly [number, number];
}

/** Error of this tensor against stored bits. */
export function errorPlot(inputs: LadderInputs, frame: Frame): ScorePlot {
  const { kind, subject, rungs, selected } = inputs;
  const measure = kind === 'example' ? 'weights' : kind;
  const results = rungs.flatMap((one, place): Result[] => {
    if (one.report === null) return [];
    const value = errorOf(measure, one.report, subject);
    const bits = one.report.bitsPerWeight;
    return Number.isFinite(value) ? [{ one, place, bits, value, text: `${decibel(value, 1)} dB` }] : [];
  });
  return plotOf(
    {
      title: ERROR_NAMES[kind].axis,
      results,
      selected,
      ticks: (v) => decibel(v),
      domain: null,
      float: null,
      empty: 'No rung has an error that can be drawn.',
      xDomain: bitsDomain(rungs),
    },
    frame,
  );
}

/** Accuracy of the whole network against its stored bits. */
export function accuracyPlot(inputs: LadderInputs, float: number | null, frame: Frame): ScorePlot {
  const { rungs, selected } = inputs;
  const results = rungs.flatMap((one, place): Result[] => {
    const { score } = one;
    if (score === null) return [];
    const value = score.correct / score.n;
    return [
      { one, place, bits: score.bitsPerWeight, value, low: score.low, high: score.high, text: `${percent(value)} %` },
    ];
  });
  return plotOf(
    {
      title: 'Accuracy of the whole network, %',
      results,
      selected,
      ticks: (v) => String(Math.round(v * 100)),
      domain: [0, 1],
      float,
      empty: 'Not measured yet.',
      xDomain: bitsDomain(rungs),
    },
    frame,
  );
}

/** Whole bits around all rungs, the same for both plots. */
function bitsDomain(rungs: readonly RungInput[]): readonly [number, number] {
  const bits = rungs.flatMap(({ report, score }) => [
    ...(report === null ? [] : [report.bitsPerWeight]),
    ...(score === null ? [] : [score.bitsPerWeight]),
  ]);
  return [Math.floor(Math.min(3, ...bits)), Math.ceil(Math.max(10, ...bits))];
}

function plotOf({ title, results, selected, ticks, domain, float, empty, xDomain }: Wanted, frame: Frame): ScorePlot {
  const [left, right] = [frame.left + 36, frame.left + frame.width - 12];
  const [top, bottom] = [frame.top + 26, frame.top + frame.height - 36];
  const x = scaleLinear(xDomain, [left, right]);
  const y = scaleLinear(domain ?? rangeOf(results), [bottom, top]);
  if (domain === null) y.nice(4);
  const front = paretoOf(results);
  const at = results.map((result) => ({ x: x(result.bits), y: y(result.value) }));
  const boxes: Box[] = at.map((point) => ({ x: point.x - 7, y: point.y - 7, width: 14, height: 14 }));
  const bounds = { x: left, y: frame.top + 16, width: right - left + 10, height: bottom - frame.top - 16 };
  const points = results.map((result, i): ScorePoint => {
    const { label, id } = result.one.rung;
    const anchor = at[i] ?? { x: left, y: bottom };
    const others = boxes.filter((_, k) => k !== i);
    const box = placeLabel(anchor, label.length * CHARACTER, 14, 9, { bounds, boxes: others, lines: [] });
    boxes.push(box);
    return {
      id,
      ...anchor,
      interval:
        result.low === undefined || result.high === undefined ? null : { low: y(result.low), high: y(result.high) },
      marker: inkMarker(result.place),
      isSelected: id === selected,
      isBest: front.includes(result),
      label: { text: label, x: box.x, y: box.y + 11 },
      name: `${label}: ${result.text} at ${bitsText(result.bits)} stored bits per value${front.includes(result) ? ', on the Pareto line' : ''}`,
    };
  });
  const step = xDomain[1] - xDomain[0] > 12 ? 4 : 1;
  return {
    title,
    left,
    right,
    top,
    bottom,
    xTicks: Array.from(
      { length: Math.floor((xDomain[1] - xDomain[0]) / step) + 1 },
      (_, i) => xDomain[0] + i * step,
    ).map((bits) => ({ x: x(bits), label: String(bits) })),
    yTicks: y.ticks(4).map((v) => ({ y: y(v), label: ticks(v) })),
    points,
    pareto: front
      .map((result, i) => `${i === 0 ? 'M' : 'L'}${x(result.bits).toFixed(1)} ${y(result.value).toFixed(1)}`)
      .join(''),
    float: float === null ? null : { y: y(float), label: `float ${percent(float)}` },
    empty: results.length === 0 ? empty : null,
  };
}

function rangeOf(results: readonly Result[]): readonly [number, number] {
  const values = results.map(({ value }) => value);
  const [low, high] = [Math.min(...values, Infinity), Math.max(...values, -Infinity)];
  if (!Number.isFinite(low)) return [0, 1];
  return high - low < 1 ? [low - 1, high + 1] : [low - 1, high];
}

/** Results that no other beats in both: fewer or as many bits and a larger value. Ascending in bits. */
function paretoOf<T extends { readonly bits: number; readonly value: number }>(results: readonly T[]): T[] {
  const sorted = [...results].sort((p, q) => p.bits - q.bits || q.value - p.value);
  let best = -Infinity;
  return sorted.filter(({ value }) => {
    if (value <= best) return false;
    best = value;
    return true;
  });
}
