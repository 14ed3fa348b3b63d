import { scaleLinear } from 'd3';
import type { Side, SideId } from '../../../src/experiment/spec';
import type { NetworkReport } from '../../../src/jobs/reports';
import type { LayerInfo } from '../../../src/model/types';
import { count, decibel, shortened } from '../frame/format';
import type { Size } from '../frame/useSize';
import { activationBits } from '../../panels/recipe/activation-words';
import { type BitsChip, bitsOf } from './bits';
import { type StripLayer, describe, factsOf, sentence } from './words';

export interface SqnrBar {
  readonly side: SideId;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly labelY: number;
}

export interface PlacedChip extends BitsChip {
  /** Middle of the chip. */
  readonly x: number;
  /** Width of the layer's input on that side. */
  readonly activation: string;
}

export interface LayerColumn {
  readonly name: string;
  /** The name as far as there is room. */
  readonly label: string;
  readonly x: number;
  readonly width: number;
  /** Middle of bars and chips. */
  readonly centre: number;
  /** Texts below the name: the number of weights; kind, shape and multiply-accumulates where there is room. */
  readonly facts: readonly string[];
  readonly bars: readonly SqnrBar[];
  readonly chips: readonly PlacedChip[];
  /** Everything about the layer in one sentence. */
  readonly description: string;
}

export interface NetworkModel {
  readonly width: number;
  readonly height: number;
  /** Room for the facts of a layer beside its bars. */
  readonly wide: boolean;
  readonly left: number;
  readonly right: number;
  readonly chipY: number;
  /** Middle of the row with the widths of the activations; null while both sides leave them in float. */
  readonly activationY: number | null;
  readonly grid: readonly { readonly y: number; readonly label: string }[];
  readonly columns: readonly LayerColumn[];
  readonly summary: string;
}

export interface NetworkInput {
  readonly layers: readonly LayerInfo[] | null;
  readonly sides: Readonly<Record<SideId, Side>>;
  readonly reports: Readonly<Record<SideId, NetworkReport | null>>;
  readonly show: 'a' | 'both' | 'b';
}

const LEFT = 46;
const RIGHT = 14;
const NARROWEST = 54;
const WIDE = 172;
/** Height of the chip row with its distance to the bars. */
const CHIP_ROW = 40;
/** Height of the row below with the widths of the activations. */
const ACTIVATION_ROW = 18;
/** Room for a name left of wide bars, and the width of a character at 12 px. */
const WIDE_LABEL = 100;
const CHARACTER = 6.4;
const BARS_TOP_NARROW = 56;
const BARS_TOP_WIDE = 26;

/** One column per layer in flow order: bars of signal to noise on one axis, bits below. Wider than `size` when it must be. */
export function networkModel(input: NetworkInput, size: Size): NetworkModel {
  const layers = stripLayers(input);
  const width = Math.max(size.width, LEFT + RIGHT + NARROWEST * layers.length);
  const pitch = (width - LEFT - RIGHT) / Math.max(layers.length, 1);
  const wide = pitch >= WIDE;
  const sides = input.show === 'both' ? (['a', 'b'] as const) : [input.show];
  const hasActivations = sides.some((side) => input.sides[side].activations !== undefined);
  const bottom = size.height - (hasActivations ? ACTIVATION_ROW : 0);
  const y = decibelScale(input, sides, [bottom - CHIP_ROW, wide ? BARS_TOP_WIDE : BARS_TOP_NARROW]);
  const geometry = { width: wide ? 18 : 11, gap: wide ? 26 : 22 };
  const columns = layers.map((layer, i): LayerColumn => {
    const x = LEFT + i * pitch;
    const centre = wide ? x + Math.min(pitch - 40, 150) : x + pitch / 2;
    const at = (k: number) => centre + (k - (sides.length - 1) / 2) * geometry.gap;
    return {
      name: layer.name,
      label: shortened(layer.name, Math.floor((wide ? WIDE_LABEL : pitch - 6) / CHARACTER)),
      x,
      width: pitch,
      centre,
      facts: wide ? factsOf(layer) : [count(layer.weights)],
      bars: sides.flatMap((side, k) => barOf(input.reports[side], layer.name, side, y, at(k), geometry.width)),
      chips: sides.map((side, k) => ({
        ...bitsOf(input.sides[side], side, layer.name, input.reports[side]),
        x: at(k),
        activation: activationBits(input.sides[side], layer.name),
      })),
      description: describe(layer, input.reports, sides),
    };
  });
  return {
    width,
    height: size.height,
    wide,
    left: LEFT,
    right: width - RIGHT,
    chipY: bottom - 19,
    activationY: hasActivations ? size.height - 11 : null,
    grid: y.ticks(size.height > 240 ? 4 : 2).map((db) => ({ y: y(db), label: decibel(db) })),
    columns,
    summary: sentence(layers, input.reports, sides),
  };
}

export function stripLayers({ layers, reports }: Pick<NetworkInput, 'layers' | 'reports'>): readonly StripLayer[] {
  if (layers !== null) return layers;
  const known = reports.a ?? reports.b;
  return known?.layers.map(({ layer, metrics }) => ({ name: layer, weights: metrics.n })) ?? [];
}

/** From 0, or the lowest value below it, to the highest finite value; without any, to 40 dB. */
function decibelScale({ reports }: NetworkInput, sides: readonly SideId[], range: readonly [number, number]) {
  const values = sides
    .flatMap((side) => reports[side]?.layers.map(({ metrics }) => metrics.sqnrDb) ?? [])
    .filter((db) => Number.isFinite(db));
  const top = Math.max(...values, values.length > 0 ? 10 : 40);
  return scaleLinear([Math.min(0, ...values), top], range);
}

function barOf(
  report: NetworkReport | null,
  layer: string,
  side: SideId,
  y: ReturnType<typeof decibelScale>,
  x: number,
  width: number,
): SqnrBar[] {
  const db = report?.layers.find((summary) => summary.layer === layer)?.metrics.sqnrDb;
  if (db === undefined || Number.isNaN(db)) return [];
  const [low = 0, high = 0] = y.domain();
  const tip = y(Math.min(Math.max(db, low), high));
  const top = Math.min(tip, y(0));
  return [
    {
      side,
      x: x - width / 2,
      width,
      y: top,
      height: Math.max(Math.abs(tip - y(0)), 1),
      label: decibel(db),
      labelY: top - 4,
    },
  ];
}
