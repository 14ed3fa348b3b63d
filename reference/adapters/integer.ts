import { biasCodes } from '../../src/integer/bias';
import { fixedPointOf } from '../../src/integer/fixed-point';
import { type Geometry, accumulate, centred } from '../../src/integer/layer';
import { bordersOf, windowed } from '../../src/model/shapes';
import { roundHalfEven } from '../../src/numerics/round';
import { ParamReader, toFloat32, toNumbers } from '../read';
import { NotImplemented, type Outcome, type ReferenceCase } from '../result';
import { inKernels } from './integer-kernels';
import { kernels } from './linear';

interface Tensor {
  readonly shape: number[];
  readonly data: Float32Array;
}

function tensorAt({ input }: ReferenceCase, name: string): Tensor {
  const given = input[name] as { readonly shape: unknown; readonly data: unknown };
  return { shape: toNumbers(given.shape), data: toFloat32(given.data) };
}

/** Codes under one scale, or under one for each of the last axis. */
function codesOf(data: Float32Array, scales: readonly number[], zero: number, qmin: number, qmax: number): Int32Array {
  const columns = scales.length;
  const rows = data.length / columns;
  const byChannel = kernels.transposeToChannelMajor(data, rows, columns);
  const zeros = new Int32Array(columns).fill(zero);
  const steps = Float32Array.from(scales);
  const { codes } = kernels.quantize(byChannel, rows, rows, steps, zeros, qmin, qmax, 'nearest-even');
  return kernels.transposeFromChannelMajor(codes, rows, columns);
}

const POINT = {
  size: [1, 1],
  strides: [1, 1],
  dilation: [1, 1],
  borders: { rows: [0, 0], columns: [0, 0] },
} as const satisfies Partial<Geometry>;

function nearestCodes(sums: Int32Array, multipliers: readonly number[], zeroPoint: number, qmax: number): Int32Array {
  return sums.map((sum, at) => {
    const code = roundHalfEven(sum * multipliers[at % multipliers.length]!) + zeroPoint;
    return Math.min(Math.max(code, 0), qmax);
  });
}

function gemm(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const [m, k, n] = [params.number('M'), params.number('K'), params.number('N')];
  const [xBits, yBits] = [params.number('xBits', 8), params.number('yBits', 8)];
  const [xScale, wScale, yScale] = [params.number('xScale'), params.number('wScale'), params.number('yScale')].map(
    Math.fround,
  ) as [number, number, number];
  const [xZero, wZero, yZero] = [params.number('xZeroPoint'), params.number('wZeroPoint'), params.number('yZeroPoint')];
  const [wQmin, wQmax] = [params.number('wQmin'), params.number('wQmax')];
  params.has('wBits');
  params.has('biasScale');
  params.finish();
  const [x, w, bias] = [tensorAt(one, 'x'), tensorAt(one, 'w'), tensorAt(one, 'bias')];
  const codesX = codesOf(x.data, [xScale], xZero, 0, 2 ** xBits - 1);
  const codesW = codesOf(w.data, [wScale], wZero, wQmin, wQmax);
  const geometry: Geometry = { ...POINT, depthwise: false, from: [1, 1, k], to: [1, 1, n] };
  const weights = centred({ codes: codesW, zeroPoints: [wZero] }, n);
  const added = biasCodes(bias.data, [wScale], xScale);
  const sums = new Int32Array(m * n);
  for (let row = 0; row < m; row++) {
    sums.set(accumulate(geometry, codesX.slice(row * k, (row + 1) * k), xZero, weights, added), row * n);
  }
  const multiplier = (wScale * xScale) / yScale;
  const fixed = fixedPointOf(multiplier);
  const qmax = 2 ** yBits - 1;
  const input = { scale: xScale, zeroPoint: xZero, qmin: 0, qmax: 2 ** xBits - 1 };
  const output = { scale: yScale, zeroPoint: yZero, qmin: 0, qmax };
  const rows = Array.from({ length: m }, (_, row) => codesX.slice(row * k, (row + 1) * k));
  const own = inKernels({ geometry, input, output, weights, bias: added, fixed: [fixed] }, rows);
  const codesY = nearestCodes(sums, [multiplier], yZero, qmax);
  return {
    codesX,
    codesW,
    biasCodes: added,
    accumulator: same(own.sums, sums),
    multiplier,
    codesY,
    dequantizedY: Float32Array.from(codesY, (code) => (code - yZero) * yScale),
    zeroPointCorrectionPerColumn: columnSums(weights, n).map((sum) => -xZero * sum + 0),
    fixedPoint: {
      M0: fixed.m0,
      rightShift: fixed.shift,
      codesY: own.codes,
    },
    floatY: floatProduct(x.data, w.data, bias.data, k),
  };
}

/** The sums of the kernels. Throws Error unless they are those of the plain rule. */
function same(sums: Int32Array, plain: Int32Array): Int32Array {
  if (sums.length !== plain.length || sums.some((sum, at) => sum !== plain[at]))
    throw new Error('The kernels and the plain rule give other sums.');
  return sums;
}

function columnSums(weights: Int32Array, columns: number): number[] {
  const sums = new Array<number>(columns).fill(0);
  weights.forEach((w, at) => (sums[at % columns]! += w));
  return sums;
}

function floatProduct(x: Float32Array, w: Float32Array, bias: Float32Array, k: number): Float64Array {
  const n = bias.length;
  return Float64Array.from({ length: (x.length / k) * n }, (_, at) => {
    const row = Math.floor(at / n);
    let sum = bias[at % n]!;
    for (let i = 0; i < k; i++) sum += x[row * k + i]! * w[i * n + (at % n)]!;
    return sum;
  });
}

function conv2d(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const padding = params.word('padding', ['same', 'valid'] as const);
  const stride = params.number('strides', 1);
  const [xScale, yScale] = [Math.fround(params.number('xScale')), Math.fround(params.number('yScale'))];
  const [xZero, yZero] = [params.number('xZeroPoint'), params.number('yZeroPoint')];
  const wScales = params.numbers('wScales').map(Math.fround);
  params.finish();
  const [x, w, bias] = [tensorAt(one, 'x'), tensorAt(one, 'w'), tensorAt(one, 'bias')];
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  const [kh = 1, kw = 1, , outputs = 1] = w.shape;
  if (outputs !== wScales.length) throw new NotImplemented(`${one.technique} with ${wScales.length} weight scales`);
  const window = { size: [kh, kw], strides: [stride, stride], dilation: [1, 1], padding } as const;
  const out = windowed([height, width], window, one.id);
  const geometry: Geometry = {
    ...window,
    depthwise: false,
    from: [height, width, channels],
    to: [...out, outputs],
    borders: bordersOf([height, width], window),
  };
  const codesX = codesOf(x.data, [xScale], xZero, 0, 255);
  const codesW = codesOf(w.data, wScales, 0, -127, 127);
  const added = biasCodes(bias.data, wScales, xScale);
  const size = height * width * channels;
  const perImage = Array.from({ length: batch }, (_, image) =>
    accumulate(geometry, codesX.slice(image * size, (image + 1) * size), xZero, codesW, added),
  );
  const sums = Int32Array.from(perImage.flatMap((part) => [...part]));
  const multipliers = wScales.map((scale) => (scale * xScale) / yScale);
  const codes = { zeroPoint: 0, qmin: 0, qmax: 255 };
  const own = inKernels(
    {
      geometry,
      input: { ...codes, scale: xScale, zeroPoint: xZero },
      output: { ...codes, scale: yScale, zeroPoint: yZero },
      weights: codesW,
      bias: added,
      fixed: multipliers.map(fixedPointOf),
    },
    Array.from({ length: batch }, (_, image) => codesX.slice(image * size, (image + 1) * size)),
  );
  const codesY = nearestCodes(sums, multipliers, yZero, 255);
  return {
    codesX,
    codesW,
    biasCodes: added,
    accumulator: same(own.sums, sums),
    multiplier: multipliers,
    multipliers,
    codesY,
    dequantizedY: Float32Array.from(codesY, (code) => (code - yZero) * yScale),
    outputShape: [batch, ...out, outputs],
  };
}

export const integerAdapters = { int_gemm: gemm, int_conv2d: conv2d };
