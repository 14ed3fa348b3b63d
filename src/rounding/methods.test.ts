import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniformStream } from '../numerics/random';
import { adaRound, nearestWeights } from './adaround';
import { enumerateRoundings } from './enumerate';
import { gptq } from './gptq';
import { type Matrix, reconstructionError, softLoss } from './soft-layer';

function randomMatrix(rows: number, columns: number, seed: number, map = (u: number) => 2 * u - 1): Matrix {
  const next = uniformStream(seed, 'codebook-start');
  return { rows, columns, data: Float64Array.from({ length: rows * columns }, () => map(next())) };
}

const grid = { scales: [0.3], qmin: -3, qmax: 3 };
const weights = randomMatrix(4, 10, 1);
/** Correlated inputs, as after a ReLU: errors of one sign do not cancel. */
const inputs = randomMatrix(40, 10, 2, (u) => u + 0.2);

describe('the loss of AdaRound', () => {
  it.each(['none', 'relu'] as const)('has the gradient that differences give, with activation %s', (activation) => {
    const shape = { weights, inputs, quantizedInputs: inputs, grid, activation, beta: 6, lambda: 0.05 };
    const v = randomMatrix(4, 10, 3).data;
    const { gradient } = softLoss(shape, v);
    const step = 1e-6;
    v.forEach((_, i) => {
      const [above, below] = [step, -step].map((d) => {
        const moved = Float64Array.from(v);
        moved[i]! += d;
        return softLoss(shape, moved).total;
      });
      expect(Math.abs((above! - below!) / (2 * step) - gradient[i]!)).toBeLessThan(1e-4);
    });
  });
});

describe('rounding that sees the inputs', () => {
  const error = (of: Matrix) => reconstructionError(weights, of, inputs, inputs, 'none');
  const nearest = error(nearestWeights(weights, grid));

  it('AdaRound ends far below nearest, with nearly every weight decided', () => {
    const settings = { iterations: 2000, learningRate: 0.01, relativeLambda: 0.03 };
    const run = adaRound({ weights, inputs, quantizedInputs: inputs, grid, activation: 'none', ...settings });
    let step = run.next();
    while (step.done !== true) step = run.next();
    expect(step.value.reconstruction).toBeLessThan(nearest / 2);
    expect(step.value.nearest).toBeCloseTo(nearest, 12);
    expect(step.value.undecided).toBeLessThan(0.05);
  });

  it('GPTQ ends below nearest and stays on the grid', () => {
    const rounded = gptq({ weights, inputs, grid, damping: 0.01 });
    expect(error(rounded)).toBeLessThan(nearest);
    for (const w of rounded.data) expect(Math.abs(w / 0.3 - Math.round(w / 0.3))).toBeLessThan(1e-9);
  });
});

describe('enumerateRoundings', () => {
  it('finds a best that no rule beats, and a chance between 0 and 1', () => {
    const row = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(row, fc.integer({ min: 1, max: 1000 }), (w, seed) => {
        const { data } = randomMatrix(5, w.length, seed);
        const samples = Array.from({ length: 5 }, (_, s) =>
          Array.from(data.subarray(s * w.length, (s + 1) * w.length)),
        );
        const found = enumerateRoundings({ weights: w, samples, scale: 0.25, qmin: -7, qmax: 7 });
        expect(found.best).toBeLessThanOrEqual(Math.min(found.nearest, found.floor, found.ceil));
        expect(found.betterOnce).toBeGreaterThanOrEqual(0);
        expect(found.betterOnce).toBeLessThanOrEqual(1 + 1e-12);
        if (found.best === found.nearest) expect(found.betterOnce).toBe(0);
      }),
    );
  });

  it('refuses a row whose roundings are too many to try', () => {
    const weights13 = Array.from({ length: 13 }, () => 0.1);
    expect(() => enumerateRoundings({ weights: weights13, samples: [], scale: 1, qmin: -1, qmax: 1 })).toThrow(
      RangeError,
    );
  });
});
