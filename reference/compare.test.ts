import { describe, expect, it } from 'vitest';
import { firstDifference, formatBounds, uniformBounds } from './compare';

const DEFAULTS = {
  dequantized: { rel: 1e-6, abs: 1e-12 },
  scale: { rel: 1e-6 },
  mse: { rel: 1e-5, abs: 1e-15 },
  integers: 'exact',
};
const differs = (got: unknown, want: unknown, own: Record<string, unknown> = {}): boolean =>
  firstDifference(got, want, formatBounds(DEFAULTS, own)) !== null;

describe('the rules of the formats', () => {
  it.each([
    ['codes match', { codes: Int32Array.of(1, -2) }, { codes: [1, -2] }, {}, false],
    ['a code is off by one', { codes: Int32Array.of(1, -2) }, { codes: [1, -3] }, {}, true],
    ['a code is missing', { codes: Int32Array.of(1) }, { codes: [1, 2] }, {}, true],
    ['a large integer is off by one', { iterationsRun: 10_000_001 }, { iterationsRun: 10_000_000 }, {}, true],
    ['a field is not produced', {}, { mse: 0 }, {}, true],
    ['an extra field is produced', { mse: 0, more: 1 }, { mse: 0 }, {}, false],
    ['mse within its tolerance', { mse: 1.000005 }, { mse: 1 }, {}, false],
    ['mse outside its tolerance', { mse: 1.00002 }, { mse: 1 }, {}, true],
    ['a field of its own tolerance', { mse: 1.05 }, { mse: 1 }, { mse: { rel: 0.1 } }, false],
    ['a field under the tolerance for all', { threshold: 1.05 }, { threshold: 1 }, { all: { rel: 0.1 } }, false],
    ['an unnamed field within 1e-6', { threshold: 1.0000005 }, { threshold: 1 }, {}, false],
    ['an unnamed field outside 1e-6', { threshold: 1.000002 }, { threshold: 1 }, {}, true],
    ['expected float32 in short decimals', { scale: Math.fround(0.1) }, { scale: 0.1 }, { scale: 'exact' }, false],
    ['neighbouring float32 under exact', { values: [0.1] }, { values: [0.10000001] }, { values: 'exact' }, true],
    ['-0 for 0', { codes: [-0] }, { codes: [0] }, {}, false],
    ['NaN for NaN', { dequantized: Float32Array.of(Number.NaN) }, { dequantized: ['NaN'] }, {}, false],
    ['a number for NaN', { dequantized: Float32Array.of(0) }, { dequantized: ['NaN'] }, {}, true],
    ['NaN for a number', { mse: Number.NaN }, { mse: 1 }, {}, true],
    ['Infinity for Infinity', { sqnrDb: Infinity }, { sqnrDb: 'Infinity' }, {}, false],
    ['a large number for Infinity', { sqnrDb: 1e300 }, { sqnrDb: 'Infinity' }, {}, true],
    ['null for null', { sharedExponents: [null, -3] }, { sharedExponents: [null, -3] }, {}, false],
    ['0 for null', { sharedExponents: [0] }, { sharedExponents: [null] }, {}, true],
    ['the innermost name in a table', { 4: { mse: 1.000005 } }, { 4: { mse: 1 } }, {}, false],
    ['a wrong entry of a table', { 4: { mse: 1.1 } }, { 4: { mse: 1 } }, {}, true],
  ])('%s', (_what, got, want, own, expected) => {
    expect(differs(got, want, own)).toBe(expected);
  });

  it('name the field, what was got and what was wanted', () => {
    expect(firstDifference({ codes: [1, 5] }, { codes: [1, 2] }, formatBounds(DEFAULTS, {}))).toBe(
      'codes[1]: got 5, want 2',
    );
  });
});

describe('the rules of the training files', () => {
  const bounds = uniformBounds({ abs: 1e-5, rel: 1e-4 });

  it.each([
    ['within the tolerance', { alpha: [0.20002] }, { alpha: [0.2] }, false],
    ['outside the tolerance', { alpha: [0.2001] }, { alpha: [0.2] }, true],
    [
      'nested rows',
      {
        T: [
          [1, 0],
          [-1, 1],
        ],
      },
      {
        T: [
          [1, 0],
          [-1, 1],
        ],
      },
      false,
    ],
    [
      'a wrong row',
      {
        T: [
          [1, 0],
          [-1, 0],
        ],
      },
      {
        T: [
          [1, 0],
          [-1, 1],
        ],
      },
      true,
    ],
    ['a word', { bound: 'memory' }, { bound: 'memory' }, false],
    ['a wrong word', { bound: 'memory' }, { bound: 'compute' }, true],
    ['a boolean', { reg_active: false }, { reg_active: true }, true],
  ])('%s', (_what, got, want, expected) => {
    expect(firstDifference(got, want, bounds) !== null).toBe(expected);
  });

  it('mean exact when both are 0', () => {
    expect(firstDifference({ q: [2] }, { q: [2] }, uniformBounds({ abs: 0, rel: 0 }))).toBeNull();
    expect(firstDifference({ q: [2.0000001] }, { q: [2] }, uniformBounds({ abs: 0, rel: 0 }))).not.toBeNull();
  });

  it('takes bounds as bounds and leaves what is for information', () => {
    const want = { loss_must_be_at_most: 0.5, loss_reference: 0.4 };
    expect(firstDifference({ loss_must_be_at_most: 0.3 }, want, uniformBounds({ abs: 0, rel: 0 }))).toBeNull();
    expect(firstDifference({ loss_must_be_at_most: 0.6 }, want, uniformBounds({ abs: 1, rel: 1 }))).toMatch(/got 0.6/);
    expect(firstDifference({}, want, uniformBounds({ abs: 0, rel: 0 }))).toMatch(/got nothing/);
  });
});
