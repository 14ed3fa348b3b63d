import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recipe, Side } from '../../experiment/spec';
import { choose } from '../../experiment/techniques';
import { loadKernels } from '../../kernels/index';
import type { Kernel, Model } from '../../model/graph';
import { resultOf } from '../../numerics/steps';
import type { Params } from '../../params/param';
import { quantizers } from '../../quantizers/registry';
import { TensorFileError, readSafetensors } from '../safetensors';
import { type SideKernel, sideKernels } from '../side-kernels';
import { packBits, unpackBits } from './bits';
import { isPacked, readPacked } from './read';
import { writePacked } from './write';

const kernels = loadKernels({ plain: false });

/** Three kernels with ragged groups and a channel of zeros, and a bias. */
const kernel = (name: string, layout: Kernel['info']['layout'], shape: readonly number[]): Kernel => {
  const weights = shape.reduce((product, dim) => product * dim, 1);
  const data = Float32Array.from({ length: weights }, (_, i) =>
    i % 6 === 5 ? 0 : Math.sin(i * 12.9898) * (1 + (i % 6)),
  );
  return { info: { name, kind: layout, layout, shape, weights, macs: 0 }, data };
};
const bias = Float32Array.of(1.5, -2, 0.25);
const model: Model = {
  card: { id: 'made', output: 'logits', sha256: '', input: { shape: [4], preprocess: 'pixel' } },
  preprocess: { mean: 0, std: 1 },
  nodes: [
    { name: 'input', op: { kind: 'input' }, inputs: [], shape: [4] },
    { name: 'fc', op: { kind: 'dense', kernel: 0, bias, activation: { kind: 'linear' } }, inputs: [0], shape: [3] },
  ],
  kernels: [
    kernel('fc', 'dense', [37, 6]),
    kernel('conv', 'conv2d', [3, 3, 4, 6]),
    kernel('dw', 'depthwise', [3, 3, 6, 1]),
  ],
  biasBytes: bias.byteLength,
};

const sideOf = (id: string, params: Params, granularity: string): Side => ({
  recipe: {
    quantizer: choose('quantizer', id, params),
    granularity: choose('granularity', granularity, granularity === 'group' ? { groupSize: 7 } : {}),
    clipper: choose('clipper', 'minmax'),
    rounder: choose('rounder', 'nearest-even'),
  } satisfies Recipe,
  overrides: {},
  seed: 5,
});

const CASES: readonly (readonly [string, Params])[] = [
  ['float', {}],
  ['uniform', { bits: 3 }],
  ['uniform', { bits: 5, scheme: 'affine' }],
  ['uniform', { bits: 11, scheme: 'affine', signed: true }],
  ['codebook', { bits: 3 }],
  ['vsquant', {}],
  ['vsquant', { coarse: 'tensor', vectorSize: 5 }],
  ['mx-shared', {}],
  ['mx-shared', { m: 2, k1: 7, k2: 3 }],
  ['ocp-mx', { element: 'E2M1' }],
  ['ocp-mx', { element: 'INT8', blockSize: 5 }],
  ['nvfp4', {}],
  ['fp8', { format: 'E5M2' }],
  ['minifloat', {}],
  ['minifloat', { scaling: 'none' }],
  ['nf4', { blockSize: 8 }],
  ['nf4', { blockSize: 1, doubleQuantization: true }],
  ['pow2', {}],
  ['binary', {}],
  ['binary', { scale: 'one' }],
  ['ternary', {}],
];

describe('packed weights', () => {
  it('are tried for every quantizer', () => {
    expect(new Set(CASES.map(([id]) => id))).toEqual(new Set(Object.keys(quantizers)));
  });

  describe.each(CASES)('%s %o', (id, params) => {
    it.each(['tensor', 'channel', 'group'])(
      'by %s come back bit for bit, in as many bits as are counted',
      (granularity) => {
        const made = resultOf(sideKernels(model, sideOf(id, params, granularity), kernels));
        const bytes = writePacked(model, made, { link: '#e=1' });
        const file = readSafetensors(bytes);
        expect(isPacked(file)).toBe(true);
        expect(file.metadata['link']).toBe('#e=1');
        const back = new Map(readPacked(file).map(({ name, data }) => [name, data]));
        for (const one of made) {
          const wanted = one.quantized?.values ?? one.kernel.data;
          expect(new Uint8Array(back.get(`${one.kernel.info.name}/kernel`)?.slice().buffer ?? [])).toEqual(
            new Uint8Array(wanted.slice().buffer),
          );
        }
        expect(back.get('fc/bias')).toEqual(bias);
        const bitsOf = ({ kernel: one, quantized }: SideKernel): number => {
          if (quantized === null) return one.data.length * 32;
          const { codes, scales, zeroPoints, codebook, exponents } = quantized.storage;
          return codes + scales + zeroPoints + codebook + exponents;
        };
        const counted = made.reduce((sum, one) => sum + bitsOf(one), bias.byteLength * 8);
        const stored = file.tensors.reduce((sum, { data }) => sum + data.byteLength * 8, 0);
        // Each list of codes ends on a whole byte.
        const lists = file.tensors.filter(({ data }) => data instanceof Uint8Array).length;
        expect(stored).toBeGreaterThanOrEqual(counted);
        expect(stored - counted).toBeLessThan(8 * lists + 1);
      },
    );
  });

  it('are refused when parts are missing or too short, whatever was cut', () => {
    const made = resultOf(sideKernels(model, sideOf('uniform', { bits: 3 }, 'channel'), kernels));
    const file = readSafetensors(writePacked(model, made, {}));
    const without = { ...file, tensors: file.tensors.filter(({ name }) => name !== 'fc/scale') };
    expect(() => readPacked(without)).toThrow(TensorFileError);
    for (const kernelsText of ['', '{}', '[{}]', '[{"name":"fc","shape":[2],"rows":1,"columns":1}]'])
      expect(() => readPacked({ ...file, metadata: { ...file.metadata, kernels: kernelsText } })).toThrow(
        TensorFileError,
      );
  });
});

describe('bits without gaps', () => {
  it('come back for every width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 32 }),
        fc.array(fc.nat({ max: 2 ** 31 - 1 }), { maxLength: 40 }),
        (width, raw) => {
          const values = raw.map((value) => (value * 2 + 1) % 2 ** width);
          const bytes = packBits(values, width);
          expect(bytes).toHaveLength(Math.ceil((values.length * width) / 8));
          expect(Array.from(unpackBits(bytes, width, values.length))).toEqual(values);
        },
      ),
    );
  });

  it('are not read beyond their end', () => {
    expect(() => unpackBits(new Uint8Array(1), 3, 3)).toThrow(RangeError);
  });
});
