import { describe, expect, it } from 'vitest';
import { resultOf } from '../numerics/steps';
import { uniformStream } from '../numerics/random';
import { nearestUps, roundingChoices, valuesWith } from './choices';
import { type JointLoss, jointAdaRound } from './joint-adaround';

const next = uniformStream(5, 'codebook-start');
const SAMPLES = Array.from({ length: 40 }, () => Float64Array.from({ length: 12 }, () => next() + 0.2));
const layers = [0.3, 0.2].map((scale) => {
  const weights = Float64Array.from({ length: 6 }, () => 2 * next() - 1);
  return roundingChoices(weights, { scaleOf: () => scale, qmin: -3, qmax: 3 });
});
const float = Float64Array.from(layers.flatMap(({ weights }) => [...weights]));

/** One output, the sum of all weights times their inputs and an offset that is 1 in the float network. */
const loss: JointLoss = {
  error: (weights, offsets) => slopesOf(weights, offsets).error,
  slopes: (weights, offsets) => slopesOf(weights, offsets),
};

function slopesOf(weights: Float32Array | Float64Array, offsets: Float64Array) {
  let error = 0;
  const slopes = { weights: new Float32Array(weights.length), offsets: new Float64Array(1) };
  for (const x of SAMPLES) {
    const off = x.reduce((sum, each, i) => sum + each * (weights[i]! - float[i]!), offsets[0]! - 1);
    error += off ** 2 / SAMPLES.length;
    x.forEach((each, i) => (slopes.weights[i]! += (2 * off * each) / SAMPLES.length));
    slopes.offsets[0]! += (2 * off) / SAMPLES.length;
  }
  return { error, ...slopes };
}

describe('AdaRound on all layers at once', () => {
  const start = Float64Array.of(1);
  const { values, offsets } = resultOf(jointAdaRound(layers, start, loss, { iterations: 800, plain: false }));
  const all = Float64Array.from(values.flatMap((each) => [...each]));

  it('rounds every weight up or down, on the grid of its layer', () => {
    layers.forEach((choices, at) => {
      const [down, up] = [valuesWith(choices, () => 0), valuesWith(choices, () => 1)];
      values[at]!.forEach((value, i) => expect([down[i], up[i]]).toContain(value));
    });
  });

  it('ends below nearest, and the offset takes out the mean that rounding leaves', () => {
    const nearest = Float64Array.from(
      layers.flatMap((choices) => {
        const ups = nearestUps(choices);
        return [...valuesWith(choices, (i) => ups[i]!)];
      }),
    );
    expect(loss.error(all, offsets)).toBeLessThan(loss.error(nearest, start) / 3);
    expect(loss.error(all, offsets)).toBeLessThan(loss.error(all, start));
    const mean = slopesOf(all, offsets).offsets[0]! / 2;
    expect(Math.abs(mean)).toBeLessThan(0.01);
  });

  it('leaves the start as it was, and says every step', () => {
    expect([...start]).toEqual([1]);
    expect([...jointAdaRound(layers, start, loss, { iterations: 20, plain: false })]).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
  });
});
