import { scaleLinear } from 'd3';
import { count, fixed, tick, value as written } from '../frame/format';
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
  /** Standard error of the damage of the weights, where it is an estimate. */
  readonly error?: number | null;
}

/** Accuracy lost, signal to noise left at the output, average Hessian trace of the loss, or that times the squared error. */
export type DamageUnit = 'points' | 'dB' | 'trace' | 'omega';

export interface BitsInput {
  readonly rows: readonly LayerBitsRow[];
  /** Whether the bits of activations are drawn. */
  readonly activations: boolean;
  /** Damage is drawn downwards from 0. */
  readonly unit: DamageUnit;
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
  /** One standard error to both sides; null where the value is no estimate. */
  readonly whisker: { readonly from: number; readonly to: number } | null;
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
  /** Bits at a height of a pane; 0, which is float, stands above 8. */
  readonly bitsAt: (kind: BitsKind, y: number) => number;
}

const MOST = 8;
/** Places of a bar: 1 to 8 bits, and float above them. */
export const PLACES = MOST + 1;
const LEFT = 100;
const RIGHT = 10;
const TOP = 18;
const NAMES = 26;
const GAP = 34;
/** Height of a label of an axis. */
const LABEL = 12;

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
      return bitsOfPlace(Math.min(PLACES, Math.max(1, Math.round(share * PLACES))));
    },
  };
}

/** Place of a width among those of a bar; a format without a width stands where float does. */
export function placeOf(bits: number | null): number {
  return bits === null || bits === 0 ? PLACES : Math.min(bits, MOST);
}

/** The width at a place; 0 is float. */
export function bitsOfPlace(place: number): number {
  return place === PLACES ? 0 : place;
}

function pane(kind: BitsKind, top: number, height: number): BitsPane {
  const y = (place: number): number =>
    kind === 'weights' ? top + height - (place / PLACES) * height : top + (place / PLACES) * height;
  return {
    kind,
    top,
    height,
    title: kind === 'weights' ? 'weights' : 'inputs',
    ticks: (height / PLACES < LABEL ? [2, 4, 6, PLACES] : [2, 4, 6, 8, PLACES]).map((place) => ({
      y: y(place),
      label: place === PLACES ? 'F' : String(place),
    })),
  };
}

function barOf({ kind, top, height }: BitsPane, row: LayerBitsRow, x: number, width: number): BitsBar {
  const { a, b } = row.bits[kind];
  const size = (placeOf(b) / PLACES) * height;
  const up = kind === 'weights';
  const end = up ? top + height - size : top + size;
  const line = a === null ? null : (placeOf(a) / PLACES) * height;
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
  readonly unit: DamageUnit;
  readonly top: number;
  readonly height: number;
  readonly centre: (at: number) => number;
  readonly step: number;
}

/** What the axis of the damage reaches at least. */
const REACH: Readonly<Record<DamageUnit, number>> = { points: 5, dB: 10, trace: 1e-9, omega: 1e-9 };

/** Whether a unit is of the weights alone. */
function isOfWeights(unit: DamageUnit): boolean {
  return unit === 'trace' || unit === 'omega';
}

function damageOf(rows: readonly LayerBitsRow[], frame: DamageFrame): BitsModel['damage'] {
  const { activations, unit, top, height, centre, step } = frame;
  const kinds: readonly BitsKind[] = activations && !isOfWeights(unit) ? ['weights', 'activations'] : ['weights'];
  const values = rows.flatMap(({ damage }) => kinds.flatMap((kind) => damage[kind] ?? []));
  const y = scaleLinear([0, Math.max(REACH[unit], ...values)], [top, top + height - 14]).nice(3);
  const width = Math.max(4, Math.min(15, (step * 0.62) / kinds.length - 1));
  return {
    top,
    ticks: values.length === 0 ? [] : y.ticks(3).map((at) => ({ y: y(at), label: tick(at) })),
    bars: rows.flatMap(({ damage, error }, at) =>
      kinds.flatMap((kind, k): DamageBar[] => {
        const value = damage[kind];
        if (value === null) return [];
        const x = centre(at) + (kinds.length === 1 ? -width / 2 : k === 0 ? -width - 1 : 1);
        const end = y(Math.max(value, 0));
        const label = step < 26 && kinds.length > 1 ? '' : damageLabel(value, unit, kinds.length);
        const whisker =
          error === null || error === undefined ? null : { from: y(Math.max(value - error, 0)), to: y(value + error) };
        const place = { x, width, y: top, height: Math.max(end - top, 0.5) };
        return [{ kind, ...place, label, labelX: x + width / 2, labelY: (whisker?.to ?? end) + 12, whisker }];
      }),
    ),
  };
}

function damageLabel(value: number, unit: DamageUnit, kinds: number): string {
  if (isOfWeights(unit)) return written(value);
  return fixed(value, value < 9.95 && unit === 'points' && kinds === 1 ? 1 : 0);
}

/** @param how under which circumstances the damage is done, as the beginning of a sentence. */
export function bitsSentence(rows: readonly LayerBitsRow[], unit: DamageUnit, how: string): string {
  const total = rows.reduce((sum, { weights }) => sum + weights, 0);
  const mean = rows.reduce((sum, { weights, bits }) => sum + weights * (bits.weights.b ?? 0), 0) / Math.max(total, 1);
  const bits = rows.map(
    ({ name, bits: { weights } }) => `${name} ${weights.b === 0 ? 'float' : (weights.b ?? 'no width')}`,
  );
  const worst = worstOf(rows, unit);
  const harm = worst === null ? '' : ` ${how}, ${worst.name} costs most: ${inWords(worst.damage.weights!, unit)}.`;
  return `B has ${fixed(mean, 2)} bits a weight on average: ${bits.join(', ')}.${harm}`;
}

function worstOf(rows: readonly LayerBitsRow[], unit: DamageUnit): LayerBitsRow | null {
  return rows.reduce<LayerBitsRow | null>((best, row) => {
    const [own, other] = [row.damage.weights, best?.damage.weights ?? null];
    if (own === null || other === null) return own === null ? best : row;
    return (unit === 'dB' ? own < other : own > other) ? row : best;
  }, null);
}

function inWords(damage: number, unit: DamageUnit): string {
  if (unit === 'points') return `${fixed(damage, 1)} points`;
  if (unit === 'dB') return `${fixed(damage, 1)} dB left`;
  return unit === 'trace' ? `an average Hessian trace of ${written(damage)}` : `Ω = ${written(damage)}`;
}

const DAMAGE_NAMES: Readonly<Record<DamageUnit, string>> = {
  points: 'Points lost',
  dB: 'Output SQNR, dB',
  trace: 'Average Hessian trace',
  omega: 'HAWQ Ω',
};

export function bitsTable(rows: readonly LayerBitsRow[], unit: DamageUnit): FrameTable {
  const lost = DAMAGE_NAMES[unit];
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
      'Standard error',
    ],
    rows: rows.map(({ name, weights, macs, bits, damage, error }) => [
      name,
      count(weights),
      count(macs),
      bits.weights.a ?? '',
      bits.weights.b ?? '',
      bits.activations.a ?? '',
      bits.activations.b ?? '',
      damage.weights ?? '',
      damage.activations ?? '',
      error ?? '',
    ]),
  };
}
