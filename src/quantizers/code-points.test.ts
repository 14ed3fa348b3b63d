/** Every code of every format of at most 8 bits, there and back. */
import { describe, expect, it } from 'vitest';
import type { Recipe } from '../experiment/spec';
import { choose } from '../experiment/techniques';
import { plainKernels } from '../kernels/index';
import type { Params } from '../params/param';
import { compose } from './layout';
import { quantizerOf } from './registry';
import type { WeightTensor } from './types';

const context = { kernels: plainKernels, seed: 1 };
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

const WIDTHS = range(2, 8);
/** One block holds all codes. */
const BLOCK = 256;

const floats = range(1, 7).flatMap((exponentBits) =>
  range(0, 7 - exponentBits).flatMap((mantissaBits) =>
    ['none', 'nan', 'ieee']
      .filter((special) => special === 'none' || exponentBits + mantissaBits > 1)
      .map((special): [string, Params] => ['minifloat', { exponentBits, mantissaBits, special }]),
  ),
);

const formats: [string, Params][] = [
  ...WIDTHS.flatMap((bits): [string, Params][] => [
    ['uniform', { bits, range: 'restricted' }],
    ['uniform', { bits, range: 'full' }],
    ['uniform', { bits, range: 'midpoint' }],
    ['uniform', { bits, scheme: 'affine' }],
    ['uniform', { bits, scheme: 'affine', signed: true }],
    ['codebook', { bits }],
    ['vsquant', { bits, vectorSize: BLOCK }],
    ['mx-shared', { m: bits - 1, k1: BLOCK, k2: BLOCK }],
    ['pow2', { bits }],
  ]),
  ...['E4M3', 'E5M2', 'E3M2', 'E2M3', 'E2M1', 'INT8'].map((element): [string, Params] => [
    'ocp-mx',
    { element, blockSize: BLOCK },
  ]),
  ...floats,
  ['fp8', { format: 'E4M3' }],
  ['fp8', { format: 'E5M2' }],
  ['nvfp4', { blockSize: BLOCK }],
  ['nf4', { blockSize: BLOCK }],
  ['nf4', { blockSize: BLOCK, doubleQuantization: true }],
  ['binary', {}],
  ['ternary', {}],
];

describe.each(formats.map(([id, params]): [string, string, Params] => [`${id} ${JSON.stringify(params)}`, id, params]))(
  '%s',
  (_name, id, params) => {
    it('gives every code back', () => {
      const recipe: Recipe = {
        quantizer: choose('quantizer', id, params),
        granularity: choose('granularity', 'tensor'),
        clipper: choose('clipper', 'minmax'),
        rounder: choose('rounder', 'nearest-even'),
      };
      const quantizer = quantizerOf(id);
      const data = Float32Array.from({ length: BLOCK }, (_, i) => -1 + (2 * i) / (BLOCK - 1));
      const tensor: WeightTensor = { data, shape: [BLOCK, 1], layout: 'dense' };
      const state = quantizer.fit(tensor, recipe, context);
      const codes = Int32Array.from(data, (_, i) => Math.min(state.qmin + i, state.qmax));
      expect(codes[BLOCK - 1]).toBe(state.qmax);
      const values = quantizer.decode(codes, state);
      expect(new Set(values).size).toBe(state.qmax - state.qmin + 1);
      const again = quantizer.encode({ ...tensor, data: values }, state, recipe, context);
      expect(again.codes).toEqual(codes);
      expect(Float32Array.from(values, (_, i) => compose(quantizer.layout(state, codes, i)))).toEqual(values);
    });
  },
);
