import { describe, expect, it } from 'vitest';
import { fakeReport } from '../fakes';
import { roundErrorModel } from './model';
import { notesOf, predictedMse, roundErrorTable, roundingMse, sentence } from './words';

const size = { width: 440, height: 260 };
/** Evenly spread weights, for which the model of uniform noise is exact up to the number of weights. */
const even = fakeReport('fc1', {
  rows: 4000,
  columns: 2,
  bits: 8,
  weight: (row, column) => (row + column / 2 - 2000) / 2000,
});

describe('roundErrorModel', () => {
  it('puts half a step at the edge of a flat distribution', () => {
    const { halves, left, right, axisY } = roundErrorModel({ a: even, b: even }, ['a', 'b'], size)!;
    const [low, high] = halves[0]!.halfStep!;
    const middle = (left + right) / 2;
    expect((low + high) / 2).toBeCloseTo(middle, 6);
    expect(high).toBeLessThanOrEqual(right);
    expect(halves[0]!.tip).toBeLessThan(axisY);
    expect(halves[1]!.tip).toBeGreaterThan(axisY);
  });

  it('cuts the long tail of clipped weights', () => {
    const weight = (row: number) => (row === 7 ? 40 : Math.sin(row) * 10);
    const clipped = fakeReport('fc1', { rows: 600, columns: 1, bits: 4, ratio: 0.3, weight });
    const { halves, left, right } = roundErrorModel({ a: clipped, b: null }, ['a'], size)!;
    const [, high] = halves[0]!.halfStep!;
    expect((high - (left + right) / 2) / (right - left)).toBeGreaterThan(0.1);
  });

  it('shows one side over the whole height', () => {
    expect(roundErrorModel({ a: even, b: null }, ['a'], size)!.axisY).toBe(size.height - 28);
    expect(roundErrorModel({ a: null, b: null }, ['a'], size)).toBeNull();
  });
});

describe('Δ²/12', () => {
  it('predicts the rounding error of evenly spread weights', () => {
    expect(roundingMse(even) / predictedMse(even)!).toBeCloseTo(1, 1);
  });

  it('averages over the steps of all groups', () => {
    const twice = {
      ...even,
      thresholds: { low: Float32Array.of(-1, -2), high: Float32Array.of(1, 2) },
      clip: { low: -1, high: 1, ratio: 1 },
    };
    expect(
      predictedMse(twice)! /
        predictedMse({ ...twice, thresholds: { low: Float32Array.of(-1), high: Float32Array.of(1) } })!,
    ).toBeCloseTo(2.5, 6);
  });

  it('says nothing without a step', () => {
    const codebook = { ...even, roundError: { ...even.roundError, step: 0 } };
    expect(predictedMse(codebook)).toBeNull();
    expect(notesOf('a', codebook)).toContain('no even step, so no Δ²/12');
  });
});

describe('words of the rounding error', () => {
  it('say what is measured and what is predicted', () => {
    expect(sentence('fc1', { a: even, b: null }, ['a'])).toMatch(/A: rounding MSE .*, measured, Δ²\/12 predicts /);
  });

  it('list the bins of each side', () => {
    const { rows } = roundErrorTable({ a: even, b: null });
    expect(rows).toHaveLength(81);
    expect(rows.reduce((sum, row) => sum + Number(row[3]), 0)).toBe(8000);
  });
});
