import type { SideId } from '../../../src/experiment/spec';
import type { LayerReport } from '../../../src/jobs/reports';
import type { ReportPair } from '../frame/reports';
import type { Size } from '../frame/useSize';
import { type HalfMarks, largestCount, marksOf } from './marks';
import { type Frame, type Half, frameOf } from './scales';
import { type ThresholdMarks, thresholdMarks } from './thresholds';
import { notesOf } from './words';

export interface Note {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

export interface Centroid {
  readonly index: number;
  readonly value: number;
  readonly count: number;
  readonly x: number;
}

export interface SideModel {
  readonly side: SideId;
  readonly half: Half;
  readonly marks: HalfMarks;
  readonly notes: readonly Note[];
  readonly thresholds: ThresholdMarks | null;
  /** Of a codebook: one marker on the axis for each. */
  readonly centroids: readonly Centroid[];
}

export interface HistogramModel {
  readonly size: Size;
  readonly frame: Frame;
  readonly sides: readonly SideModel[];
}

export interface HistogramInput {
  readonly reports: ReportPair;
  readonly show: 'a' | 'both' | 'b';
  readonly size: Size;
  /** Largest count of the frozen axis while something is dragged. */
  readonly maxCount: number | null;
  /** Where the grips of a side are held. */
  readonly held: { readonly side: SideId; readonly ratio: number } | null;
}

const NOTE_INDENT = 28;
const NOTE_LINE = 15;
/** Plots narrower than this have no room for texts at both sides. */
const MIN_TWO_TAILS = 420;
/** More centroids than this cannot be told apart on the axis. */
const MAX_MARKERS = 64;

/** The mirrored histogram of one layer: float weights in both halves, A above, B below, on the same axes. */
export function histogramModel(input: HistogramInput): HistogramModel | null {
  const { reports, size, show } = input;
  const shared = reports.a ?? reports.b;
  if (shared === null) return null;
  const sides = show === 'both' ? (['a', 'b'] as const) : [show];
  const { low, high } = shared.histogram;
  const frame = frameOf({ size, sides, domain: [low, high], maxCount: input.maxCount ?? tallest(reports) });
  return { size, frame, sides: frame.halves.flatMap((half) => sideModel(half, frame, input)) };
}

/** Largest count of either side, so that both halves keep one scale. */
export function tallest({ a, b }: ReportPair): number {
  return Math.max(a === null ? 1 : largestCount(a), b === null ? 1 : largestCount(b)) * 1.1;
}

function sideModel(half: Half, frame: Frame, { reports, held }: HistogramInput): SideModel[] {
  const report = reports[half.side];
  if (report === null) return [];
  const ratio = held?.side === half.side ? held.ratio : null;
  return [
    {
      side: half.side,
      half,
      marks: marksOf(report, frame, half),
      notes: placeNotes(notesOf(half.side, report), half, frame),
      thresholds: report.codebook === null ? thresholdMarks(report, frame, half, ratio) : null,
      centroids: centroidsOf(report, frame),
    },
  ];
}

/**
 * Over the thin tails: from the top in A, down to the bottom in B. The last line, which splits the error, stands over the
 * right tail where the drawing is wide enough.
 */
function placeNotes(lines: readonly string[], half: Half, frame: Frame): Note[] {
  const isWide = frame.right - frame.left >= MIN_TWO_TAILS;
  const left = isWide ? lines.slice(0, -1) : lines;
  const first = half.direction < 0 ? half.edge + 24 : frame.bottom - 12 - (left.length - 1) * NOTE_LINE;
  const last = first + (left.length - 1) * NOTE_LINE;
  const notes = left.map((text, i): Note => ({
    text,
    x: frame.left + NOTE_INDENT,
    y: first + i * NOTE_LINE,
    anchor: 'start',
  }));
  const split = isWide ? lines.slice(-1) : [];
  return [...notes, ...split.map((text): Note => ({ text, x: frame.right - NOTE_INDENT, y: last, anchor: 'end' }))];
}

function centroidsOf({ codebook }: LayerReport, { x }: Frame): Centroid[] {
  if (codebook === null || codebook.centroids.length > MAX_MARKERS) return [];
  return Array.from(codebook.centroids, (value, index) => ({
    index,
    value,
    count: codebook.counts[index] ?? 0,
    x: x(value),
  }));
}
