import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniformStream } from '../numerics/random';
import { activationAwareWeights, magnitudeScales } from './activation-aware';
import { roundingChoices, valuesWith } from './choices';
import { stochasticDraws } from './draws';
import { quadraticLoss } from './quadratic';
import { resultOf } from '../numerics/steps';
import { type TwoWeights, adaRoundPath, bestCorner, cornersOf, errorAt, nearestCorner, worstPair } from './two-weights';

const together: TwoWeights = { first: 0.7, second: 0.6, correlation: 0.9, ratio: 1 };

describe('two weights', () => {
  it('are best rounded in opposite directions when their inputs go together, and AdaRound finds that', () => {
    expect(nearestCorner(together)).toMatchObject({ first: 1, second: 1 });
    expect(bestCorner(together)).toMatchObject({ first: 1, second: 0 });
    const path = adaRoundPath(together);
    expect(path.end).toEqual(bestCorner(together));
    expect(path.first).toHaveLength(801);
    expect(path.first[0]).toBe(0.7);
    expect(errorAt(together, path.first[100]!, path.second[100]!)).toBeLessThan(0.02);
  });

  it('are best rounded to nearest when their inputs are independent', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, fc.double({ min: 0.25, max: 4, noNaN: true }), (first, second, ratio) => {
        const given = { first, second, correlation: 0, ratio };
        expect(nearestCorner(given).error).toBeCloseTo(bestCorner(given).error, 12);
      }),
    );
  });

  it('lose nothing where they lie, and their errors are those of the quadratic loss', () => {
    expect(errorAt(together, 0.7, 0.6)).toBe(0);
    const loss = quadraticLoss(Float64Array.of(0.7, 0.6), [1, 0.9, 0.9, 1]);
    for (const { first, second, error } of cornersOf(together))
      expect(loss.evaluate(Float64Array.of(first, second)).error).toBeCloseTo(error, 12);
  });

  it('are found in a row where nearest does worst', () => {
    // Inputs 1 and 3 go together and both weights round up; input 2 is never there.
    const matrix = [1, 0, 0, 0, 0, 2, 0, 1.9, 0, 0, 0, 0, 0, 1.9, 0, 2];
    expect(worstPair([0.1, 0.6, 0.5, 0.7], matrix)).toMatchObject({ first: 1, second: 3 });
    expect(worstPair([0.4], [1])).toBeNull();
  });
});

describe('stochastic draws', () => {
  const weights = [0.31, -0.18, 0.44, 0.05, -0.37, 0.22];
  const choices = roundingChoices(weights, { scaleOf: () => 0.25, qmin: -3, qmax: 3 });
  const loss = quadraticLoss(
    choices.weights,
    Float64Array.from({ length: 36 }, (_, i) => (i % 7 === 0 ? 1 : 0.4)),
  );
  const draw = (seed: number, count = 200) => {
    const uniform = uniformStream(seed, 'rounding-draws');
    return resultOf(stochasticDraws(choices, (values) => loss.evaluate(values).error, count, uniform));
  };

  it('keep the best, and are the same for the same seed', () => {
    const { errors, best, bestUps } = draw(3);
    expect(errors[best]).toBe(Math.min(...errors));
    expect(loss.evaluate(valuesWith(choices, (i) => bestUps[i]!)).error).toBe(errors[best]);
    expect(draw(3).errors).toEqual(errors);
    expect(draw(4).errors).not.toEqual(errors);
  });

  it('are right on average: the mean of what is drawn is the weight', () => {
    const uniform = uniformStream(1, 'rounding-draws');
    const sums = new Float64Array(weights.length);
    const add = (values: Float64Array) => (values.forEach((value, i) => (sums[i]! += value / 4000)), 0);
    resultOf(stochasticDraws(choices, add, 4000, uniform));
    weights.forEach((w, i) => expect(Math.abs(sums[i]! - w)).toBeLessThan(0.01));
  });
});

describe('activation-aware scales', () => {
  it('are the magnitudes to a power, 1 for an input that is never there', () => {
    expect([...magnitudeScales([4, 0, 9], 0.5)]).toEqual([2, 1, 3]);
  });

  it('are never worse than none, and better where one input is much larger', () => {
    const weights = Float64Array.of(0.34, 0.9, -0.55, 0.21);
    const moment = [100, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    const loss = quadraticLoss(weights, moment);
    const quantize = (values: Float64Array) => {
      const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 3;
      return values.map((value) => Math.round(value / scale) * scale);
    };
    const given = { weights, magnitudes: [10, 1, 1, 1], inputOf: (i: number) => i, quantize, steps: 20 };
    const found = resultOf(activationAwareWeights({ ...given, errorOf: (values) => loss.evaluate(values).error }));
    expect(found.error).toBeLessThan(loss.evaluate(Float64Array.from(quantize(weights))).error / 2);
    expect(found.alpha).toBeGreaterThan(0);
  });
});
