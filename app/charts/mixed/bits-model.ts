import { scaleLinear } from 'd3';
import { count, fixed } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';

export type BitsKind = 'weights' | 'activations';

/** One layer: its bits under both recipes, and what quantizing it costs; null where that is not measured. */
export interface LayerBitsRow {
  readonly name: string;
  readonly weights: number;
  readonly macs: number;
  /** 0 is float32; null a format without a width. */
  readonly bits: Readonly<Record<BitsKind, { readonly a: number | null; readonly b: number | null }>>;
  readonly damage: Readonly<Record<BitsKind, number | null>>;
}

export interface BitsInput {
  readonly rows: readonly LayerBitsRow[];
  /** Whether the bits of activations are drawn. */
  readonly activations: boolean;
  /** Damage is drawn downwards from 0 in points, or as height in decibel. */
  readonly unit: 'points' | 'dB';
  readonly size: Size;
}

export interface BitsBar {
  readonly kind: BitsKind;
  readonly layer: string;
  readonly x: number;
  readonly width: number;
  /** Where the bar starts and how far it goes; up for weights, down for activations. */
  readonly y: number;
  readonly height: number;
  readonly grip: number;
  readonly bits: number | null;
  readonly label: string;
  readonly labelY: number;
  /** Line of A. */
  readonly a: number | null;
}

export interface DamageBar {
  readonly kind: BitsKind;
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
  readonly label: string;
  readonly labelX: number;
  readonly labelY: number;
}

export interface BitsPane {
  readonly kind: BitsKind;
  readonly top: number;
  readonly height: number;
  readonly title: string;
  readonly ticks: readonly { readonly y: number; readonly label: string }[];
}

export interface BitsModel {
  readonly size: Size;
  readonly left: number;
  readonly right: number;
  readonly panes: readonly BitsPane[];
  readonly bars: readonly BitsBar[];
  readonly names: readonly { readonly name: string; readonly x: number }[];
  readonly nameY: number;
  readonly damage: {
    readonly top: number;
    readonly bars: readonly DamageBar[];
    readonly ticks: readonly { readonly y: number; readonly label: string }[];
  };
  /** Bits at a height of a pane. */
  readonly bitsAt: (kind: BitsKind, y: number) => number;
}

const MOST = 8;
const LEFT = 100;
const RIGHT = 10;
const TOP = 18;
const NAMES = 26;
const GAP = 34;

export function bitsModel({ rows, activations, unit, size }: BitsInput): BitsModel {
  const left = size.width < 520 ? 34 : LEFT;
  const right = size.width - RIGHT;
  const step = (right - left) / Math.max(rows.length, 1);
  const width = Math.max(6, Math.min(36, step * 0.62));
  const room = size.height - TOP - NAMES - GAP - 18;
  const [upper, lower, rest] = activations ? [0.38, 0.32, 0.3] : [0.58, 0, 0.42];
  const nameY = TOP + room * upper + 17;
  const centre = (at: number): number => left + (at + 0.5) * step;
  const weights: BitsPane = pane('weights', TOP, room * upper);
  const inputs: BitsPane = pane('activations', TOP + room * upper + NAMES, room * lower);
  const panes = activations ? [weights, inputs] : [weights];
  const top = TOP + room * (upper + lower) + NAMES + GAP;
  return {
    size,
    left,
    right,
    panes,
    bars: panes.flatMap((one) => rows.map((row, at) => barOf(one, row, centre(at) - width / 2, width))),
    names: rows.map(({ name }, at) => ({ name, x: centre(at) })),
    nameY,
    damage: damageOf(rows, { activations, unit, top, height: room * rest, centre, step }),
    bitsAt: (kind, y) => {
      const { top: from, height } = kind === 'weights' ? weights : inputs;
      const share = kind === 'weights' ? (from + height - y) / height : (y - from) / height;
      return Math.min(MOST, Math.max(1, Math.round(share * MOST)));
    },
  };
}

function pane(kind: BitsKind, top: number, height: number): BitsPane {
  const y = (bits: number): number =>
    kind === 'weights' ? top + height - (bits / MOST) * height : top + (bits / MOST) * height;
  return {
    kind,
    top,
    height,
    title: kind === 'weights' ? 'weights' : 'inputs',
    ticks: [2, 4, 6, 8].map((bits) => ({ y: y(bits), label: String(bits) })),
  };
}

function barOf({ kind, top, height }: BitsPane, row: LayerBitsRow, x: number, width: number): BitsBar {
  const { a, b } = row.bits[kind];
  const size = ((b === null || b === 0 ? MOST : Math.min(b, MOST)) / MOST) * height;
  const up = kind === 'weights';
  const end = up ? top + height - size : top + size;
  const line = a === null || a === 0 ? null : (Math.min(a, MOST) / MOST) * height;
  return {
    kind,
    layer: row.name,
    x,
    width,
    y: up ? end : top,
    height: size,
    grip: up ? end + 4 : end - 7,
    bits: b,
    label: b === null ? '–' : b === 0 ? 'F' : String(b),
    labelY: up ? end - 5 : end + 13,
    a: line === null ? null : up ? top + height - line : top + line,
  };
}

interface DamageFrame {
  readonly activations: boolean;
  readonly unit: BitsInput['unit'];
  readonly top: number;
  readonly height: number;
  readonly centre: (at: number) => number;
  readonly step: number;
}

function damageOf(rows: readonly LayerBitsRow[], frame: DamageFrame): BitsModel['damage'] {
  const { activations, unit, top, height, centre, step } = frame;
  const kinds: readonly BitsKind[] = activations ? ['weights', 'activations'] : ['weights'];
  const values = rows.flatMap(({ damage }) => kinds.map((kind) => damage[kind] ?? 0));
  const most = Math.max(unit === 'points' ? 5 : 10, ...values);
  const y = scaleLinear([0, most], [top, top + height - 14]).nice(3);
  const width = Math.max(4, Math.min(15, (step * 0.62) / kinds.length - 1));
  return {
    top,
    ticks: y.ticks(3).map((value) => ({ y: y(value), label: String(value) })),
    bars: rows.flatMap(({ damage }, at) =>
      kinds.flatMap((kind, k): DamageBar[] => {
        const value = damage[kind];
        if (value === null) return [];
        const x = centre(at) + (kinds.length === 1 ? -width / 2 : k === 0 ? -width - 1 : 1);
        const end = y(Math.max(value, 0));
        const label =
          step < 26 && kinds.length > 1
            ? ''
            : fixed(value, value < 9.95 && unit === 'points' && kinds.length === 1 ? 1 : 0);
        return [
          { kind, x, width, y: top, height: Math.max(end - top, 0.5), label, labelX: x + width / 2, labelY: end + 12 },
        ];
      }),
    ),
  };
}

export function bitsSentence(rows: readonly LayerBitsRow[], unit: BitsInput['unit'], how: string): string {
  const total = rows.reduce((sum, { weights }) => sum + weights, 0);
  const mean = rows.reduce((sum, { weights, bits }) => sum + weights * (bits.weights.b ?? 0), 0) / Math.max(total, 1);
  const worst = rows.reduce<LayerBitsRow | null>((best, row) => {
    if (row.damage.weights === null) return best;
    const isWorse =
      best === null ||
      (unit === 'points' ? row.damage.weights > best.damage.weights! : row.damage.weights < best.damage.weights!);
    return isWorse ? row : best;
  }, null);
  const bits = rows.map(
    ({ name, bits: { weights } }) => `${name} ${weights.b === 0 ? 'float' : (weights.b ?? 'no width')}`,
  );
  const harm =
    worst === null
      ? ''
      : ` ${how}, ${worst.name} costs most: ${fixed(worst.damage.weights!, 1)} ${unit === 'points' ? 'points' : 'dB left'}.`;
  return `B has ${fixed(mean, 2)} bits a weight on average: ${bits.join(', ')}.${harm}`;
}

export function bitsTable(rows: readonly LayerBitsRow[], unit: BitsInput['unit']): FrameTable {
  const lost = unit === 'points' ? 'Points lost' : 'Output SQNR, dB';
  return {
    columns: [
      'Layer',
      'Weights',
      'MACs',
      'A weight bits',
      'B weight bits',
      'A input bits',
      'B input bits',
      `${lost}, weights`,
      `${lost}, inputs`,
    ],
    rows: rows.map(({ name, weights, macs, bits, damage }) => [
      name,
      count(weights),
      count(macs),
      bits.weights.a ?? '',
      bits.weights.b ?? '',
      bits.activations.a ?? '',
      bits.activations.b ?? '',
      damage.weights ?? '',
      damage.activations ?? '',
    ]),
  };
}
