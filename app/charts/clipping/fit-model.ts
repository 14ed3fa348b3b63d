import type { ClipTrace } from '../../../src/clipping/trace';
import type { ClipTensorReport } from '../../../src/jobs/clip-reports';
import { value } from '../frame/format';
import type { Size } from '../frame/useSize';
import { SMALL } from './curves';
import { type Plot, linePath, plotOf } from './plot';

export interface FitModel {
  readonly plot: Plot;
  readonly bars: string;
  readonly density: string;
  readonly threshold: number;
  readonly text: string;
}

const POINTS = 120;

/** The values and the curve that ACIQ takes them for. */
export function fitModel(trace: ClipTrace, tensor: ClipTensorReport, size: Size): FitModel | null {
  const { detail, candidates, chosen } = trace;
  if (detail.kind !== 'aciq') return null;
  const { low, high, counts } = tensor.histogram;
  const width = (high - low) / counts.length;
  const total = counts.reduce((sum, n) => sum + n, 0);
  const xs = Array.from({ length: POINTS + 1 }, (_, i) => low + ((high - low) * i) / POINTS);
  const fitted = xs.map((x) => total * width * densityAt(detail, x));
  const most = Math.max(...sortedTop(counts), 1);
  const plot = plotOf({ size, x: [low, high], y: [0, most], margin: SMALL, tickGap: { y: 60 } });
  const bars = Array.from(counts, (n, i) => {
    if (n === 0) return '';
    const [from, to] = [plot.x(low + i * width), plot.x(low + (i + 1) * width)];
    return `M${tenth(from)},${plot.bottom}V${tenth(plot.y(Math.min(n, most)))}H${tenth(to)}V${plot.bottom}Z`;
  });
  const threshold = candidates.high[chosen] ?? 0;
  const name = detail.distribution === 'laplace' ? 'b' : 'σ';
  return {
    plot,
    bars: bars.join(''),
    density: linePath(plot, xs, fitted),
    threshold: plot.x(Math.min(threshold, high)),
    text: `T = ${detail.ratio.toFixed(2)} ${name}, ${name} = ${value(detail.spread)}`,
  };
}

/** The bar of the exact zeros after a ReLU would flatten all others: the second highest bar decides. */
function sortedTop(counts: Uint32Array): number[] {
  const sorted = Array.from(counts).sort((a, b) => b - a);
  const [first = 0, second = 0] = sorted;
  return [first > 3 * second ? second * 1.2 : first];
}

type Fit = Extract<ClipTrace['detail'], { kind: 'aciq' }>;

function densityAt({ distribution, mean, spread }: Fit, x: number): number {
  if (spread === 0) return 0;
  const distance = Math.abs(x - mean) / spread;
  return distribution === 'laplace'
    ? Math.exp(-distance) / (2 * spread)
    : Math.exp((-distance * distance) / 2) / (spread * Math.sqrt(2 * Math.PI));
}

function tenth(at: number): number {
  return Math.round(at * 10) / 10;
}
