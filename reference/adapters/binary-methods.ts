import { bwnChainGradient, bwnPaperGradient, sign, signGradient, ttqPass } from '../../src/binary/gradients';
import { packSigns, packTernary, signDot, ternaryDot } from '../../src/binary/pack';
import { clippedMaster, plusProbability, stochasticSign } from '../../src/binary/stochastic';
import { ternaryOptimum } from '../../src/binary/ternary-optimum';
import { binaryBytes, modelledSpeedup } from '../../src/binary/theory';
import {
  channelMeans,
  type Filters,
  filterScales,
  floatConvolution,
  inputScales,
  type Maps,
  signConvolution,
} from '../../src/binary/xnor';
import { ParamReader, toNumbers } from '../read';
import { NotImplemented, type Outcome, type ReferenceCase } from '../result';

const read = (one: ReferenceCase): ParamReader => new ParamReader(one.technique, one.params);
const numbers = (one: ReferenceCase, key: string): number[] => toNumbers(one.input[key]);
const number = (one: ReferenceCase, key: string): number => toNumbers([one.input[key]])[0]!;

function bwnGradients(one: ReferenceCase): Outcome {
  read(one).finish();
  const [w, g] = [numbers(one, 'W'), numbers(one, 'g')];
  return { dW_paper: bwnPaperGradient(w, g), dW_chain: bwnChainGradient(w, g), dW_ste: signGradient(w, g) };
}

function binaryConnect(one: ReferenceCase): Outcome {
  read(one).finish();
  const [w, u] = [numbers(one, 'w'), numbers(one, 'u')];
  return {
    p_plus1: w.map(plusProbability),
    det: w.map(sign),
    stoch: w.map((each, i) => stochasticSign(each, u[i]!)),
    clipped_master: w.map(clippedMaster),
  };
}

function signSte(one: ReferenceCase): Outcome {
  read(one).finish();
  const x = numbers(one, 'x');
  return { y: x.map(sign), dx: signGradient(x, numbers(one, 'g')) };
}

type Nested = number | readonly Nested[];
const flat = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flat));

function shapeOf(nested: Nested): number[] {
  return typeof nested === 'number' ? [] : [nested.length, ...shapeOf(nested[0] ?? 0)];
}

function grid(values: ArrayLike<number>, width: number): number[][] {
  const rows = values.length / width;
  return Array.from({ length: rows }, (_, r) => Array.from({ length: width }, (_v, c) => values[r * width + c]!));
}

function xnorConvolution(one: ReferenceCase): Outcome {
  const params = read(one);
  if (params.number('stride', 1) !== 1) throw new NotImplemented('bin.xnor_conv with another stride than 1');
  params.word('padding', ['valid'] as const, 'valid');
  params.finish();
  const [x, w] = [one.input['X'] as Nested, one.input['W'] as Nested];
  const [channels = 0, height = 0, width = 0] = shapeOf(x);
  const [outputs = 0, , kernelHeight = 0, kernelWidth = 0] = shapeOf(w);
  const input: Maps = { channels, height, width, data: flat(x) };
  const filters: Filters = { outputs, channels, height: kernelHeight, width: kernelWidth, data: flat(w) };
  const columns = width - kernelWidth + 1;
  const means = channelMeans(input);
  const scales = inputScales(means, input, filters);
  const alpha = filterScales(filters);
  const signs = signConvolution(input, filters);
  return {
    A: grid(means, width),
    K: grid(scales, columns),
    alpha,
    binary_conv: signs.map((map) => grid(map, columns)),
    Y: signs.map((map, o) =>
      grid(
        map.map((dot, p) => dot * scales[p]! * alpha[o]!),
        columns,
      ),
    ),
    Y_float: floatConvolution(input, filters).map((map) => grid(map, columns)),
  };
}

function packedDot(one: ReferenceCase): Outcome {
  const params = read(one);
  const n = params.number('n');
  params.word('bit_order', ['lsb-first'] as const, 'lsb-first');
  params.finish();
  const [a, b] = [packSigns(numbers(one, 'a')), packSigns(numbers(one, 'b'))];
  const { agreeing, differing, dot } = signDot(a, b, n);
  return { words_a: a, words_b: b, popcount_xnor_masked: agreeing, popcount_xor: differing, dot };
}

function packedProduct(one: ReferenceCase): Outcome {
  const params = read(one);
  const n = params.number('n');
  params.finish();
  const rows = (key: string) => (one.input[key] as unknown[]).map((row) => packSigns(toNumbers(row)));
  const [a, b, alpha] = [rows('A'), rows('B'), numbers(one, 'alpha')];
  return {
    words_A: a,
    words_B: b,
    Y: a.map((left) => b.map((right, o) => alpha[o]! * signDot(left, right, n).dot)),
  };
}

function speedup(one: ReferenceCase): Outcome {
  const params = read(one);
  const word = params.number('word_bits');
  params.finish();
  return { speedup: modelledSpeedup(number(one, 'c'), number(one, 'N_W'), word) };
}

function memory(one: ReferenceCase): Outcome {
  const params = read(one);
  const scaleBits = params.number('scale_bits', 32);
  params.finish();
  const bytes = binaryBytes(number(one, 'filters'), number(one, 'weights_per_filter'), scaleBits);
  return {
    bytes_float32: bytes.float32,
    bytes_binary_ideal: bytes.ideal,
    bytes_binary_u32_packed: bytes.packed,
    ratio_ideal: bytes.float32 / bytes.ideal,
    ratio_packed: bytes.float32 / bytes.packed,
  };
}

function exactTernary(one: ReferenceCase): Outcome {
  read(one).finish();
  const w = numbers(one, 'w');
  const { kept, alpha, objective } = ternaryOptimum(w);
  const threshold = w.map(Math.abs).sort((a, b) => b - a)[kept] ?? 0;
  return {
    k: kept,
    alpha,
    objective,
    T: w.map((each) => (Math.abs(each) > threshold ? sign(each) : 0)),
    sq_error: w.reduce((sum, each) => sum + each * each, 0) - objective,
  };
}

function ttq(one: ReferenceCase): Outcome {
  const params = read(one);
  const levels = { t: params.number('t', 0.05), positive: params.number('Wp'), negative: params.number('Wn') };
  params.finish();
  const pass = ttqPass(numbers(one, 'w'), numbers(one, 'g'), levels);
  return {
    delta: pass.delta,
    wt: pass.values,
    dWp: pass.gradientPositive,
    dWn: pass.gradientNegative,
    dWn_paper_sign: -pass.gradientNegative,
    dw: pass.gradientLatent,
  };
}

function packedTernaryDot(one: ReferenceCase): Outcome {
  read(one).ignore('n').finish();
  const [a, b] = [packTernary(numbers(one, 'a')), packTernary(numbers(one, 'b'))];
  return { nz_a: a.nonZero, pos_a: a.positive, nz_b: b.nonZero, pos_b: b.positive, dot: ternaryDot(a, b) };
}

export const binaryMethodAdapters = {
  'bin.bwn_grad': bwnGradients,
  'bin.binaryconnect': binaryConnect,
  'bin.sign_ste': signSte,
  'bin.xnor_conv': xnorConvolution,
  'bin.packdot': packedDot,
  'bin.gemm': packedProduct,
  'bin.speedup': speedup,
  'bin.memory': memory,
  'ter.twn_exact': exactTernary,
  'ter.ttq': ttq,
  'ter.packdot': packedTernaryDot,
};
