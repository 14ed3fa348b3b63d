import type { BinaryLayerReport } from '../../../src/jobs/binary-reports';
import { count, fixed, share, value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';
import { barsPath } from '../histogram/marks';
import { type Frame, frameOf } from '../histogram/scales';

/** The settings that a reader moves: α of A and Δ of B, both in units of mean |w|. */
export interface LevelSettings {
  readonly alpha: number;
  readonly factor: number;
}

interface Stem {
  readonly x: number;
  readonly y: number;
  /** Ends of the α of single filters, where each has its own. */
  readonly span: readonly [number, number] | null;
}

export interface WeightsModel {
  readonly size: Size;
  readonly frame: Frame;
  readonly upper: string;
  readonly lower: string;
  /** The part of the lower bars that becomes 0. */
  readonly zeroed: string;
  readonly binary: readonly Stem[];
  readonly ternary: readonly Stem[];
  /** Places of −Δ and +Δ, and of +α of A. */
  readonly thresholds: readonly [number, number];
  readonly alphaX: number;
  readonly notes: { readonly a: readonly string[]; readonly b: readonly string[]; readonly beyond: readonly string[] };
}

/** Plots narrower than this have no room for a note of A and one of the axis in the same line. */
const NARROW = 340;

/** Index of a factor in the curve, which has one entry a hundredth. */
export function curveIndex({ curve }: BinaryLayerReport, factor: number): number {
  return Math.min(Math.max(Math.round(factor * 100), 0), curve.error.length - 1);
}

/** Relative squared error of ±c α, with α the mean |w| of each group: exact, as the error is a parabola in c. */
export function binaryError({ meanSquare, meanSquaredScale }: BinaryLayerReport, c: number): number {
  return meanSquare === 0 ? 0 : 1 - ((2 * c - c * c) * meanSquaredScale) / meanSquare;
}

export function weightsModel(report: BinaryLayerReport, { alpha, factor }: LevelSettings, size: Size): WeightsModel {
  const { histogram, curve, meanSize, n } = report;
  const at = curveIndex(report, factor);
  const levels = ternaryLevels(report, at);
  const negatives = curve.negatives[0] ?? 0;
  const most = histogram.counts.reduce((max, c) => Math.max(max, c), n);
  const { limit } = histogram;
  const frame = frameOf({ size, sides: ['a', 'b'], domain: [-limit, limit], maxCount: most, top: 44 });
  const [upper, lower] = frame.halves as [Frame['halves'][number], Frame['halves'][number]];
  const delta = factor * meanSize;
  const width = (2 * limit) / histogram.counts.length;
  const inside = histogram.counts.map((c, i) => (Math.abs(-limit + (i + 0.5) * width) <= delta ? c : 0));
  const x = (v: number): number => Math.min(Math.max(frame.x(v), frame.left), frame.right);
  const spread = (sign: 1 | -1, i: number, c = 1): Stem['span'] =>
    report.scales === 1 ? null : [x(sign * c * (curve.alphaLow[i] ?? 0)), x(sign * c * (curve.alphaHigh[i] ?? 0))];
  const scale = alpha * (curve.alpha[0] ?? 0);
  return {
    size,
    frame,
    upper: barsPath(histogram.counts, frame, upper),
    lower: barsPath(histogram.counts, frame, lower),
    zeroed: barsPath(inside, frame, lower),
    binary: [
      { x: x(-scale), y: upper.y(negatives), span: spread(-1, 0, alpha) },
      { x: x(scale), y: upper.y(n - negatives), span: spread(1, 0, alpha) },
    ],
    ternary: [
      { x: x(-levels.alpha), y: lower.y(levels.negatives), span: spread(-1, at) },
      { x: x(0), y: lower.y(levels.zeros), span: null },
      { x: x(levels.alpha), y: lower.y(levels.positives), span: spread(1, at) },
    ],
    thresholds: [x(-delta), x(delta)],
    alphaX: x(scale),
    notes: { ...notesOf(report, { alpha, factor }, at, scale), beyond: beyondOf(report, size.width < NARROW) },
  };
}

function ternaryLevels({ curve, n }: BinaryLayerReport, at: number) {
  const [negatives, positives] = [curve.negatives[at] ?? 0, curve.positives[at] ?? 0];
  return { negatives, positives, zeros: n - negatives - positives, alpha: curve.alpha[at] ?? 0 };
}

function notesOf(
  report: BinaryLayerReport,
  { alpha, factor }: LevelSettings,
  at: number,
  scale: number,
): Pick<WeightsModel['notes'], 'a' | 'b'> {
  const { curve, scales } = report;
  const mean = scales === 1 ? '' : 'mean ';
  return {
    a: [
      'A: binary, two levels',
      `${alpha === 1 ? `${mean}α = mean |w|` : `${mean}α = ${fixed(alpha, 2)} mean |w|`} = ${value(scale)}`,
      `error ${fixed(binaryError(report, alpha), 3)}`,
    ],
    b: [
      'B: ternary, three levels',
      `Δ = ${fixed(factor, 2)} mean |w|`,
      `${mean}α = ${value(curve.alpha[at] ?? 0)}`,
      `${share(curve.zeros[at] ?? 0)} become 0`,
      `error ${fixed(curve.error[at] ?? 0, 3)}`,
    ],
  };
}

/** Weights that the axis leaves out, in one line or, where that would reach into the note of A, in two. */
function beyondOf({ beyond, histogram, largest }: BinaryLayerReport, isNarrow: boolean): readonly string[] {
  if (beyond === 0) return [];
  const parts = [`${count(beyond)} beyond ±${value(histogram.limit)}`, `largest ${value(largest)}`];
  return isNarrow ? parts : [parts.join(', ')];
}

export function weightsSentence(layer: string, report: BinaryLayerReport, settings: LevelSettings): string {
  const { a, b } = notesOf(
    report,
    settings,
    curveIndex(report, settings.factor),
    settings.alpha * (report.curve.alpha[0] ?? 0),
  );
  return `${count(report.n)} weights of ${layer}. ${a.join(', ')}. ${b.join(', ')}. Errors are squared errors over the energy of the weights.`;
}

export function weightsTable(report: BinaryLayerReport, { alpha, factor }: LevelSettings): FrameTable {
  const at = curveIndex(report, factor);
  const { negatives, positives, zeros, alpha: level } = ternaryLevels(report, at);
  const below = report.curve.negatives[0] ?? 0;
  const scale = alpha * (report.curve.alpha[0] ?? 0);
  return {
    columns: ['Format', 'Level (mean over the filters)', 'Weights'],
    rows: [
      ['binary', -scale, below],
      ['binary', scale, report.n - below],
      ['ternary', -level, negatives],
      ['ternary', 0, zeros],
      ['ternary', level, positives],
    ],
  };
}
