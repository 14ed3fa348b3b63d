import type { SideId } from '../../../src/experiment/spec';
import type { LayerSnapshot } from '../../../src/jobs/train-reports';
import { count, share, value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';
import { type Frame, type Half, frameOf } from '../histogram/scales';

/** The weights of one layer in one run: at its start and at the step that is shown. */
export interface WeightsSide {
  readonly side: SideId;
  readonly step: number;
  readonly start: LayerSnapshot;
  readonly now: LayerSnapshot;
}

export interface WeightsModel {
  readonly size: Size;
  readonly frame: Frame;
  readonly halves: readonly {
    readonly side: SideId;
    readonly latent: string;
    readonly start: string;
    /** Values that the network sees, one stem each; a staircase where there are too many. */
    readonly stems: readonly { readonly x: number; readonly y: number }[];
    readonly steps: string;
    /** Half way between two values: where a weight changes its code. */
    readonly thresholds: readonly number[];
    readonly note: { readonly text: string; readonly x: number; readonly y: number };
    readonly axisY: number;
    readonly edge: number;
  }[];
}

/** More values than this have their thresholds left out. */
const MAX_THRESHOLDS = 9;

/** A above the axis and B below it, in the manner of the Lab's histogram. Null when there is nothing to draw. */
export function weightsModel(sides: readonly WeightsSide[], size: Size): WeightsModel | null {
  const [first] = sides;
  if (first === undefined) return null;
  const limit = Math.max(...sides.map(({ now }) => now.limit));
  const maxCount = Math.max(
    ...sides.flatMap(({ now, start }) => [...now.latent, ...start.latent, ...seenCounts(now)]),
    1,
  );
  const frame = frameOf({ size, sides: sides.map(({ side }) => side), domain: [-limit, limit], maxCount });
  return {
    size,
    frame,
    halves: sides.flatMap((one, index) => {
      const half = frame.halves[index];
      return half === undefined ? [] : [halfOf(one, half, frame)];
    }),
  };
}

function seenCounts({ levels, seen }: LayerSnapshot): readonly number[] {
  return levels === null ? [...seen] : [...levels.counts];
}

function halfOf({ side, start, now, step }: WeightsSide, half: Half, frame: Frame): WeightsModel['halves'][number] {
  const { levels } = now;
  const stems =
    levels === null ? [] : Array.from(levels.values, (v, i) => ({ x: frame.x(v), y: half.y(levels.counts[i] ?? 0) }));
  const values = levels === null ? [] : [...levels.values];
  return {
    side,
    latent: bars(now.latent, now.limit, half, frame),
    start: staircase(start.latent, start.limit, half, frame),
    stems,
    steps: levels === null ? staircase(now.seen, now.limit, half, frame) : '',
    thresholds:
      values.length > MAX_THRESHOLDS ? [] : values.slice(1).map((v, i) => frame.x((v + (values[i] ?? v)) / 2)),
    note: {
      text: `${side.toUpperCase()}, step ${count(step)}: ${share(now.zeroShare)} of the codes are 0`,
      x: frame.left + 6,
      y: side === 'a' ? half.edge - 14 : half.edge + 4,
    },
    axisY: frame.axisY,
    edge: half.edge,
  };
}

function bars(counts: Uint32Array, limit: number, half: Half, frame: Frame): string {
  const width = (2 * limit) / counts.length;
  return Array.from(counts, (n, index) => {
    if (n === 0) return '';
    const [x0, x1] = [frame.x(-limit + index * width), frame.x(-limit + (index + 1) * width)];
    return `M${(x0 + 0.5).toFixed(1)} ${frame.axisY}V${half.y(n).toFixed(1)}H${(x1 - 0.5).toFixed(1)}V${frame.axisY}Z`;
  }).join('');
}

function staircase(counts: Uint32Array, limit: number, half: Half, frame: Frame): string {
  const width = (2 * limit) / counts.length;
  const corners = Array.from(
    counts,
    (n, index) => `V${half.y(n).toFixed(1)}H${frame.x(-limit + (index + 1) * width).toFixed(1)}`,
  );
  return `M${frame.x(-limit).toFixed(1)} ${frame.axisY}${corners.join('')}V${frame.axisY}`;
}

export function weightsSentence(layer: string, sides: readonly WeightsSide[]): string {
  if (sides.length === 0) return `No weights of ${layer} have been recorded yet.`;
  const parts = sides.map(({ side, step, now }) => {
    const seen = now.levels === null ? 'many values' : `${count(now.levels.values.length)} values`;
    return `${side.toUpperCase()} after ${count(step)} steps: the network sees ${seen}, ${share(now.zeroShare)} of them 0.`;
  });
  return `Weights of ${layer}. ${parts.join(' ')}`;
}

export function weightsTable(sides: readonly WeightsSide[]): FrameTable {
  const rows = sides.flatMap(({ side, now }) => {
    const width = (2 * now.limit) / now.latent.length;
    return Array.from(now.latent, (n, index) => [
      side.toUpperCase(),
      value(-now.limit + index * width),
      value(-now.limit + (index + 1) * width),
      n,
      now.seen[index] ?? 0,
    ]);
  });
  return { columns: ['Run', 'From', 'To', 'Latent weights', 'As the network sees them'], rows };
}
