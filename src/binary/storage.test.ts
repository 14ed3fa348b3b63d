import { describe, expect, it } from 'vitest';
import { packCodes, unpackCodes } from './packed-storage';
import { curveOptimum, thresholdCurve } from './threshold-curve';
import { uniformStream } from '../numerics/random';

const next = uniformStream(9, 'sample-values');

describe('packCodes', () => {
  it('gives every code and scale back', () => {
    for (const bits of [1, 2] as const) {
      const codes = Int8Array.from({ length: 37 }, () =>
        bits === 1 ? (next() < 0.5 ? 1 : -1) : Math.floor(next() * 3) - 1,
      );
      const scales = Float32Array.of(0.25, 3, 0);
      const packed = packCodes({ codes, scales, bits });
      expect(packed.length).toBe(Math.ceil((37 * bits) / 8) + 12);
      expect(unpackCodes(packed, 37, bits)).toEqual({ codes, scales, bits });
    }
  });
});

/** Squared error of α sign(w) outside ±Δ, with α the mean magnitude there. */
function directError(groups: readonly Float32Array[], factor: number): number {
  let [error, energy] = [0, 0];
  for (const group of groups) {
    const mean = group.reduce((sum, w) => sum + Math.abs(w), 0) / group.length;
    const kept = group.filter((w) => Math.abs(w) > factor * mean);
    const alpha = kept.reduce((sum, w) => sum + Math.abs(w), 0) / Math.max(kept.length, 1);
    for (const w of group) {
      error += (Math.abs(w) > factor * mean ? Math.abs(w) - alpha : w) ** 2;
      energy += w * w;
    }
  }
  return error / energy;
}

describe('thresholdCurve', () => {
  const groups = Array.from({ length: 3 }, () => Float32Array.from({ length: 101 }, () => (next() - 0.5) * next()));

  it('is the error of ternary levels at every factor', () => {
    const curve = thresholdCurve(groups);
    for (const at of [0, 33, 70, 150, 200]) {
      expect(curve.error[at]).toBeCloseTo(directError(groups, curve.factors[at]!), 9);
      const kept = curve.positives[at]! + curve.negatives[at]!;
      expect(1 - kept / 303).toBeCloseTo(curve.zeros[at]!, 12);
    }
  });

  it('never lies below the optimum', () => {
    const { error } = curveOptimum(groups);
    expect(Math.min(...thresholdCurve(groups).error)).toBeGreaterThanOrEqual(error - 1e-12);
    const whole = [Float32Array.from(groups.flatMap((group) => [...group]))];
    expect(Math.min(...thresholdCurve(whole).error)).toBeCloseTo(curveOptimum(whole).error, 3);
  });

  it('is 0 everywhere for nothing but zeros', () => {
    const zeros = [new Float32Array(4), new Float32Array(4)];
    const curve = thresholdCurve(zeros);
    for (const list of [curve.error, curve.alpha, curve.alphaLow, curve.alphaHigh])
      expect([...list].every((x) => x === 0)).toBe(true);
    expect(curveOptimum(zeros)).toEqual({ factor: 0, error: 0, zeros: 1, alpha: 0 });
  });
});
