/** Integer arithmetic against the real numbers that its codes stand for. */
import { biasScale, roundBias, biasCodes } from '../../src/integer/bias';
import { fixedPointOf } from '../../src/integer/fixed-point';
import { type Geometry, accumulate, centred, requantize } from '../../src/integer/layer';
import { choose } from '../../src/experiment/techniques';
import type { Params } from '../../src/params/param';
import { type QuantizedTensor, quantizeTensor } from '../../src/quantizers/quantize';
import type { WeightTensor } from '../../src/quantizers/types';
import { kernels, recipeOf } from './linear';

const CONTEXT = { kernels, seed: 0 };
const [M, K, N] = [8, 16, 8] as const;
const LAYER: Geometry = {
  depthwise: false,
  from: [1, 1, K],
  to: [1, 1, N],
  size: [1, 1],
  strides: [1, 1],
  dilation: [1, 1],
  borders: { rows: [0, 0], columns: [0, 0] },
};
const UNSIGNED = { bits: 8, scheme: 'affine', signed: false };

/** Weights of the three forms that a layer in integers may have: one scale, one a channel, and a zero point. */
const WEIGHTS: readonly (readonly ['tensor' | 'channel', Params])[] = [
  ['tensor', { bits: 8 }],
  ['channel', { bits: 4 }],
  ['tensor', { bits: 8, scheme: 'affine', signed: true }],
];

const quantized = (data: Float32Array, shape: readonly number[], params: Params, granularity = 'tensor') =>
  quantizeTensor(
    { data, shape, layout: 'dense' },
    recipeOf('uniform', params, choose('granularity', granularity)),
    CONTEXT,
  );

/**
 * Whether the int32 sums of x w + b, requantized, are the codes of the product of the dequantized numbers, wherever that does
 * not lie on the border of two codes. `data`: 256 numbers, the first half x [8, 16], the second w [16, 8].
 */
export function integerPathHolds({ data }: WeightTensor): boolean {
  const x = quantized(data.slice(0, M * K), [M * K], UNSIGNED);
  const bias = data.slice(M * K, M * K + N);
  return WEIGHTS.every(([granularity, params]) => {
    const w = quantized(data.slice(M * K), [K, N], params, granularity);
    return sameCodes(x, w, bias);
  });
}

function sameCodes(x: QuantizedTensor, w: QuantizedTensor, bias: Float32Array): boolean {
  const [xScale, xZero, wScales] = [x.scales?.[0] ?? 1, x.zeroPoints?.[0] ?? 0, w.scales ?? [1]];
  const real = realProduct(x.values, w.values, roundBias(bias, wScales, xScale));
  const y = quantized(Float32Array.from(real), [M * N], UNSIGNED);
  const [yScale, zeroPoint] = [y.scales?.[0] ?? 1, y.zeroPoints?.[0] ?? 0];
  const weights = centred({ codes: w.codes, zeroPoints: w.zeroPoints ?? [0] }, N);
  const fixed = Array.from({ length: N }, (_, o) => fixedPointOf(biasScale(wScales, o, xScale) / yScale));
  return Array.from({ length: M }, (_, m) => {
    const inputs = x.codes.slice(m * K, (m + 1) * K);
    const sums = accumulate(LAYER, inputs, xZero, weights, biasCodes(bias, wScales, xScale));
    return requantize(sums, fixed, { zeroPoint }, [y.qmin, y.qmax]).every((code, o) => {
      const at = m * N + o;
      return code === y.codes[at] || isNearTie((real[at] ?? 0) / yScale, fixed[o]?.shift ?? 0);
    });
  }).every(Boolean);
}

/** Fixed-point arithmetic rounds twice, the first time to multiples of 2^-shift: what lies that near a half may go either way. */
function isNearTie(scaled: number, shift: number): boolean {
  return Math.abs(Math.abs(scaled - Math.floor(scaled)) - 0.5) <= 2 ** -shift + 1e-5;
}

function realProduct(x: Float32Array, w: Float32Array, bias: Float32Array): Float64Array {
  return Float64Array.from({ length: M * N }, (_, at) => {
    const [m, n] = [Math.floor(at / N), at % N];
    let sum = bias[n] ?? 0;
    for (let k = 0; k < K; k++) sum += (x[m * K + k] ?? 0) * (w[k * N + n] ?? 0);
    return sum;
  });
}
