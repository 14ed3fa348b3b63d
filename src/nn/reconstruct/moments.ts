import { type Tensor2D, div, matMul, tensor2d, tidy, transpose } from '@tensorflow/tfjs-core';
import type { InputMoments } from '../../rounding/moment-loss';
import type { Reading } from './patches';

/** What output positions see in the float network and in the quantized one, both [positions, taps × channels]. */
export interface PatchPair {
  readonly float: Float32Array;
  readonly quantized: Float32Array;
  readonly positions: number;
}

/** Moments that live on the backend, to be disposed of. */
export interface OwnedMoments extends InputMoments {
  /** E[q qᵀ] or E[x xᵀ] of the inputs of one output, [rows, rows]. */
  readonly matrix: (of: 'quantized' | 'float', column: number) => Float64Array;
  dispose(): void;
}

/** Second moments of a layer's inputs, for weights in the order of its kernel. */
export function momentsOf(pair: PatchPair, reading: Reading, columns: number): OwnedMoments {
  return reading.depthwise ? channelMoments(pair, reading, columns) : matrixMoments(pair, columns);
}

/** Means over positions of a bᵀ, [size, size]. */
function matrixMoments({ float, quantized, positions }: PatchPair, columns: number): OwnedMoments {
  const size = float.length / positions;
  const mean = (a: Float32Array, b: Float32Array): Tensor2D =>
    tidy(() => {
      const left = transpose(tensor2d(a, [positions, size]));
      return div<Tensor2D>(matMul(left, tensor2d(b, [positions, size])), positions);
    });
  const same = float === quantized;
  const xx = mean(float, float);
  const qq = same ? xx : mean(quantized, quantized);
  const qx = same ? xx : mean(quantized, float);
  const multiply = (moment: Tensor2D) => (weights: Float64Array) => {
    const product = tidy(() => matMul(moment, tensor2d(Float32Array.from(weights), [size, columns])));
    const values = Float64Array.from(product.dataSync());
    product.dispose();
    return values;
  };
  return {
    ...{ quantized: multiply(qq), cross: multiply(qx), float: multiply(xx) },
    matrix: (of) => Float64Array.from((of === 'float' ? xx : qq).dataSync()),
    dispose: () => [xx, qq, qx].forEach((each) => each.dispose()),
  };
}

/** The same for kernels that read one channel each: a matrix [taps, taps] a channel. */
function channelMoments(pair: PatchPair, { shape, kernel }: Reading, columns: number): OwnedMoments {
  const taps = kernel[0] * kernel[1];
  const channels = shape[2];
  const mean = (a: Float32Array, b: Float32Array): Float64Array => {
    const out = new Float64Array(channels * taps * taps);
    for (let p = 0, from = 0; p < pair.positions; p++, from += taps * channels) {
      for (let i = 0; i < taps; i++) {
        for (let j = 0; j < taps; j++) {
          for (let c = 0, to = (i * taps + j) * channels; c < channels; c++) {
            out[to + c]! += a[from + i * channels + c]! * b[from + j * channels + c]!;
          }
        }
      }
    }
    return out.map((sum) => sum / pair.positions);
  };
  const multiplier = columns / channels;
  const multiply = (moment: Float64Array) => (weights: Float64Array) => {
    const out = new Float64Array(weights.length);
    for (let i = 0; i < taps; i++) {
      for (let j = 0; j < taps; j++) {
        for (let o = 0; o < columns; o++) {
          out[i * columns + o]! +=
            moment[(i * taps + j) * channels + Math.floor(o / multiplier)]! * weights[j * columns + o]!;
        }
      }
    }
    return out;
  };
  const { float, quantized } = pair;
  const xx = mean(float, float);
  const same = float === quantized;
  const qq = same ? xx : mean(quantized, quantized);
  return {
    quantized: multiply(qq),
    cross: multiply(same ? xx : mean(quantized, float)),
    float: multiply(xx),
    matrix: (of, column) => {
      const channel = Math.floor(column / multiplier);
      return Float64Array.from(
        { length: taps * taps },
        (_, at) => (of === 'float' ? xx : qq)[at * channels + channel]!,
      );
    },
    dispose: () => undefined,
  };
}
