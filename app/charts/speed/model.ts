import { scaleLinear } from 'd3';
import { bytesMoved, machineOf, defaultConstants } from '../../../src/hardware/machines';
import type { SpeedLayer, SpeedPath, SpeedReport, SpeedRun, Spread } from '../../../src/jobs/speed-reports';
import { bytes, count, fixed } from '../../controls/format';
import type { Tick } from '../frame/Axes';
import type { RoofPoint, RooflineInput } from '../mixed/roofline-model';

/** Names of the paths, in the order in which they are drawn. */
export const NAMES: Readonly<Record<SpeedPath, string>> = {
  tfjs: 'float32, tfjs',
  own: 'float32, ours',
  int8: 'int8',
  int4: 'int4 weights',
};

/** Whole time of one path. */
export interface TotalBar {
  readonly id: SpeedPath;
  readonly label: string;
  readonly y: number;
  readonly width: number;
  /** Ends of the whisker, the least and the most of the rounds. */
  readonly low: number;
  readonly high: number;
  readonly text: string;
  /** Rate, bytes and instruction. */
  readonly note: string;
}

/** Least times of one layer, a bar for each path: what else the machine does only adds to a time. */
export interface LayerRow {
  readonly name: string;
  readonly y: number;
  readonly bars: readonly { readonly id: SpeedPath; readonly y: number; readonly width: number }[];
  /** How int8 compares with the float path; null without both. */
  readonly gain: { readonly text: string; readonly helps: boolean } | null;
}

export interface SpeedModel {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  /** Left end of the column of gains. */
  readonly right: number;
  readonly totals: readonly TotalBar[];
  /** Top of the per-layer part; its axis. */
  readonly layersTop: number;
  readonly layersBottom: number;
  readonly ticks: readonly Tick[];
  readonly rows: readonly LayerRow[];
}

const LEFT = 96;
const RIGHT = 64;
const TOTAL = 38;
const BAR = 5;
const HEAD = 22;

/** The path that int8 is compared with: our float plan, or tfjs where there is none. */
export function floatRun({ runs }: SpeedReport): SpeedRun {
  return runOf(runs, 'own') ?? runs[0]!;
}

export function runOf(runs: readonly SpeedRun[], id: SpeedPath): SpeedRun | undefined {
  return runs.find((run) => run.id === id);
}

/** int8 helps a layer that it computes in less than this share of the float time. */
const HELPS = 0.95;

/** Bars of all paths and of their layers, for a plot of the given width. */
export function speedModel(report: SpeedReport, width: number): SpeedModel {
  const right = width - RIGHT;
  const layersTop = HEAD + report.runs.length * TOTAL + 12;
  const pitch = report.runs.length * BAR + 9;
  const most = Math.max(...report.runs.flatMap(({ layers }) => layers.map(({ min }) => min)), 1e-6);
  const x = scaleLinear([0, most], [0, Math.max(right - LEFT, 40)]).nice(4);
  const rows = report.layers.map((layer, at): LayerRow => {
    const y = layersTop + HEAD + 16 + at * pitch;
    return {
      name: layer.name,
      y,
      bars: report.runs.map(({ id, layers }, place) => ({ id, y: y + place * BAR, width: x(layers[at]!.min) })),
      gain: gainOf(report, at),
    };
  });
  const layersBottom = layersTop + HEAD + 16 + rows.length * pitch;
  return {
    width,
    height: layersBottom + 8,
    left: LEFT,
    right,
    totals: totalsOf(report, width),
    layersTop,
    layersBottom,
    ticks: x.ticks(4).map((ms) => ({ at: LEFT + x(ms), label: milliseconds(ms) })),
    rows,
  };
}

function totalsOf({ runs }: SpeedReport, width: number): readonly TotalBar[] {
  const x = scaleLinear([0, Math.max(...runs.map(({ total }) => total.max))], [0, Math.max(width - LEFT - 110, 40)]);
  const first = runs[0]!.total.median;
  return runs.map(({ id, total, bytes: read, path }, at) => ({
    id,
    label: NAMES[id],
    y: HEAD + at * TOTAL,
    width: x(total.median),
    low: x(total.min),
    high: x(total.max),
    text: `${milliseconds(total.median)} ms${at === 0 ? '' : `, ${times(first / total.median)}`}`,
    note: `${count(1e6 / total.median)} a second, reads ${bytes(read)}, ${path}`,
  }));
}

function gainOf(report: SpeedReport, at: number): LayerRow['gain'] {
  const share = shareOf(report, at);
  return share === null ? null : { text: times(1 / share), helps: share < HELPS };
}

/** int8 time over float time of a layer; null where int8 does not run. */
function shareOf(report: SpeedReport, at: number): number | null {
  const int8 = runOf(report.runs, 'int8');
  return int8 === undefined ? null : int8.layers[at]!.min / floatRun(report).layers[at]!.min;
}

/** A layer in which int8 gains nothing. */
export interface Slow {
  readonly layer: SpeedLayer;
  /** int8 time over float time, and part of the whole int8 time. */
  readonly share: number;
  readonly part: number;
}

export function slowLayers(report: SpeedReport): readonly Slow[] {
  const int8 = runOf(report.runs, 'int8');
  if (int8 === undefined) return [];
  return report.layers.flatMap((layer, at) => {
    const share = shareOf(report, at) ?? 0;
    return share < HELPS ? [] : [{ layer, share, part: int8.layers[at]!.min / int8.total.min }];
  });
}

export function milliseconds(ms: number): string {
  return fixed(ms, ms >= 100 || Number.isInteger(ms) ? 0 : ms >= 10 ? 1 : 2);
}

export function times(factor: number): string {
  return `${fixed(factor, factor >= 10 ? 0 : 1)} ×`;
}

export function spreadText({ min, median, max }: Spread): string {
  return `${milliseconds(median)} ms (${milliseconds(min)} to ${milliseconds(max)})`;
}

/** Layers that multiply, under the roof of the plain CPU model and where they were measured. */
export function roofInput(report: SpeedReport, id: SpeedPath): Omit<RooflineInput, 'size'> {
  const machine = machineOf('roofline');
  const constants = defaultConstants(machine);
  const run = runOf(report.runs, id) ?? report.runs[0]!;
  const width = run.id === 'int8' || run.id === 'int4' ? 8 : 32;
  const bits = { weights: run.id === 'int4' ? 4 : width, activations: width };
  const points = report.layers.flatMap(({ name, work }, at) => {
    if (work === null) return [];
    const { latency, bound } = machine.layer(work, bits, constants);
    const common = { layer: name, intensity: work.macs / bytesMoved(work, bits), bound };
    return [{ common, modelled: latency, measured: run.layers[at]!.min / 1e6, macs: work.macs }];
  });
  const speeds = (of: 'modelled' | 'measured'): RoofPoint[] =>
    points.map((point) => ({ ...point.common, speed: point.macs / point[of] }));
  return {
    a: speeds('modelled'),
    b: speeds('measured'),
    roofs: [{ label: 'modelled peak', peak: machine.peak(bits, constants) }],
    bandwidth: machine.bandwidth(constants),
  };
}
