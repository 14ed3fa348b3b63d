import { describe, expect, it } from 'vitest';
import { instantiateTraining } from '../kernels/training';
import { uniformStream } from '../numerics/random';
import { roundingChoices, valuesWith } from './choices';
import { polarization, rectifiedSigmoid, rectifiedSigmoidSlope } from './rectified-sigmoid';
import { type Pull, softWeights } from './soft-weights';

const next = uniformStream(3, 'codebook-start');
/** No multiple of four; some beyond the ends of the grid. */
const COUNT = 203;
const weights = Float64Array.from({ length: COUNT }, () => 2.4 * next() - 1.2);
const choices = roundingChoices(weights, { scaleOf: (i) => 0.2 + 0.001 * i, qmin: -3, qmax: 3 });
const lambdas = Float64Array.from({ length: COUNT }, (_, i) => 0.01 * (i % 7));
const gradientOf = (step: number): Float32Array =>
  Float32Array.from({ length: COUNT }, (_, i) => Math.sin(i * 1.7 + step));
const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

describe.each([
  ['in WebAssembly', false],
  ['in plain loops', true],
])('weights between down and up, %s', (_, plain) => {
  const make = () => softWeights(choices, lambdas, plain);

  it('start equal to the float layer inside the grid, and at its ends beyond', () => {
    const inside = valuesWith(choices, (i) => weights[i]! / choices.scale[i]! - choices.base[i]!);
    expect(furthest(make().values(), inside)).toBeLessThan(1e-6);
  });

  it.each([20, 9.3, 2])('go against the gradient of the loss and the regulariser, sharpness %d', (beta) => {
    const soft = make();
    const before = Float64Array.from(soft.v);
    const growth = 2.5;
    const gradient = gradientOf(0);
    soft.learn(gradient, { beta, growth }, 0.01);
    const moved = Array.from(soft.v, (v, i) => v - before[i]!);
    // The first step of Adam goes as far as the rate says, wherever the gradient is not next to nothing.
    const wanted = before.map((v, i) => {
      const code = choices.base[i]! + rectifiedSigmoid(v);
      const free = code >= choices.low[i]! && code <= choices.high[i]!;
      const overV = free ? choices.scale[i]! * gradient[i]! * rectifiedSigmoidSlope(v) : 0;
      const all = overV + growth * lambdas[i]! * polarization(v, beta).slope;
      return (-0.01 * all) / (Math.abs(all) + 1e-8);
    });
    expect(furthest(moved, wanted)).toBeLessThan(1e-6);
  });
});

describe('WebAssembly and plain loops', () => {
  it.each<Pull>([
    { beta: 20, growth: 0 },
    { beta: 20, growth: 3 },
    { beta: 6.5, growth: 30 },
    { beta: 2, growth: 300 },
  ])('learn the same: sharpness $beta, growth $growth', (pull) => {
    const [fast, plain] = [softWeights(choices, lambdas, false), softWeights(choices, lambdas, true)];
    for (let step = 0; step < 30; step++) {
      for (const each of [fast, plain]) each.learn(gradientOf(step), pull, 0.03);
    }
    expect(furthest(fast.v, plain.v)).toBeLessThan(2e-4);
    expect(furthest(fast.values(), plain.values())).toBeLessThan(2e-5);
  });
});

describe('the slope of the regulariser in WebAssembly', () => {
  const V = Float32Array.from({ length: 401 }, (_, i) => (i - 200) / 80);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const run = instantiateTraining(memory);
  const [v, gradient, ones, zeros] = [16, 2048, 4096, 6144] as const;
  const view = (at: number): Float32Array => new Float32Array(memory.buffer, at, V.length);
  view(v).set(V);
  view(ones).fill(1);

  it.each([20, 11.7, 4, 2.01, 2])('is that of Math.pow within float32, sharpness %d', (beta) => {
    // base, scale, low and high as well as λ: the clip to the grid has no part in it.
    run.softGradient(zeros, v, zeros, ones, zeros, ones, ones, gradient, V.length, 1.1, -0.1, 1, beta);
    view(gradient).forEach((got, i) => {
      const wanted = polarization(V[i]!, beta).slope;
      expect(Math.abs(got - wanted)).toBeLessThanOrEqual(3e-5 * Math.abs(wanted) + 1e-6);
    });
  });
});
