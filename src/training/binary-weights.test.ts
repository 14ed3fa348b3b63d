import { describe, expect, it } from 'vitest';
import { bwnChainGradient, bwnPaperGradient, signGradient, ttqPass } from '../binary/gradients';
import { uniformStream } from '../numerics/random';
import { binaryWeights } from './binary-weights';
import { type BinaryMethod, methodQuantization } from './binary-methods';
import { ttqWeights } from './ttq-weights';

const next = uniformStream(3, 'sample-values');
const values = (count: number, size: number): Float32Array =>
  Float32Array.from({ length: count }, () => (next() * 2 - 1) * size);
const ROWS = 12;
const COLUMNS = 3;
const latent = values(ROWS * COLUMNS, 1.3);
const upstream = values(ROWS * COLUMNS, 1);
const tensor = { data: latent, shape: [ROWS, COLUMNS], layout: 'dense' as const };
const scheme = { kind: 'binary', scale: 'mean', sign: 'deterministic', seed: 1 } as const;
const column = (all: Float32Array, of: number): number[] => [...all].filter((_, i) => i % COLUMNS === of);

const expectClose = (got: readonly number[], want: readonly number[]) =>
  got.forEach((value, i) => expect(value).toBeCloseTo(want[i]!, 6));

describe('binaryWeights', () => {
  const formulas = { ste: signGradient, paper: bwnPaperGradient, chain: bwnChainGradient } as const;
  for (const gradient of ['ste', 'paper', 'chain'] as const) {
    it(`has the ${gradient} gradient of the reference, per filter and per tensor`, () => {
      const perFilter = binaryWeights({ ...scheme, granularity: 'channel', gradient }, tensor);
      perFilter.quantize(latent);
      const got = perFilter.gradient(latent, upstream);
      for (let c = 0; c < COLUMNS; c++)
        expectClose(column(got, c), formulas[gradient](column(latent, c), column(upstream, c)));
      const whole = binaryWeights({ ...scheme, granularity: 'tensor', gradient }, tensor);
      whole.quantize(latent);
      expectClose([...whole.gradient(latent, upstream)], formulas[gradient]([...latent], [...upstream]));
    });
  }

  it('draws the stochastic sign anew at every step, and the same again from the same seed', () => {
    const make = () =>
      binaryWeights({ ...scheme, granularity: 'tensor', scale: 'one', sign: 'stochastic', gradient: 'ste' }, tensor);
    const [one, other] = [make(), make()];
    const [first, second] = [one.quantize(latent), one.quantize(latent)];
    expect([...first]).not.toEqual([...second]);
    expect([other.quantize(latent), other.quantize(latent)]).toEqual([first, second]);
    expect(new Set(first)).toEqual(new Set([-1, 1]));
  });

  it('keeps master weights without a scale in [−1, 1], and leaves those with one alone', () => {
    const settle = (scale: 'one' | 'mean') => {
      const weights = latent.slice();
      binaryWeights({ ...scheme, granularity: 'tensor', scale, gradient: 'ste' }, tensor).settle?.(weights);
      return weights;
    };
    expect(settle('one')).toEqual(latent.map((w) => Math.min(Math.max(w, -1), 1)));
    expect(settle('mean')).toEqual(latent);
  });
});

describe('ttqWeights', () => {
  it('has the levels and gradients of the reference', () => {
    const quantizer = ttqWeights(0.05, latent);
    const [positive = 0, negative = 0] = quantizer.learned?.values ?? [];
    const want = ttqPass([...latent], [...upstream], { t: 0.05, positive, negative });
    expectClose([...quantizer.quantize(latent)], want.values);
    expectClose([...quantizer.gradient(latent, upstream)], want.gradientLatent);
    expectClose([...(quantizer.learned?.gradient ?? [])], [want.gradientPositive, want.gradientNegative]);
  });

  it('starts at the mean magnitudes of the two sides', () => {
    const quantizer = ttqWeights(0.05, Float32Array.of(1, 0.5, -0.25, -0.75, 0.01));
    expect([...(quantizer.learned?.values ?? [])]).toEqual([0.75, 0.5]);
  });
});

describe('filters of nothing but zeros', () => {
  it('give numbers in every method', () => {
    const zeros = new Float32Array(ROWS * COLUMNS);
    const none = { ...tensor, data: zeros };
    const made = [
      binaryWeights({ ...scheme, granularity: 'channel', gradient: 'chain' }, none),
      binaryWeights({ ...scheme, granularity: 'tensor', scale: 'one', gradient: 'ste' }, none),
      ttqWeights(0.05, zeros),
    ];
    for (const quantizer of made) {
      const all = [...quantizer.quantize(zeros), ...quantizer.gradient(zeros, upstream)];
      expect(all.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('methodQuantization', () => {
  const layers = ['first', 'middle', 'last'].map((name) => {
    return { name, kind: 'dense', layout: 'dense' as const, shape: [1, 1], weights: 1, macs: 1 };
  });
  const settings = { granularity: 'channel', factor: 0.7, sign: 'deterministic', gradient: 'ste', seed: 0 } as const;
  const named = (method: BinaryMethod, floatEnds: boolean) =>
    Object.keys(methodQuantization(method, { ...settings, floatEnds }, layers)?.weights ?? {});

  it('leaves the first and the last layer in float where that is chosen, and only there', () => {
    for (const method of ['int8', 'bwn', 'binaryconnect', 'xnor', 'twn', 'ttq'] as const) {
      expect(named(method, true)).toEqual(['middle']);
      expect(named(method, false)).toEqual(['first', 'middle', 'last']);
    }
    expect(methodQuantization('float', { ...settings, floatEnds: false }, layers)).toBeNull();
  });
});
