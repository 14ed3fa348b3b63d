import { describe, expect, it } from 'vitest';
import { parsePreprocess } from './card';
import { DISTRIBUTIONS, type Distribution, randomBytes, tokens } from './random-inputs';

const COUNT = 40_000;

/** What the network gets of the bytes. */
function inputs(distribution: Distribution): Float64Array {
  const { mean, std } = parsePreprocess(DISTRIBUTIONS[distribution].preprocess);
  return Float64Array.from(randomBytes(distribution, COUNT, 3), (byte) => (byte / 255 - mean) / std);
}

function moments(values: Float64Array) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance), low: Math.min(...values), high: Math.max(...values) };
}

describe('random inputs', () => {
  it.each([
    ['unit', 0, 1],
    ['signed', -1, 1],
    ['bytes', 0, 255],
  ] as const)('are uniform where they are called so: %s', (distribution, low, high) => {
    const found = moments(inputs(distribution));
    const range = high - low;
    expect(found.low).toBeCloseTo(low, 10);
    expect(found.high).toBeCloseTo(high, 10);
    expect(Math.abs(found.mean - (low + high) / 2)).toBeLessThan(0.01 * range);
    // The deviation of a uniform distribution is its range over the root of 12.
    expect(Math.abs(found.deviation - range / Math.sqrt(12))).toBeLessThan(0.01 * range);
  });

  it('are standard normal, cut at 4, where they are called so', () => {
    const found = moments(inputs('normal'));
    expect(Math.abs(found.mean)).toBeLessThan(0.03);
    expect(Math.abs(found.deviation - 1)).toBeLessThan(0.02);
    expect(found.low).toBeGreaterThanOrEqual(-4);
    expect(found.high).toBeLessThanOrEqual(4);
  });

  it('are the same for the same seed only', () => {
    expect(randomBytes('normal', 100, 1)).toEqual(randomBytes('normal', 100, 1));
    expect(randomBytes('normal', 100, 1)).not.toEqual(randomBytes('normal', 100, 2));
    expect(randomBytes('unit', 100, 1)).not.toEqual(randomBytes('unit', 100, 2));
  });
});

it('words are drawn of those that the network knows, all of them', () => {
  expect(new Set(tokens(5, 1000, 1))).toEqual(new Set([0, 1, 2, 3, 4]));
});
