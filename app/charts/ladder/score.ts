import { scaleLinear } from 'd3';
import { type Marker, inkMarker } from '../accuracy/shapes';
import type { Box as Frame } from '../frame/Inspector';
import { decibel, fixed } from '../frame/format';
import { type Family, type LadderInputs, type RungInput, hasNetwork } from './input';
import { type PlacedLabel, placeLabels } from './labels';
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
  readonly label: PlacedLabel & { readonly text: string };
  readonly name: string;
}

interface Place {
  readonly x: number;
  readonly y: number;
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
  /** Each way to share scales through all widths of a code, and the place of every width. */
  readonly families: readonly { readonly id: string; readonly path: string; readonly places: readonly Place[] }[];
  readonly float: { readonly y: number; readonly label: string } | null;
  readonly empty: string | null;
}

/** Decibels that one bit more buys with evenly spread rounding errors: 20 log10 2. */
const DB_PER_BIT = 20 * Math.log10(2);

/** A result to place: more is better upwards, fewer bits are better to the left. */
interface Result {
  readonly one: RungInput;
  readonly place: number;
  readonly bits: number;
  readonly value: number;
  /** Where it is drawn; `value` itself when left out. */
  readonly shown?: number;
  readonly low?: number;
  readonly high?: number;
  readonly text: string;
}

interface Wanted {
  readonly title: string;
  readonly results: readonly Result[];
  readonly selected: string;
  readonly ticks: (value: number) => string;
  readonly domain: readonly [number, number] | null;
  readonly lessIsBetter?: boolean;
  readonly float: { readonly value: number; readonly label: string } | null;
  readonly empty: string;
  readonly xDomain: readonly [number, number];
  readonly families: readonly FamilyLine[];
}

/** Bits and values of a family, ascending in bits. */
interface FamilyLine {
  readonly id: string;
  readonly points: readonly { readonly bits: number; readonly value: number }[];
}

/**
 * Error of this tensor against stored bits, less what every bit buys anyway, so that formats of all widths can be compared;
 * in the worked example, where scales cost more than codes, the plain error.
 */
export function errorPlot(inputs: LadderInputs, frame: Frame): ScorePlot {
  return plotOf(errorsWanted(inputs), frame);
}

function errorsWanted(inputs: LadderInputs): Wanted {
  const { kind, subject, rungs, selected } = inputs;
  const measure = kind === 'example' ? 'weights' : kind;
  const results = rungs.flatMap((one, place): Result[] => {
    if (one.report === null) return [];
    const value = errorOf(measure, one.report, subject);
    const bits = one.report.bitsPerWeight;
    const shown = kind === 'example' ? value : value - DB_PER_BIT * bits;
    return Number.isFinite(value) ? [{ one, place, bits, value, shown, text: `${decibel(value, 1)} dB` }] : [];
  });
  return {
    title: ERROR_NAMES[kind].axis + (kind === 'example' ? ', dB' : ' minus 6.02 dB for each stored bit'),
    results,
    selected,
    ticks: (v) => decibel(v),
    domain: null,
    float: null,
    empty: 'No rung has an error that can be drawn.',
    families: linesOf(inputs, ({ error }) => {
      if (error === null) return null;
      const { bitsPerWeight } = error;
      return { bits: bitsPerWeight, value: errorOf(measure, error, subject) - DB_PER_BIT * bitsPerWeight };
    }),
    xDomain: bitsDomain(inputs),
  };
}

/** What the whole network scores against its stored bits, in the unit of its task. */
export function networkPlot(inputs: LadderInputs, float: number | null, frame: Frame): ScorePlot {
  return plotOf(networkWanted(inputs, float), frame);
}

function networkWanted(inputs: LadderInputs, float: number | null): Wanted {
  const { rungs, selected, task, kind } = inputs;
  const isShare = task.id === 'classify';
  const results = rungs.flatMap((one, place): Result[] => {
    const { score } = one;
    if (score === null) return [];
    const { value, low, high, bitsPerWeight: bits } = score;
    if (!Number.isFinite(value)) return [];
    return [{ one, place, bits, value, low, high, text: `${task.format(value)} ${task.unit}` }];
  });
  return {
    title:
      kind === 'activations'
        ? `${task.metric} with all inputs so quantized, ${task.unit}`
        : `${task.metric} of the whole network, ${task.unit}`,
    results,
    selected,
    ticks: isShare ? (v) => String(Math.round(v * 100)) : (v) => fixed(v, task.higherIsBetter ? 0 : 1),
    domain: isShare ? accuracyDomain(results) : null,
    lessIsBetter: !task.higherIsBetter,
    float: float === null || !Number.isFinite(float) ? null : { value: float, label: `float ${task.format(float)}` },
    empty: 'Not measured yet.',
    families: linesOf(inputs, ({ score }) => score && { bits: score.bitsPerWeight, value: score.value }),
    xDomain: bitsDomain(inputs),
  };
}

/** Which rungs no other beats, in words; nothing has to be placed for that. */
export function scoreSentence(inputs: LadderInputs): string {
  const wanted = [errorsWanted(inputs), ...(hasNetwork(inputs.kind) ? [networkWanted(inputs, null)] : [])];
  const parts = wanted.flatMap(({ title, results, lessIsBetter }) => {
    const front = paretoOf(results, lessIsBetter === true ? -1 : 1);
    const names = results.filter((result) => front.includes(result)).map(({ one }) => one.rung.label);
    return results.length === 0 ? [] : [`${title}: on the Pareto line ${names.join(', ')}`];
  });
  return parts.length === 0 ? 'Nothing is computed yet.' : `${parts.join('. ')}.`;
}

/** The families as far as they are known and can be drawn; one place alone is no line. */
function linesOf(
  { families }: LadderInputs,
  placeOf: (point: Family['points'][number]) => FamilyLine['points'][number] | null,
): FamilyLine[] {
  return families.flatMap(({ id, points }) => {
    const known = points.flatMap((point) => placeOf(point) ?? []).filter(({ value }) => Number.isFinite(value));
    return known.length < 2 ? [] : [{ id, points: known }];
  });
}

/** Down to the tens below the worst result: the ticks say that the axis does not begin at 0. */
function accuracyDomain(results: readonly Result[]): readonly [number, number] {
  const least = Math.min(0.9, ...results.map(({ low, value }) => low ?? value));
  return [Math.max(Math.floor(least * 10) / 10, 0), 1];
}

/** Whole bits around all rungs with room for names at the left, the same for both plots. */
function bitsDomain({ rungs, families }: LadderInputs): readonly [number, number] {
  const all = [
    ...rungs.map(({ report, score }) => ({ error: report, score })),
    ...families.flatMap(({ points }) => points),
  ];
  const bits = all.flatMap(({ error, score }) => [
    ...(error === null ? [] : [error.bitsPerWeight]),
    ...(score === null ? [] : [score.bitsPerWeight]),
  ]);
  return [Math.floor(Math.min(2, ...bits)), Math.ceil(Math.max(10, ...bits))];
}

function plotOf(wanted: Wanted, frame: Frame): ScorePlot {
  const { title, results, selected, ticks, domain, float, empty, xDomain, families, lessIsBetter = false } = wanted;
  const [left, right] = [frame.left + 36, frame.left + frame.width - 12];
  const [top, bottom] = [frame.top + 26, frame.top + frame.height - 36];
  const x = scaleLinear(xDomain, [left, right]);
  const y = scaleLinear(domain ?? rangeOf(results, families, float?.value), [bottom, top]);
  const front = paretoOf(results, lessIsBetter ? -1 : 1);
  const at = results.map(({ one, bits, value, shown = value }) => ({ x: x(bits), y: y(shown), text: one.rung.label }));
  const bounds = { x: left + 2, y: top - 8, width: right - left + 8, height: bottom - top + 6 };
  const floatY = float === null ? null : y(float.value);
  const texts = floatY === null ? [] : [{ x: left, y: floatY - 16, width: 60, height: 16 }];
  const labels = placeLabels(at, bounds, texts);
  const points = results.map((result, i): ScorePoint => {
    const { label, id } = result.one.rung;
    const anchor = at[i] ?? { x: left, y: bottom };
    const placed = labels[i] ?? { ...anchor, leader: null };
    return {
      id,
      x: anchor.x,
      y: anchor.y,
      interval:
        result.low === undefined || result.high === undefined ? null : { low: y(result.low), high: y(result.high) },
      marker: inkMarker(result.place),
      isSelected: id === selected,
      isBest: front.includes(result),
      label: { text: label, ...placed },
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
    // Without results and without a natural range there is nothing to count.
    yTicks: results.length === 0 && domain === null ? [] : y.ticks(4).map((v) => ({ y: y(v), label: ticks(v) })),
    points,
    families: families.map(({ id, points: all }) => {
      const places = all.map(({ bits, value }) => ({ x: x(bits), y: y(value) }));
      return { id, places, path: `M${places.map((at) => `${at.x.toFixed(1)} ${at.y.toFixed(1)}`).join('L')}` };
    }),
    pareto: front
      .map(
        (result, i) =>
          `${i === 0 ? 'M' : 'L'}${x(result.bits).toFixed(1)} ${y(result.shown ?? result.value).toFixed(1)}`,
      )
      .join(''),
    float: float === null || floatY === null ? null : { y: floatY, label: float.label },
    empty: results.length === 0 ? empty : null,
  };
}

function rangeOf(
  results: readonly Result[],
  families: readonly FamilyLine[],
  float: number | undefined,
): readonly [number, number] {
  const shown = [
    ...results.map(({ value, shown: drawn = value }) => drawn),
    ...families.flatMap(({ points }) => points.map(({ value }) => value)),
  ];
  const values = float === undefined ? shown : [...shown, float];
  const [low, high] = [Math.min(...values, Infinity), Math.max(...values, -Infinity)];
  if (!Number.isFinite(low)) return [0, 1];
  return high - low < 1 ? [low - 1, high + 1] : [low - 0.06 * (high - low), high + 0.1 * (high - low)];
}

/** Results that no other beats in both: fewer or as many bits and a better value. Ascending in bits. @param sign -1 where less is better. */
function paretoOf(results: readonly Result[], sign: 1 | -1): Result[] {
  const sorted = [...results].sort((p, q) => p.bits - q.bits || sign * (q.value - p.value));
  let best = -Infinity;
  return sorted.filter(({ value }) => {
    if (sign * value <= best) return false;
    best = sign * value;
    return true;
  });
}
