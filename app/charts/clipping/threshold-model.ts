import type { SideId } from '../../../src/experiment/spec';
import type { ClipTensorReport } from '../../../src/jobs/clip-reports';
import { share, value } from '../frame/format';
import type { Size } from '../frame/useSize';
import { barsPath } from '../histogram/marks';
import { type Frame, frameOf } from '../histogram/scales';
import { type Arena, codesText, flagText, methodOf, sideOf } from './arena';
import { type Flag, placeFlags } from './flags';

export interface ThresholdFlag extends Flag {
  readonly text: string;
  readonly side: SideId | null;
  /** Baseline of the label, and the upper end of the line. */
  readonly y: number;
  readonly top: number;
  /** Place of the mirrored line below zero; null without codes there. */
  readonly mirror: number | null;
}

export interface ThresholdModel {
  readonly size: Size;
  readonly frame: Frame;
  readonly bars: string;
  /** Bars beyond A's threshold. */
  readonly clippedBars: string;
  /** Areas beyond A's threshold. */
  readonly beyond: readonly { readonly side: 'above' | 'below'; readonly x: number; readonly width: number }[];
  readonly flags: readonly ThresholdFlag[];
  readonly levels: readonly number[];
  readonly levelNote: { readonly text: string; readonly x: number; readonly anchor: 'start' | 'end' } | null;
  readonly clipNote: { readonly text: string; readonly x: number; readonly y: number } | null;
}

const LANE = 18;
/** Kept free even when fewer are used, so that the plot stands still while a threshold is dragged past others. */
const MIN_LANES = 3;
const CHARACTER = 6.2;
const BOLD = 6.7;
const MIN_LEVEL_GAP = 2.5;

/** The histogram with every estimator's threshold. */
export function thresholdModel(arena: Arena, size: Size): ThresholdModel {
  const { tensor, codes } = arena;
  const { low, high } = tensor.histogram;
  const flat = stillOf(tensor, size, 0).frame;
  const shown = arena.methods.map((method) => ({ method, threshold: method.point.threshold }));
  const placed = placeFlags(
    shown.map(({ method, threshold }) => ({
      id: method.id,
      x: flat.x(Math.min(threshold, high)),
      width: flagText(method).length * (sideOf(arena, method.id) === null ? CHARACTER : BOLD),
    })),
    { left: 4, right: size.width - 2 },
  );
  const lanes = Math.max(MIN_LANES, ...placed.map((flag) => flag.lane + 1));
  const top = lanes * LANE + 8;
  const { frame, bars } = stillOf(tensor, size, top);
  const flags = placed.map((flag, i): ThresholdFlag => {
    const y = top - 6 - flag.lane * LANE;
    const { method, threshold } = shown[i]!;
    const mirror = codes.kind !== 'unsigned' && low < 0 ? frame.x(Math.max(-threshold, low)) : null;
    return { ...flag, text: flagText(method), side: sideOf(arena, flag.id), y, top: y - 10, mirror };
  });
  const a = shown.find(({ method }) => method.id === arena.a) ?? null;
  return {
    size,
    frame,
    bars,
    flags,
    ...(a === null ? NOTHING : beyondMarks(arena, a.threshold, frame)),
    ...(a === null ? { levels: [], levelNote: null } : levelMarks(arena, a.threshold, frame)),
  };
}

interface Still {
  readonly frame: Frame;
  readonly bars: string;
}

const drawn = new WeakMap<ClipTensorReport, Map<string, Still>>();
/** Sizes of one tensor that are kept: two are drawn, more while the window is resized. */
const MOST_DRAWN = 8;

/** What stands still while a threshold is dragged: the same objects for the same values in the same room. */
function stillOf(tensor: ClipTensorReport, size: Size, top: number): Still {
  const kept = drawn.get(tensor) ?? new Map<string, Still>();
  const key = `${String(size.width)} ${String(size.height)} ${String(top)}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const { low, high, counts } = tensor.histogram;
  const maxCount = counts.reduce((most, count) => Math.max(most, count), 1);
  const frame = frameOf({ size, sides: ['a'], domain: [low, high], maxCount, top });
  const still = { frame, bars: barsPath(counts, frame, frame.halves[0]!) };
  if (kept.size >= MOST_DRAWN) kept.clear();
  drawn.set(tensor, kept.set(key, still));
  return still;
}

const NOTHING = { clippedBars: '', beyond: [], clipNote: null };

function beyondMarks(arena: Arena, threshold: number, frame: Frame): BeyondMarks {
  const { tensor, codes } = arena;
  const { low, high, counts } = tensor.histogram;
  const from = codes.kind === 'unsigned' ? 0 : -threshold;
  const width = (high - low) / counts.length;
  const outside = counts.map((count, i) => {
    const middle = low + (i + 0.5) * width;
    return middle > threshold || middle < from ? count : 0;
  });
  const [left, right] = [frame.x(Math.max(from, low)), frame.x(Math.min(threshold, high))];
  const beyond = [
    { side: 'above' as const, x: right, width: frame.right - right },
    ...(low < 0 ? [{ side: 'below' as const, x: frame.left, width: left - frame.left }] : []),
  ].filter((area) => area.width > 0.5);
  const clipped = methodOf(arena, arena.a)?.point.clippedShare ?? 0;
  const widest = [...beyond].sort((one, other) => other.width - one.width)[0];
  const text = `A clips ${share(clipped)}`;
  const lines = arena.methods.map(({ point }) => frame.x(Math.min(point.threshold, high)));
  const gap = widest === undefined ? null : widestGap(widest, lines);
  const fits = gap !== null && gap.width > text.length * CHARACTER + 12;
  const y = frame.halves[0]!.edge + 16;
  return {
    clippedBars: barsPath(outside, frame, frame.halves[0]!),
    beyond,
    clipNote: fits ? { text, x: gap.x + gap.width / 2, y } : null,
  };
}

interface Span {
  readonly x: number;
  readonly width: number;
}

/** The widest part of a span that no line crosses. */
function widestGap({ x, width }: Span, lines: readonly number[]): Span {
  const stops = [x, ...lines.filter((line) => line > x && line < x + width), x + width].sort((a, b) => a - b);
  const gaps = stops.slice(1).map((stop, i): Span => ({ x: stops[i]!, width: stop - stops[i]! }));
  return gaps.reduce((best, gap) => (gap.width > best.width ? gap : best));
}

type BeyondMarks = Pick<ThresholdModel, 'clippedBars' | 'beyond' | 'clipNote'>;

function levelMarks(arena: Arena, threshold: number, frame: Frame): Pick<ThresholdModel, 'levels' | 'levelNote'> {
  const { bits, kind } = arena.codes;
  const half = 2 ** (bits - 1);
  const divisor = kind === 'unsigned' ? 2 ** bits - 1 : kind === 'full' ? half : half - 1;
  const [qmin, qmax] = kind === 'unsigned' ? [0, divisor] : [kind === 'full' ? -half : 1 - half, half - 1];
  const step = threshold / divisor;
  const places = Array.from({ length: qmax - qmin + 1 }, (_, i) => frame.x((qmin + i) * step));
  const apart = (places[1] ?? 0) - (places[0] ?? 0);
  const text = `${qmax - qmin} steps of ${value(step)} under A`;
  const end = Math.min(places.at(-1) ?? frame.left, frame.right);
  // The title of the axis stands at the right end of the same line.
  const free = frame.right - arena.subject.axis.length * CHARACTER - 12;
  const right = end + 8 + text.length * BOLD < free;
  return {
    levels: apart < MIN_LEVEL_GAP ? [places[0] ?? 0, places.at(-1) ?? 0] : places,
    levelNote:
      threshold > 0 ? { text, x: right ? end + 8 : Math.min(end, free), anchor: right ? 'start' : 'end' } : null,
  };
}

/** The chart in one sentence. */
export function thresholdSentence(arena: Arena): string {
  const list = arena.methods.map((method) => {
    const side = sideOf(arena, method.id);
    return `${side === null ? '' : `${side.toUpperCase()}: `}${flagText(method)}`;
  });
  return `${arena.subject.title}, ${codesText(arena.codes)}. Thresholds: ${list.join(', ')}.`;
}

/** Thresholds and what they do. */
export function thresholdTable(arena: Arena) {
  return {
    columns: [
      'method',
      'compared as',
      'threshold',
      'step',
      'clipped',
      'clipped, share',
      'MSE',
      'clipping',
      'rounding',
      'SQNR, dB',
    ],
    rows: arena.methods.map(({ id, label, point }) => [
      label,
      sideOf(arena, id)?.toUpperCase() ?? '',
      point.threshold,
      point.step,
      point.clippedCount,
      point.clippedShare,
      point.mse,
      point.clipMse,
      point.roundMse,
      Number.isFinite(point.sqnrDb) ? point.sqnrDb : 'no error',
    ]),
  };
}
