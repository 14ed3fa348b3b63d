import type { FixedPoint } from '../integer/fixed-point';
import { MOST_SHIFT, MOST_SUM, largestCode, sumBounds } from '../integer/sums';
import { IntegerError } from '../integer/error';
import type { IntegerLayer } from '../integer/plan';
import type { Pair } from '../model/graph';

/** How the codes of weights lie: int16, int8, or two in a byte. */
export type WeightBits = 4 | 8 | 16;

const WIDTH = 8;
/**
 * Numbers of 4 bytes before the weights of eight channels. int32: biases, m0, half of 2^shift, 2^(30 - shift), -1 for a shift,
 * 2^ of a shift to the left. float32: the multiplier, and how far from an integer its product with a sum may be to be trusted.
 */
const HEAD = 8 * WIDTH;
/** Of what is compared, numbers below 1 as float32. */
const ROUNDING = 2 ** -23;
/** Products below it are rounded to the nearest integer in float32, and clamped afterwards. */
const MOST_PRODUCT = 2 ** 22;
/** Relative error of a sum as float32, of the multiplier and of their product together, in the worst case. */
const FLOAT_ERROR = 3 * 2 ** -24 + 2 ** -40;

/** The narrowest form that holds all weights. */
export function bitsFor(weights: Int32Array): WeightBits {
  const fits = (least: number, most: number): boolean => weights.every((w) => w >= least && w <= most);
  if (fits(-8, 7)) return 4;
  return fits(-128, 127) ? 8 : 16;
}

/** Throws IntegerError where the products of a layer, at most K * 127 * 127 for eight bits, might leave int32. */
export function checkProducts({ input, name }: IntegerLayer, sums: Float64Array): void {
  if (largestCode(input) > 32767) throw new IntegerError(`The input codes of ${name} need more than 16 bits.`, name);
  if (sums.some((sum) => sum >= 2 * MOST_SUM))
    throw new IntegerError(`The sums of ${name} might not fit into int32.`, name);
}

/**
 * Throws IntegerError where sums up to the given ones, of one or of each channel, leave the range of the multiplication, or
 * where a multiplier is below 2^-31: such steps are computed by the plain rule alone.
 */
export function checkScaled(name: string, sums: Float64Array, fixed: readonly FixedPoint[]): void {
  const moved = sums.map((sum, channel) => sum * 2 ** leftOf(fixed[fixed.length === 1 ? 0 : channel]));
  if (moved.some((sum) => sum >= MOST_SUM))
    throw new IntegerError(`The sums of ${name} might not fit into int32.`, name);
  if (fixed.some(({ shift }) => shift > MOST_SHIFT))
    throw new IntegerError(`A multiplier of ${name} is below 2^-31.`, name);
}

/** By how much sums are shifted to the left first. */
function leftOf(point: FixedPoint | undefined): number {
  return (point?.lift ?? 0) + Math.max(0, -(point?.shift ?? 0));
}

/** m0 / 2^31 / 2^(shift - lift). */
function multiplierOf({ m0, shift, lift = 0 }: FixedPoint): number {
  return m0 * 2 ** (lift - shift - 31);
}

/** What the head of eight channels is made of: multipliers are one or one a channel; of bias and multipliers either may be missing. */
interface Multipliers {
  readonly bias: Int32Array;
  readonly fixed: readonly FixedPoint[];
  readonly channels: number;
  /** The largest magnitude that a code is clamped to, less its zero point. */
  readonly largest: number;
  /** The largest sum of each channel. */
  readonly sums: Float64Array;
}

/** The head of the channels from `start` on; channels that are not there are 0. */
function head({ bias, fixed, channels, largest, sums }: Multipliers, start: number): Int32Array {
  const values = new Int32Array(HEAD);
  const floats = new Float32Array(values.buffer).fill(0.5, 7 * WIDTH);
  for (let lane = 0; lane < Math.min(WIDTH, channels - start); lane++) {
    const channel = start + lane;
    values[lane] = bias[channel] ?? 0;
    const point = fixed[fixed.length === 1 ? 0 : channel];
    if (point === undefined) continue;
    const right = Math.max(point.shift, 0);
    values[WIDTH + lane] = point.m0;
    values[2 * WIDTH + lane] = right === 0 ? 0 : 2 ** (right - 1);
    values[3 * WIDTH + lane] = 2 ** (MOST_SHIFT - right);
    values[4 * WIDTH + lane] = right === 0 ? 0 : -1;
    values[5 * WIDTH + lane] = 2 ** leftOf(point);
    const multiplier = multiplierOf(point);
    floats[6 * WIDTH + lane] = multiplier;
    // The first of two roundings moves a value by up to half a step of what is shifted to the right afterwards.
    const sure = 0.5 - 2 ** -(right + 1) - largest * FLOAT_ERROR - ROUNDING;
    floats[7 * WIDTH + lane] = sums[channel]! * multiplier < MOST_PRODUCT ? sure : -1;
  }
  return values;
}

/**
 * Heads of all channels, as `codeScale` and its like take them: multipliers without weights. @param bounds of the codes.
 * @param sums the largest of each channel.
 */
export function packHeads(fixed: readonly FixedPoint[], bounds: Pair, sums: Float64Array): Uint8Array {
  const channels = sums.length;
  const packed = new PanelWriter(Math.ceil(channels / WIDTH) * HEAD * 4);
  for (let start = 0; start < channels; start += WIDTH)
    packed.ints(head({ bias: new Int32Array(0), fixed, channels, largest: largestOf(bounds), sums }, start));
  return packed.bytes;
}

/**
 * Heads for `codeAdd`, which takes both roundings one after the other in float32: the multiplier is for the first, and in place
 * of a bias lies that of the shift to the right before the second.
 */
export function packAddends(fixed: readonly FixedPoint[], channels: number): Uint8Array {
  const packed = packHeads(fixed, [0, 0], new Float64Array(channels));
  const floats = new Float32Array(packed.buffer);
  for (let channel = 0; channel < channels; channel++) {
    const point = fixed[fixed.length === 1 ? 0 : channel]!;
    const at = Math.floor(channel / WIDTH) * HEAD + (channel % WIDTH);
    const right = Math.max(point.shift, 0);
    floats[at] = 2 ** -right;
    floats[at + 6 * WIDTH] = multiplierOf(point) * 2 ** right;
  }
  return packed;
}

function multipliersOf(layer: IntegerLayer): Multipliers {
  const { bias, fixed, geometry } = layer;
  const largest = largestOf(centredBounds(layer));
  return { bias, fixed, channels: geometry.to[2], largest, sums: sumBounds(layer) };
}

/** The bounds of what comes out: of codes less their zero point. */
export function centredBounds({ bounds, output }: Pick<IntegerLayer, 'bounds' | 'output'>): Pair {
  const zero = output?.zeroPoint ?? 0;
  return [bounds[0] - zero, bounds[1] - zero];
}

const largestOf = (bounds: Pair): number => Math.max(...bounds.map(Math.abs));

/** Weights as `codeProduct` takes them. @param steps weights of one run and column. */
export function packProduct(layer: IntegerLayer, steps: number, bits: WeightBits): Uint8Array {
  const { weights, geometry } = layer;
  const multipliers = multipliersOf(layer);
  const outputs = geometry.to[2];
  const runs = weights.length / outputs / steps;
  const pairs = Math.ceil(steps / 2);
  const packed = new PanelWriter(Math.ceil(outputs / WIDTH) * (HEAD * 4 + runs * pairs * 2 * bits));
  for (let start = 0; start < outputs; start += WIDTH) {
    packed.ints(head(multipliers, start));
    for (let run = 0; run < runs; run++) {
      for (let pair = 0; pair < pairs; pair++) {
        packed.weights(bits, (column, step) => {
          const [channel, k] = [start + column, 2 * pair + step];
          return channel < outputs && k < steps ? weights[(run * steps + k) * outputs + channel]! : 0;
        });
      }
    }
  }
  return packed.bytes;
}

/** The points of a window of three by three in the order in which `codeDepthwise` takes them; null: none. */
const SQUARE: readonly (number | null)[] = [0, 3, 1, 4, 2, 5, 6, 7, null, 8];

/** The points of a window in pairs, for `codeDepthwise`; null stands beside one that is left over. */
export function pairedPoints([height, width]: Pair): readonly (number | null)[] {
  if (height === 3 && width === 3) return SQUARE;
  const points = Array.from({ length: height * width }, (_, point) => point);
  return points.length % 2 === 0 ? points : [...points, null];
}

/** Weights as `codeDepthwise` takes them, int16, in the order of `pairedPoints`; where no point is they are 0. */
export function packDepthwise(layer: IntegerLayer): Uint8Array {
  const { weights, geometry } = layer;
  const multipliers = multipliersOf(layer);
  const channels = geometry.to[2];
  const points = pairedPoints(geometry.size);
  const packed = new PanelWriter(Math.ceil(channels / WIDTH) * (HEAD * 4 + points.length * 16));
  for (let start = 0; start < channels; start += WIDTH) {
    packed.ints(head(multipliers, start));
    for (let pair = 0; pair < points.length; pair += 2) {
      packed.weights(16, (column, step) => {
        const [channel, point] = [start + column, points[pair + step] ?? null];
        return channel < channels && point !== null ? weights[point * channels + channel]! : 0;
      });
    }
  }
  return packed.bytes;
}

class PanelWriter {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  ints(values: Int32Array): void {
    for (const value of values) {
      this.view.setInt32(this.at, value, true);
      this.at += 4;
    }
  }

  /** Two weights of each of eight columns; of int4 those of the first four columns lie in the low halves of the bytes. */
  weights(bits: WeightBits, weight: (column: number, step: number) => number): void {
    for (let lane = 0; lane < (bits === 4 ? WIDTH : 2 * WIDTH); lane++) {
      const value = weight(lane >> 1, lane & 1);
      if (bits === 16) this.view.setInt16(this.at, value, true);
      else if (bits === 8) this.view.setInt8(this.at, value);
      else this.view.setUint8(this.at, (value & 15) | ((weight((lane >> 1) + 4, lane & 1) & 15) << 4));
      this.at += bits === 16 ? 2 : 1;
    }
  }
}
