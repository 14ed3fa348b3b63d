import type { LayerReport } from '../../../src/jobs/reports';
import type { Frame, Half } from './scales';

/** One quantized value with the number of weights that have it. */
export interface Stem {
  readonly x: number;
  readonly y: number;
}

export interface HalfMarks {
  readonly floatPath: string;
  readonly clippedPath: string;
  /** Quantized counts: stems for few levels, else a step line. */
  readonly stems: readonly Stem[];
  readonly stepPath: string;
  /** Representable levels; empty when they would touch, then `levelSpan` says where they lie. */
  readonly levels: readonly number[];
  readonly levelSpan: readonly [number, number] | null;
}

const MAX_STEMS = 40;
/** Levels closer than this are drawn as one span. */
const MIN_LEVEL_GAP = 2.5;
/** A clipped part is drawn at least this high, or a few weights among many would not be seen. */
const MIN_HATCH = 4;

export function marksOf(report: LayerReport, frame: Frame, half: Half): HalfMarks {
  const few = report.stems !== null && report.stems.values.length <= MAX_STEMS;
  return {
    floatPath: barsPath(report.histogram.float, frame, half),
    clippedPath: hatchPath(report, frame, half),
    stems: few ? stemsOf(report.stems, frame, half) : [],
    stepPath: few ? '' : stepPathOf(report.histogram.quantized, frame, half),
    ...levelMarks(report.levels, frame),
  };
}

/** Largest count of a report in any of its marks. */
export function largestCount({ histogram, stems }: LayerReport): number {
  const few = stems !== null && stems.values.length <= MAX_STEMS;
  const quantized = few ? stems.counts : histogram.quantized;
  return Math.max(1, largest(histogram.float), largest(quantized));
}

function largest(counts: Uint32Array): number {
  return counts.reduce((max, count) => Math.max(max, count), 0);
}

function binEdges(bins: number, { left, right }: Frame): { at: (i: number) => number; gap: number } {
  const width = (right - left) / bins;
  return { at: (i) => left + i * width, gap: width > 3 ? 1 : width * 0.2 };
}

/** A bar for every occupied bin. */
export function barsPath(counts: Uint32Array, frame: Frame, half: Half): string {
  const { at, gap } = binEdges(counts.length, frame);
  let path = '';
  counts.forEach((count, i) => {
    if (count > 0) path += box(at(i), at(i + 1) - gap, frame.axisY, half.y(count));
  });
  return path;
}

/** The clipped weights of a bin are the outer part of its bar. */
function hatchPath({ histogram }: LayerReport, frame: Frame, half: Half): string {
  const { at, gap } = binEdges(histogram.float.length, frame);
  let path = '';
  histogram.clipped.forEach((clipped, i) => {
    const count = histogram.float[i] ?? 0;
    if (clipped === 0 || count === 0) return;
    const tip = half.y(count);
    const inner = half.y(count - clipped);
    const foot = Math.abs(tip - inner) < MIN_HATCH ? tip - half.direction * MIN_HATCH : inner;
    path += box(at(i), at(i + 1) - gap, foot, tip);
  });
  return path;
}

function stemsOf({ values, counts }: NonNullable<LayerReport['stems']>, { x }: Frame, half: Half): Stem[] {
  return Array.from(values, (value, i) => ({ x: x(value), y: half.y(counts[i] ?? 0) }));
}

/** An outline around runs of occupied bins, back to the axis where there is nothing. */
function stepPathOf(counts: Uint32Array, frame: Frame, half: Half): string {
  const { at } = binEdges(counts.length, frame);
  let path = '';
  counts.forEach((count, i) => {
    if (count === 0) return;
    if ((counts[i - 1] ?? 0) === 0) path += `M${round(at(i))} ${round(frame.axisY)}`;
    path += `V${round(half.y(count))}H${round(at(i + 1))}`;
    if ((counts[i + 1] ?? 0) === 0) path += `V${round(frame.axisY)}`;
  });
  return path;
}

function levelMarks(levels: Float32Array, { x }: Frame): Pick<HalfMarks, 'levels' | 'levelSpan'> {
  const first = levels[0];
  const last = levels[levels.length - 1];
  if (first === undefined || last === undefined) return { levels: [], levelSpan: null };
  const apart = (x(last) - x(first)) / Math.max(levels.length - 1, 1);
  if (levels.length > 1 && apart < MIN_LEVEL_GAP) return { levels: [], levelSpan: [x(first), x(last)] };
  return { levels: Array.from(levels, (level) => x(level)), levelSpan: null };
}

function box(x0: number, x1: number, y0: number, y1: number): string {
  return `M${round(x0)} ${round(y0)}H${round(x1)}V${round(y1)}H${round(x0)}Z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
