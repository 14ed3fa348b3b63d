import type { FixedPoint } from '../integer/fixed-point';
import { type IntegerLayer, IntegerError } from '../integer/plan';

/** How the codes of weights lie: int16, int8, or two in a byte. */
export type WeightBits = 4 | 8 | 16;

const WIDTH = 8;
/** int32 before the weights of eight channels: biases, m0, half of 2^shift, 2^(30 - shift), -1 for a shift, 2^-shift. */
const HEAD = 6 * WIDTH;

/** Sums stay below it, so that what is added to round a code stays within int32. */
const MOST_SUM = 2 ** 30;
const MOST_SHIFT = 30;

/** The narrowest form that holds all weights. */
export function bitsFor(weights: Int32Array): WeightBits {
  const fits = (least: number, most: number): boolean => weights.every((w) => w >= least && w <= most);
  if (fits(-8, 7)) return 4;
  return fits(-128, 127) ? 8 : 16;
}

/**
 * Throws IntegerError where sums might leave int32, at most K * 127 * 127 for eight bits, or where a multiplier is below
 * 2^-31: such layers are computed by the plain rule alone.
 */
export function checkSums(layer: IntegerLayer): void {
  const { weights, bias, geometry, input, output, fixed, name } = layer;
  const largest = Math.max(Math.abs(input.qmin - input.zeroPoint), Math.abs(input.qmax - input.zeroPoint));
  const sums = Float64Array.from(bias, Math.abs);
  const outputs = geometry.to[2];
  weights.forEach((w, at) => (sums[at % outputs]! += Math.abs(w) * largest));
  if (largest > 32767) throw new IntegerError(`The input codes of ${name} need more than 16 bits.`);
  const moved = sums.map((sum, channel) => sum * 2 ** leftOf(fixed[fixed.length === 1 ? 0 : channel]));
  if (moved.some((sum) => sum >= (output === null ? 2 * MOST_SUM : MOST_SUM)))
    throw new IntegerError(`The sums of ${name} might not fit into int32.`);
  if (fixed.some(({ shift }) => shift > MOST_SHIFT)) throw new IntegerError(`A multiplier of ${name} is below 2^-31.`);
}

/** By how much a multiplier of 1 or more shifts to the left. */
function leftOf(point: FixedPoint | undefined): number {
  return Math.max(0, -(point?.shift ?? 0));
}

/** The head of the channels from `start` on; channels that are not there are 0. */
function head({ bias, fixed, geometry }: IntegerLayer, start: number): Int32Array {
  const values = new Int32Array(HEAD);
  for (let lane = 0; lane < Math.min(WIDTH, geometry.to[2] - start); lane++) {
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
  }
  return values;
}

/** Weights as `codeProduct` takes them. @param steps weights of one run and column. */
export function packProduct(layer: IntegerLayer, steps: number, bits: WeightBits): Uint8Array {
  const { weights, geometry } = layer;
  const outputs = geometry.to[2];
  const runs = weights.length / outputs / steps;
  const pairs = Math.ceil(steps / 2);
  const packed = new PanelWriter(Math.ceil(outputs / WIDTH) * (HEAD * 4 + runs * pairs * 2 * bits));
  for (let start = 0; start < outputs; start += WIDTH) {
    packed.ints(head(layer, start));
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

/** Weights as `codeDepthwise` takes them, int16; an odd point at the end meets one of weight 0. */
export function packDepthwise(layer: IntegerLayer): Uint8Array {
  const { weights, geometry } = layer;
  const channels = geometry.to[2];
  const points = weights.length / channels;
  const pairs = Math.ceil(points / 2);
  const packed = new PanelWriter(Math.ceil(channels / WIDTH) * (HEAD * 4 + pairs * 32));
  for (let start = 0; start < channels; start += WIDTH) {
    packed.ints(head(layer, start));
    for (let pair = 0; pair < pairs; pair++) {
      packed.weights(16, (column, step) => {
        const [channel, point] = [start + column, 2 * pair + step];
        return channel < channels && point < points ? weights[point * channels + channel]! : 0;
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
