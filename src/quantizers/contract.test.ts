/** Walks the registries: what must hold for every quantizer, so that a new one is checked by adding its line. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recipe } from '../experiment/spec';
import { choose } from '../experiment/techniques';
import { plainKernels } from '../kernels/index';
import { granularities } from './granularity';
import type { Params } from '../params/param';
import { compose, withBits } from './layout';
import { measure } from './metrics';
import { quantizeTensor } from './quantize';
import { quantizers, quantizerOf } from './registry';
import { clippers } from '../clipping/registry';
import { rounders } from '../rounding/registry';
import type { WeightTensor } from './types';

const context = { kernels: plainKernels, seed: 11 };

function recipe(quantizer: string, granularity = 'tensor', clipper = 'minmax', rounder = 'nearest-even'): Recipe {
  return {
    quantizer: choose('quantizer', quantizer),
    granularity: choose('granularity', granularity),
    clipper: choose('clipper', clipper),
    rounder: choose('rounder', rounder),
  };
}

/** Every recipe that the registries allow with default parameters; clippers and rounders in turn, not in pairs. */
const plain: [string, Recipe][] = Object.values(quantizers).flatMap((quantizer) => {
  const applies = quantizer.applies(recipe(quantizer.id));
  const ids = (part: 'granularity' | 'clipper' | 'rounder', table: object, fallback: string): string[] =>
    applies[part] === null ? Object.keys(table) : [fallback];
  return ids('granularity', granularities, 'tensor').flatMap((g) => {
    const clipped = ids('clipper', clippers, 'minmax').map((c) => [c, 'nearest-even'] as const);
    const rounded = ids('rounder', rounders, 'nearest-even').map((r) => ['minmax', r] as const);
    const pairs = new Map(
      [...clipped, ...rounded].map(([c, r]) => [`${quantizer.id} ${g} ${c} ${r}`, [c, r] as const]),
    );
    return [...pairs].map(([name, [c, r]]): [string, Recipe] => [name, recipe(quantizer.id, g, c, r)]);
  });
});

/** Every option of a quantizer but its default. */
const options: [string, Recipe][] = Object.values(quantizers).flatMap(({ id, params }) =>
  Object.entries(params).flatMap(([key, param]) => {
    const values: (string | boolean)[] =
      param.kind === 'choice' ? param.options.map(({ value }) => value) : param.kind === 'boolean' ? [true, false] : [];
    return values
      .filter((value) => value !== param.default)
      .map((value): [string, Recipe] => [
        `${id} with ${key} ${String(value)}`,
        { ...recipe(id, 'channel'), quantizer: choose('quantizer', id, { [key]: value }) },
      ]);
  }),
);

const recipes = [...plain, ...options];

/** Conv kernel [3, 3, 4, 6] with a wide spread of channel ranges, an all-zero channel and an outlier. */
const kernel: WeightTensor = {
  shape: [3, 3, 4, 6],
  layout: 'conv2d',
  data: Float32Array.from({ length: 216 }, (_, i) =>
    i % 6 === 5 ? 0 : Math.sin(i * 12.9898) * (1 + (i % 6)) * (i === 40 ? 9 : 1),
  ),
};

const encodeWith = (tensor: WeightTensor, one: Recipe) => {
  const quantizer = quantizerOf(one.quantizer.id);
  const state = quantizer.fit(tensor, one, context);
  return { quantizer, state, ...quantizer.encode(tensor, state, one, context) };
};

/**
 * VSQuant and doubly quantized NF4 divide by float scales and restore with quantized ones; without that they are idempotent,
 * and so is a mantissa that is rounded and not cut off.
 */
const KEEPING: Readonly<Record<string, Params>> = {
  vsquant: { elementScale: 'quantized' },
  nf4: { doubleQuantization: false },
  minifloat: { rounding: 'even' },
  binary: { sign: 'deterministic' },
};

function restoredByItsDivisor(one: Recipe): Recipe {
  const params = { ...one.quantizer.params, ...KEEPING[one.quantizer.id] };
  return { ...one, quantizer: choose('quantizer', one.quantizer.id, params) };
}

describe.each(recipes)('%s', (_name, one) => {
  it('decodes its codes to its values, and keeps them when quantized again to the nearest', () => {
    const { quantizer, state, codes, values } = encodeWith(kernel, one);
    expect(quantizer.decode(codes, state)).toEqual(values);
    const nearest = restoredByItsDivisor({ ...one, rounder: choose('rounder', 'nearest-even') });
    const held = encodeWith(kernel, nearest);
    const again = quantizer.encode({ ...kernel, data: held.values }, held.state, nearest, context);
    expect(again.values).toEqual(held.values);
  });

  it('keeps codes in range and values among the levels of their group', () => {
    const quantized = quantizeTensor(kernel, one, context);
    expect(quantized.codes.every((code) => code >= quantized.qmin && code <= quantized.qmax)).toBe(true);
    if (one.quantizer.id === 'float') return;
    const { kind, rowsPerGroup } = quantized.regions;
    quantized.values.forEach((value, i) => {
      const [row, column] = [Math.floor(i / 6), i % 6];
      const group = kind === 'tensor' ? 0 : kind === 'channel' ? column : Math.floor(row / rowsPerGroup) * 6 + column;
      const levels = quantized.levelsOf(group);
      if (!levels.includes(value)) expect(Array.from(levels)).toContain(value);
      expect(levels.every((level, at) => at === 0 || level >= levels[at - 1]!)).toBe(true);
    });
  });

  it('lays every value out in bits that compose to it', () => {
    const { quantizer, state, codes, values } = encodeWith(kernel, one);
    values.forEach((value, index) => {
      const layout = quantizer.layout(state, codes, index);
      if (compose(layout) !== value) expect(compose(layout)).toBe(value);
      const fits = layout.every(({ bits, raw }) => Number.isInteger(raw) && raw >= 0 && raw < 2 ** bits);
      if (!fits || new Set(layout.map(({ id }) => id)).size < layout.length) expect(layout).toBe('bits that fit');
    });
    const layout = quantizer.layout(state, codes, 0);
    expect(JSON.parse(JSON.stringify(layout))).toEqual(layout);
  });

  it('gives the value of other codes when their bits are set', () => {
    const { quantizer, state, codes, values } = encodeWith(kernel, one);
    const own = (index: number) => quantizer.layout(state, codes, index).filter(({ scope }) => scope === 'value');
    // Neighbours along a channel that share everything but their own bits.
    const [from, to] = [0, 6];
    const changed = own(to).reduce(
      (layout, { id, raw }) => withBits(layout, id, raw),
      quantizer.layout(state, codes, from),
    );
    const shared = (index: number) => quantizer.layout(state, codes, index).filter(({ scope }) => scope !== 'value');
    if (JSON.stringify(shared(from)) === JSON.stringify(shared(to))) expect(compose(changed)).toBe(values[to]);
  });

  it('has a state of plain data', () => {
    const { quantizer, state, codes, values } = encodeWith(kernel, one);
    const copies = [structuredClone(state), JSON.parse(JSON.stringify(state)) as typeof state];
    for (const copy of copies) {
      expect(copy).toEqual(state);
      expect(quantizer.decode(codes, copy)).toEqual(values);
    }
  });

  it('gives the same bytes for the same seed and accounts for every stored bit', () => {
    const [first, second] = [quantizeTensor(kernel, one, context), quantizeTensor(kernel, one, context)];
    expect(second.values).toEqual(first.values);
    const { codes, scales, zeroPoints, codebook, exponents } = first.storage;
    expect(first.bitsPerWeight).toBeCloseTo((codes + scales + zeroPoints + codebook + exponents) / 216, 12);
    expect(codes).toBeGreaterThanOrEqual(216);
  });

  it.each([
    ['empty', []],
    ['zero', [0, 0, 0, 0]],
    ['constant', [0.3, 0.3, 0.3, 0.3]],
    ['one element', [-2]],
    ['NaN and infinities', [1, Number.NaN, -0.5, Infinity, -Infinity, 0.25]],
  ])('is defined on a tensor that is %s', (_kind, values) => {
    const tensor: WeightTensor = { data: Float32Array.from(values), shape: [values.length, 1], layout: 'dense' };
    const quantized = quantizeTensor(tensor, one, context);
    expect(quantized.values).toHaveLength(values.length);
    const { quantizer, state, codes } = encodeWith(tensor, one);
    quantized.values.forEach((value, index) => {
      expect(compose(quantizer.layout(state, codes, index))).toBe(value);
    });
    const metrics = measure(tensor, quantized, plainKernels);
    const { mse, clipMse, roundMse, bitsPerWeight, zeroShare, entropyBits } = metrics;
    for (const number of [mse, clipMse, roundMse, bitsPerWeight, zeroShare, entropyBits])
      expect(Number.isFinite(number)).toBe(true);
    // A codebook has no entry for it, and ±1 without a scale none either.
    const hasZero = one.quantizer.id !== 'codebook' && one.quantizer.params['scale'] !== 'one';
    if (values.every((v) => v === 0) && hasZero) expect(mse).toBe(0);
  });
});

describe('every uniform recipe', () => {
  it('splits its error into clipping and rounding, and clips nothing at min-max', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1, maxLength: 60, noNaN: true, noDefaultInfinity: true }), (data) => {
        const tensor: WeightTensor = { data, shape: [data.length, 1], layout: 'dense' };
        const quantized = quantizeTensor(tensor, recipe('uniform'), context);
        const metrics = measure(tensor, quantized, plainKernels);
        expect(metrics.clippedCount).toBe(0);
        expect(metrics.clipMse + metrics.roundMse).toBe(metrics.mse);
      }),
    );
  });
});

describe('the error contract', () => {
  const tensor: WeightTensor = { data: Float32Array.of(1, -1), shape: [2, 1], layout: 'dense' };
  const uniform = (params: Record<string, number>): Recipe => ({
    ...recipe('uniform'),
    quantizer: { id: 'uniform', params },
  });

  it.each([
    ['1 bit in the restricted range', uniform({ bits: 1 })],
    ['0 bits', uniform({ bits: 0 })],
    ['17 bits', uniform({ bits: 17 })],
    ['2.5 bits', uniform({ bits: 2.5 })],
    ['a group of 0', { ...recipe('uniform'), granularity: { id: 'group', params: { groupSize: 0 } } }],
    ['a codebook of 0 bits', { ...recipe('codebook'), quantizer: { id: 'codebook', params: { bits: 0 } } }],
    ['an unknown quantizer', { ...recipe('uniform'), quantizer: { id: 'magic', params: {} } }],
    ['an unknown clipper', { ...recipe('uniform'), clipper: { id: 'magic', params: {} } }],
  ])('throws RangeError for %s', (_what, one) => {
    expect(() => quantizeTensor(tensor, one, context)).toThrow(RangeError);
  });

  it('gives an empty tensor scale 1', () => {
    const empty: WeightTensor = { data: new Float32Array(0), shape: [0, 1], layout: 'dense' };
    expect(quantizeTensor(empty, recipe('uniform'), context).scales).toEqual([1]);
  });
});
