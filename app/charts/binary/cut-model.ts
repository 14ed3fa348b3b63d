import type { BinaryLayerReport } from '../../../src/jobs/binary-reports';
import { fixed, percent } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';
import { type Plot, areaPath, linePath, plotOf } from '../clipping/plot';
import { binaryError, curveIndex } from './weights-model';

export type CurveKind = 'threshold' | 'alpha';

export interface CutMark {
  readonly id: 'a' | 'b' | 'rule' | 'optimum';
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
  readonly anchor: 'start' | 'end' | 'middle';
  readonly labelX: number;
  readonly labelY: number;
}

export interface CutModel {
  readonly plot: Plot;
  readonly path: string;
  /** Share of zeros, on the same x. */
  readonly strip: { readonly plot: Plot; readonly area: string; readonly now: string } | null;
  readonly marks: readonly CutMark[];
  /** The mark that is dragged. */
  readonly grip: { readonly x: number; readonly from: number; readonly to: number };
  readonly xTitle: string;
}

const STRIP = 64;
const MARGIN = { left: 40, right: 16, top: 34, bottom: 34 };

export function cutModel(kind: CurveKind, report: BinaryLayerReport, now: number, size: Size): CutModel {
  return kind === 'threshold' ? thresholdModel(report, now, size) : alphaModel(report, now, size);
}

function thresholdModel(report: BinaryLayerReport, factor: number, size: Size): CutModel {
  const { factors, error, zeros } = report.curve;
  const low = Math.floor(Math.min(...error, report.optimum.error) * 20 - 0.5) / 20;
  const high = Math.max(error[0] ?? 0, error[curveIndex(report, 1.6)] ?? 0) * 1.06;
  const plot = plotOf({
    size: { width: size.width, height: size.height - STRIP },
    x: [0, 2],
    y: [Math.max(low, 0), Math.max(high, low + 0.05)],
    margin: { ...MARGIN, bottom: 12 },
    writeY: (y) => fixed(y, 2),
  });
  const stripTop = size.height - STRIP + 14;
  const strip = plotOf({ size, x: [0, 2], y: [0, 1], margin: { ...MARGIN, top: stripTop }, tickGap: { y: 30 } });
  const at = curveIndex(report, factor);
  const point = (f: number, e: number) => ({ x: plot.x(f), y: plot.y(e) });
  const optimum = report.optimum;
  const b = point(factor, error[at] ?? 0);
  const best = point(optimum.factor, optimum.error);
  const isLeft = factor <= optimum.factor;
  return {
    plot,
    path: linePath(plot, factors, error),
    strip: {
      plot: strip,
      area: areaPath(strip, factors, new Float64Array(factors.length), zeros),
      now: `${percent(zeros[at] ?? 0)} % become 0`,
    },
    marks: [
      {
        id: 'a',
        ...point(0, binaryError(report, 1)),
        lines: [`A, binary ${fixed(binaryError(report, 1), 3)}`],
        anchor: 'start',
        labelX: plot.left + 10,
        labelY: plot.y(binaryError(report, 1)) + 4,
      },
      ruleMark(report, plot, factor),
      {
        id: 'optimum',
        ...best,
        lines: [`optimum ${fixed(optimum.factor, 2)}`, fixed(optimum.error, 3)],
        anchor: isLeft ? 'start' : 'end',
        labelX: best.x + (isLeft ? 8 : -8),
        labelY: best.y + 20,
      },
      {
        id: 'b',
        ...b,
        lines: [`B ${fixed(factor, 2)}`, fixed(error[at] ?? 0, 3)],
        anchor: isLeft ? 'end' : 'start',
        labelX: b.x + (isLeft ? -10 : 10),
        labelY: b.y + (isLeft ? 18 : -10),
      },
    ].filter((mark): mark is CutMark => mark !== null),
    grip: { x: b.x, from: b.y, to: strip.bottom },
    xTitle: 'threshold Δ in units of mean |w|',
  };
}

/** The rule of the paper, where B does not stand on it. */
function ruleMark(report: BinaryLayerReport, plot: Plot, factor: number): CutMark | null {
  if (Math.abs(factor - 0.7) < 0.005) return null;
  const [x, y] = [plot.x(0.7), plot.y(report.curve.error[70] ?? 0)];
  return { id: 'rule', x, y, lines: ['0.7 rule'], anchor: 'middle', labelX: x, labelY: y - 10 };
}

function alphaModel(report: BinaryLayerReport, alpha: number, size: Size): CutModel {
  const places = Float64Array.from({ length: 201 }, (_, i) => i / 100);
  const errors = places.map((c) => binaryError(report, c));
  const least = binaryError(report, 1);
  const plot = plotOf({
    size,
    x: [0, 2],
    y: [Math.max(0, Math.floor(least * 10 - 0.5) / 10), 1.04],
    margin: MARGIN,
    writeY: (y) => fixed(y, 1),
  });
  const [x, y] = [plot.x(alpha), plot.y(binaryError(report, alpha))];
  const isLeft = alpha < 1;
  const best = { x: plot.x(1), y: plot.y(least) };
  const isBest = Math.abs(alpha - 1) < 0.005;
  const optimum: CutMark = {
    id: 'optimum',
    ...best,
    lines: isBest ? [] : ['α = mean |w|', fixed(least, 3)],
    anchor: isLeft ? 'start' : 'end',
    labelX: best.x + (isLeft ? 8 : -8),
    labelY: best.y - 18,
  };
  const hand: CutMark = {
    id: 'a',
    x,
    y,
    lines: [`A: α = ${isBest ? '' : `${fixed(alpha, 2)} `}mean |w|`, `error ${fixed(binaryError(report, alpha), 3)}`],
    anchor: 'middle',
    labelX: Math.min(Math.max(x, plot.left + 60), plot.right - 60),
    labelY: y - 30,
  };
  return {
    plot,
    path: linePath(plot, places, errors),
    strip: null,
    marks: [optimum, hand],
    grip: { x, from: y, to: plot.bottom },
    xTitle: 'scale α in units of mean |w|',
  };
}

export function cutSentence(kind: CurveKind, report: BinaryLayerReport, now: number): string {
  const { curve, optimum, meanSquare, meanSquaredScale } = report;
  if (kind === 'alpha') {
    const variance = meanSquare - meanSquaredScale;
    return `Binary levels ±${fixed(now, 2)} mean |w| have a relative squared error of ${fixed(binaryError(report, now), 3)}. The error is the variance of |w|, ${variance.toPrecision(3)}, plus (α − mean |w|)²: least at the mean, ${fixed(binaryError(report, 1), 3)}.`;
  }
  const at = curveIndex(report, now);
  const rule = curve.error[70] ?? 0;
  return `At Δ = ${fixed(now, 2)} mean |w| the relative squared error of ternary weights is ${fixed(curve.error[at] ?? 0, 3)} and ${percent(curve.zeros[at] ?? 0)} % become 0. The rule 0.7 has ${fixed(rule, 3)}, the exact optimum ${fixed(optimum.error, 3)} at ${fixed(optimum.factor, 2)}; binary weights have ${fixed(binaryError(report, 1), 3)}.`;
}

export function cutTable(kind: CurveKind, report: BinaryLayerReport): FrameTable {
  if (kind === 'alpha') {
    return {
      columns: ['α / mean |w|', 'Squared error / energy'],
      rows: Array.from({ length: 41 }, (_, i) => [i / 20, binaryError(report, i / 20)]),
    };
  }
  const { factors, error, zeros, alpha } = report.curve;
  return {
    columns: ['Δ / mean |w|', 'Squared error / energy', 'Share of zeros', 'α (mean over filters)'],
    rows: Array.from(factors, (factor, i) => [factor, error[i] ?? 0, zeros[i] ?? 0, alpha[i] ?? 0]).filter(
      (_, i) => i % 5 === 0,
    ),
  };
}
