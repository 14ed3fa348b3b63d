import { scaleLinear, scaleLog } from 'd3';
import type { BenchReport, BenchTime } from '../../../src/jobs/binary-reports';
import { count, fixed } from '../frame/format';
import type { FrameTable } from '../frame/table';

/** Measured on one convolution, memory allocation and access left out (Rastegari et al. 2016, section 4.1). */
const PAPER_SPEEDUP = 58;

const NAMES: Readonly<Record<BenchTime['id'], string>> = {
  tfjs: 'float32, tfjs',
  own: 'float32, ours',
  xnor: 'packed signs',
  packing: 'with packing inputs',
  ternary: 'packed ternary',
};

export interface BenchBar {
  readonly id: string;
  readonly label: string;
  readonly width: number;
  readonly text: string;
  readonly note: string;
  readonly tone: 'a' | 'b' | 'ink';
}

interface AxisMark {
  readonly id: string;
  readonly x: number;
  readonly label: string;
  readonly kind: 'measured' | 'modelled' | 'published';
  /** Labels take turns on two lines, so that neighbours do not touch. */
  readonly line: 0 | 1 | 2;
}

export interface BenchModel {
  readonly width: number;
  readonly left: number;
  readonly times: readonly BenchBar[];
  readonly bytes: readonly BenchBar[];
  readonly axis: {
    readonly ticks: readonly { readonly x: number; readonly label: string }[];
    readonly marks: readonly AxisMark[];
  };
}

const LEFT = 112;
const RIGHT = 16;

/** Times faster than the float product of tfjs; null without a report. */
export function speedup(report: BenchReport | null, id: BenchTime['id']): number | null {
  const of = (name: BenchTime['id']) => report?.times.find((time) => time.id === name)?.median;
  const [float, other] = [of('tfjs'), of(id)];
  return float === undefined || other === undefined ? null : float / other;
}

export function benchModel(report: BenchReport | null, width: number): BenchModel {
  const room = Math.max(width - LEFT - RIGHT - 110, 40);
  return {
    width,
    left: LEFT,
    times: report === null ? [] : timeBars(report, room),
    bytes: report === null ? [] : byteBars(report, room),
    axis: axisOf(report, width),
  };
}

function timeBars(report: BenchReport, room: number): readonly BenchBar[] {
  const most = Math.max(...report.times.map(({ median }) => median));
  const x = scaleLinear([0, most], [0, room]);
  return report.times.map(({ id, median }) => {
    const times = speedup(report, id) ?? 1;
    return {
      id,
      label: NAMES[id],
      width: Math.max(x(median), 1.5),
      text: `${milliseconds(median)} ms`,
      note: id === 'tfjs' ? '' : `${fixed(times, 1)} ×`,
      tone: id === 'xnor' || id === 'packing' ? 'a' : id === 'ternary' ? 'b' : 'ink',
    };
  });
}

function milliseconds(ms: number): string {
  return fixed(ms, ms >= 100 ? 0 : ms >= 10 ? 1 : 2);
}

function byteBars({ layer }: BenchReport, room: number): readonly BenchBar[] {
  const bar = (id: string, label: string, bytes: number, tone: BenchBar['tone']): BenchBar => ({
    id,
    label,
    width: Math.max((bytes / layer.float) * room, 1.5),
    text: count(bytes),
    note: tone === 'ink' ? '' : `${fixed(layer.float / bytes, 1)} ×`,
    tone,
  });
  return [
    bar('float-bytes', 'float32', layer.float, 'ink'),
    bar('stored', 'stored, with α', layer.stored, 'a'),
    bar('in-kernel', 'in the kernel', layer.inKernel, 'a'),
  ];
}

function axisOf(report: BenchReport | null, width: number): BenchModel['axis'] {
  const x = scaleLog([0.5, 80], [24, width - 24]);
  const modelled = report?.modelled ?? { word32: 32, word64: 64 };
  const measured = (['packing', 'xnor'] as const).flatMap((id): AxisMark[] => {
    const times = speedup(report, id);
    if (times === null) return [];
    const label = id === 'xnor' ? `this tab ${fixed(times, 1)}` : `packing ${fixed(times, 1)}`;
    return [{ id, x: x(Math.min(Math.max(times, 0.5), 80)), label, kind: 'measured', line: id === 'xnor' ? 0 : 1 }];
  });
  return {
    ticks: [0.5, 1, 2, 4, 8, 16, 32, 64].map((times) => ({ x: x(times), label: `${String(times)} ×` })),
    marks: [
      ...measured,
      {
        id: 'word32',
        x: x(modelled.word32),
        label: `formula, 32-bit words ${fixed(modelled.word32, 0)}`,
        kind: 'modelled',
        line: 2,
      },
      { id: 'word64', x: x(modelled.word64), label: `64-bit ${fixed(modelled.word64, 0)}`, kind: 'modelled', line: 1 },
      { id: 'paper', x: x(PAPER_SPEEDUP), label: `paper ${String(PAPER_SPEEDUP)}`, kind: 'published', line: 0 },
    ],
  };
}

export function benchSentence(report: BenchReport | null): string {
  if (report === null)
    return `Not measured yet. The formula gives 32 × for 32-bit words and 64 × for 64-bit words; the paper measured ${String(PAPER_SPEEDUP)} ×.`;
  const { m, k, n, times, exact, layer } = report;
  const parts = times.map(({ id, median }) => `${NAMES[id]} ${milliseconds(median)} ms`);
  const times32 = speedup(report, 'xnor') ?? NaN;
  return `${count(m)} × ${count(k)} × ${count(n)}: ${parts.join(', ')}. Packed signs are ${fixed(times32, 1)} times as fast as tfjs in float32, ${exact ? 'and every output equals the float product of the signs' : 'but outputs differ from the float product'}. The weights take ${count(layer.float)} bytes in float32 and ${count(layer.stored)} packed.`;
}

export function benchTable(report: BenchReport | null): FrameTable {
  if (report === null) return { columns: ['What', 'Value', 'Unit'], rows: [] };
  const { network, layer, modelled } = report;
  return {
    columns: ['What', 'Value', 'Unit'],
    rows: [
      ...report.times.flatMap(({ id, median, best }) => [
        [`${NAMES[id]}, median of 21`, median, 'ms'],
        [`${NAMES[id]}, best`, best, 'ms'],
      ]),
      ['speed-up against tfjs', speedup(report, 'xnor') ?? '', 'times'],
      ['formula, 32-bit words', modelled.word32, 'times'],
      ['formula, 64-bit words', modelled.word64, 'times'],
      ['paper', PAPER_SPEEDUP, 'times'],
      ['weights of the product, float32', layer.float, 'bytes'],
      ['weights of the product, packed with α', layer.stored, 'bytes'],
      ['weights of the product, rows of 128 bits', layer.inKernel, 'bytes'],
      ['all kernels, float32', network.float, 'bytes'],
      ['all kernels binary, packed', network.binary.packed, 'bytes'],
      ['all kernels binary, counted bits', network.binary.counted, 'bytes'],
      ['all kernels ternary, packed', network.ternary.packed, 'bytes'],
      ['all kernels ternary, counted bits', network.ternary.counted, 'bytes'],
    ],
  };
}
