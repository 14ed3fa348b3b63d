import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniformStream } from '../numerics/random';
import { adaRound } from './adaround';
import { nearestUps, roundingChoices, valuesWith } from './choices';
import { enumerateRoundings } from './enumerate';
import { gptq } from './gptq';
import { momentLoss } from './moment-loss';
import { type Matrix, sampleLoss } from './output-loss';
import { SoftRounding } from './soft-rounding';

function randomMatrix(rows: number, columns: number, seed: number, map = (u: number) => 2 * u - 1): Matrix {
  const next = uniformStream(seed, 'codebook-start');
  return { rows, columns, data: Float64Array.from({ length: rows * columns }, () => map(next())) };
}

const grid = { scales: [0.3], qmin: -3, qmax: 3 };
const weights = randomMatrix(4, 10, 1);
/** Correlated inputs, as after a ReLU: errors of one sign do not cancel. */
const inputs = randomMatrix(40, 10, 2, (u) => u + 0.2);

const choices = roundingChoices(weights.data, { scaleOf: () => 0.3, qmin: -3, qmax: 3 });
const lossFor = (activation: 'none' | 'relu', quantizedInputs = inputs) =>
  sampleLoss({ weights, inputs, quantizedInputs, activation });

describe('the loss of AdaRound', () => {
  it.each(['none', 'relu'] as const)('has the gradient that differences give, with activation %s', (activation) => {
    const total = (v: Float64Array) => {
      const layer = new SoftRounding(choices, lossFor(activation), v);
      const { reconstruction, regularizer } = layer.run(6, 0.05);
      return { total: reconstruction + 0.05 * regularizer, gradient: layer.gradient };
    };
    const v = randomMatrix(4, 10, 3).data;
    const { gradient } = total(v);
    const step = 1e-6;
    v.forEach((_, i) => {
      const [above, below] = [step, -step].map((d) => {
        const moved = Float64Array.from(v);
        moved[i]! += d;
        return total(moved).total;
      });
      expect(Math.abs((above! - below!) / (2 * step) - gradient[i]!)).toBeLessThan(1e-4);
    });
  });

  it('is the same by second moments as sample by sample, also when the inputs are quantized', () => {
    const quantizedInputs = { ...inputs, data: inputs.data.map((x) => Math.round(4 * x) / 4) };
    const moment = (a: Matrix, b: Matrix) => (w: Float64Array) =>
      w.map((_, at) => {
        const [row, column] = [Math.floor(at / 10), at % 10];
        let sum = 0;
        for (let s = 0; s < a.rows; s++) {
          const y = b.data.subarray(s * 10, s * 10 + 10).reduce((d, x, i) => d + x * w[row * 10 + i]!, 0);
          sum += a.data[s * 10 + column]! * y;
        }
        return sum / a.rows;
      });
    const byMoments = momentLoss(weights.data, {
      quantized: moment(quantizedInputs, quantizedInputs),
      cross: moment(quantizedInputs, inputs),
      float: moment(inputs, inputs),
    });
    const bySamples = lossFor('none', quantizedInputs);
    const values = randomMatrix(4, 10, 9).data;
    const [a, b] = [byMoments.evaluate(values), bySamples.evaluate(values)];
    expect(a.error).toBeCloseTo(b.error, 10);
    a.gradient.forEach((g, i) => expect(g).toBeCloseTo(b.gradient[i]!, 10));
    expect(byMoments.errorOnFloatInputs(values)).toBeCloseTo(bySamples.errorOnFloatInputs(values), 10);
  });
});

describe('rounding that sees the inputs', () => {
  const loss = lossFor('none');
  const ups = nearestUps(choices);
  const nearest = loss.evaluate(valuesWith(choices, (i) => ups[i]!)).error;

  it('AdaRound ends far below nearest, with nearly every weight decided', () => {
    const run = adaRound(choices, loss, { iterations: 2000, learningRate: 0.01, relativeLambda: 0.03 });
    let step = run.next();
    while (step.done !== true) step = run.next();
    expect(step.value.error).toBeLessThan(nearest / 2);
    expect(step.value.nearestError).toBeCloseTo(nearest, 12);
    expect(step.value.undecided).toBeLessThan(0.05);
  });

  it('GPTQ ends below nearest and stays on the grid', () => {
    const rounded = gptq({ weights, inputs, grid, damping: 0.01 });
    expect(loss.evaluate(rounded.data).error).toBeLessThan(nearest);
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
