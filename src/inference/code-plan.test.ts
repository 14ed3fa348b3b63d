import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPointOf } from '../integer/fixed-point';
import { type Geometry, accumulate } from '../integer/layer';
import { IntegerError } from '../integer/error';
import type { IntegerLayer, IntegerPlan, Rescaling } from '../integer/plan';
import { runIntegers } from '../integer/run';
import { sizeOf } from '../model/graph';
import { CodePlan } from './code-plan';
import {
  INT32,
  type Numbers,
  type Shape,
  chained,
  geometry,
  layer,
  layers,
  lifted,
  numbers,
  value,
} from './code-plan-fakes';

/** Runs random images through the kernels and through the rule in plain TypeScript, and expects the same codes and sums. */
function check(plan: IntegerPlan, from: readonly number[], { draw }: Numbers, widest = false): void {
  const images = 19;
  const { zeroPoint, qmin, qmax } = plan.input;
  const codes = Array.from({ length: images }, () => Int32Array.from({ length: sizeOf(from) }, () => draw(qmin, qmax)));
  const centredCodes = Int16Array.from(
    codes.flatMap((image) => [...image]),
    (code) => code - zeroPoint,
  );
  const own = CodePlan.of(plan, { widest })!;
  const runs = codes.map((image) => runIntegers(plan, image));
  const seen = (start: number, end: number): void => {
    for (let image = start; image < end; image++)
      for (const [name, wanted] of runs[image]!.inputs) expect(own.codesAt(name, image - start)).toEqual(wanted);
  };
  const sums = own.run(centredCodes, images, { seen });
  expect(sums).toEqual(Int32Array.from(runs.flatMap((run) => [...run.sums])));
}

const side = fc.integer({ min: 1, max: 3 });
const shapes = fc.record({
  depthwise: fc.boolean(),
  size: fc.tuple(side, side),
  strides: fc.tuple(side, side),
  dilation: fc.tuple(fc.constantFrom(1, 2), fc.constantFrom(1, 2)),
  padding: fc.constantFrom('same' as const, 'valid' as const),
  filters: fc.integer({ min: 1, max: 19 }),
});

describe('layers in integers, code for code as the plain rule has them', () => {
  it.each([4, 8, 9] as const)('with weights of %i bits', (bits) => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 17 }), fc.boolean(), fc.nat(), (shape, channels, relu, seed) => {
        const drawn = numbers(seed);
        const from = [8, 7, channels] as const;
        const [input, between] = [value(drawn.draw(0, 255)), value(drawn.draw(-20, 20), -128, 127)];
        const first = geometry(from, shape);
        const second = geometry(first.to, { ...shape, depthwise: false, size: [1, 1], strides: [1, 1] });
        const steps = layers(
          layer('first', first, { bits, input, output: between, relu }, drawn),
          layer('second', second, { bits, input: between, output: null, relu }, drawn),
        );
        check({ input, steps }, from, drawn);
        if (bits === 4) check({ input, steps }, from, drawn, true);
      }),
      { numRuns: 30 },
    );
  });

  it('with a channel each under windows of three by three, one column from output to output', () => {
    const square = fc.record({
      rows: fc.tuple(side, fc.constantFrom(1, 2)),
      width: fc.integer({ min: 3, max: 9 }),
      channels: fc.integer({ min: 7, max: 25 }),
      padding: shapes.map(({ padding }) => padding),
      relu: fc.boolean(),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(square, ({ rows, width, channels, padding, relu, seed }) => {
        const drawn = numbers(seed);
        const from = [7, width, channels] as const;
        const [input, between] = [value(drawn.draw(0, 255)), value(drawn.draw(-20, 20), -128, 127)];
        const window = { ...CONVOLUTION, strides: [rows[0], 1], dilation: [rows[1], 1], padding } as const;
        const first = geometry(from, { ...window, depthwise: true });
        const second = geometry(first.to, { ...CONVOLUTION, size: [1, 1] });
        const steps = layers(
          layer('first', first, { bits: 8, input, output: between, relu }, drawn),
          layer('second', second, { bits: 8, input: between, output: null, relu }, drawn),
        );
        check({ input, steps }, from, drawn);
      }),
      { numRuns: 40 },
    );
  });

  it('with pools and a dense layer behind', () => {
    for (const mode of ['max', 'average'] as const) {
      const drawn = numbers(mode.length);
      const [input, between] = [value(3), value(17)];
      const first = geometry([9, 7, 3], { ...CONVOLUTION, filters: 12 });
      const pooled = geometry(first.to, { ...CONVOLUTION, depthwise: true, size: [2, 2], strides: [2, 2] });
      const dense = geometry([1, 1, sizeOf(pooled.to)], { ...CONVOLUTION, size: [1, 1], filters: 10 });
      const whole = layer('dense', dense, { bits: 8, input: between, output: null, relu: false }, drawn);
      const steps = chained(
        { kind: 'layer', layer: layer('first', first, { bits: 8, input, output: between, relu: true }, drawn) },
        { kind: 'pool', mode, geometry: pooled, bounds: [10, 200] },
        { kind: 'layer', layer: whole },
      );
      check({ input, steps }, [9, 7, 3], drawn);
    }
  });
});

/** A layer whose sums are kept, and which codes, additions and means are made of. */
function residual(channels: number, drawn: Numbers, isMean: boolean): IntegerPlan {
  const { draw } = drawn;
  const [input, between] = [value(draw(0, 255)), value(draw(-20, 20), -128, 127)];
  const first = geometry([6, 5, 3], { ...CONVOLUTION, filters: channels });
  const second = geometry(first.to, { ...CONVOLUTION, filters: channels });
  const pooled = geometry(first.to, {
    ...CONVOLUTION,
    depthwise: true,
    size: [3, 2],
    strides: [3, 2],
    padding: 'valid',
  });
  const sums = (name: string, g: Geometry, from: IntegerLayer['input'], relu: boolean) => ({
    ...layer(name, g, { bits: 8, input: from, output: null, relu: false }, drawn),
    bounds: [relu ? 0 : INT32[0], INT32[1]] as const,
  });
  const scaled = (count: number) => Array.from({ length: count }, () => lifted(2 ** -draw(3, 14), draw(0, 2)));
  const codes = (count: number): Rescaling => ({ fixed: scaled(count), output: between, bounds: [-128, 127] });
  const shape = first.to;
  const end = isMean ? pooled.to : shape;
  const dense = geometry([1, 1, sizeOf(end)], { ...CONVOLUTION, size: [1, 1], filters: 5 });
  return {
    input,
    steps: [
      { kind: 'layer', layer: sums('first', first, input, true), node: 1, inputs: [0], output: 1 },
      { kind: 'rescale', name: 'first', shape, to: codes(channels), node: 1, inputs: [1], output: 2 },
      { kind: 'layer', layer: sums('second', second, between, false), node: 2, inputs: [2], output: 3 },
      {
        kind: 'add',
        name: 'add',
        shape,
        operands: [scaled(channels), scaled(1)],
        bounds: [draw(0, 1) - 1, 2 ** 20],
        node: 3,
        inputs: [3, 1],
        output: 4,
      },
      isMean
        ? { kind: 'mean', name: 'mean', geometry: pooled, to: codes(1), node: 4, inputs: [4], output: 5 }
        : { kind: 'rescale', name: 'add', shape, to: codes(1), node: 3, inputs: [4], output: 5 },
      {
        kind: 'layer',
        layer: layer('dense', dense, { bits: 8, input: between, output: null, relu: false }, drawn),
        node: 5,
        inputs: [5],
        output: 6,
      },
    ],
  };
}

describe('residual blocks in integers', () => {
  it.each([false, true])('add sums of two scales, code for code as the plain rule has them (mean %s)', (isMean) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 19 }), fc.nat(), (channels, seed) => {
        const drawn = numbers(seed);
        check(residual(channels, drawn, isMean), [6, 5, 3], drawn);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses sums of an addition that might leave int32', () => {
    const plan = residual(3, numbers(1), true);
    const steps = plan.steps.map((step) => (step.kind === 'add' ? { ...step, bounds: [0, 2 ** 29] as const } : step));
    expect(() => CodePlan.of({ ...plan, steps })).toThrow(/might not fit into int32/);
  });

  it('refuses the sums of a depthwise layer', () => {
    const drawn = numbers(2);
    const input = value(0);
    const g = geometry([4, 4, 3], { ...CONVOLUTION, depthwise: true });
    const steps = layers(layer('dw', g, { bits: 8, input, output: null, relu: false }, drawn));
    expect(() => CodePlan.of({ input, steps })).toThrow(IntegerError);
  });
});

const CONVOLUTION: Shape = {
  depthwise: false,
  size: [3, 3],
  strides: [1, 1],
  dilation: [1, 1],
  padding: 'same',
  filters: 8,
};

describe('a plan in integers', () => {
  const drawn = numbers(5);
  const g = geometry([1, 1, 6], { ...CONVOLUTION, size: [1, 1], filters: 3 });
  const sums = layer('fc', g, { bits: 8, input: value(0), output: null, relu: false }, drawn);

  it('rounds ties away from zero, of either sign', () => {
    for (const seed of [1, 2, 3]) {
      const { draw } = numbers(seed);
      const made = layer('fc', g, { bits: 8, input: value(0), output: value(0, -128, 127), relu: false }, { draw });
      const fixed = [1, 3, 5].map((shift) => ({ m0: 2 ** 30, shift }));
      check({ input: value(0), steps: layers({ ...made, fixed }) }, [6], { draw: (a, b) => draw(a, Math.min(b, 3)) });
    }
  });

  it('rounds every sum from one end of the codes to the other, on ties and right beside them', () => {
    const filters = 400;
    const wide = geometry([1, 1, 1], { ...CONVOLUTION, size: [1, 1], filters });
    for (const multiplier of [2 ** -5, 2 ** -5 * (1 + 2 ** -20), 2 ** -5 * (1 - 2 ** -21), 0.1, 1 / 3, 1])
      for (const lift of [0, 3, 9]) {
        const output = value(0, -128, 127);
        const made = layer('fc', wide, { bits: 8, input: value(0), output, relu: false }, numbers(7));
        const bias = Int32Array.from({ length: filters }, (_, at) => Math.round((at - 200) / multiplier / 1.5));
        const fixed = [lifted(multiplier, lift)];
        const ones = { ...made, weights: new Int32Array(filters).fill(1), bias, fixed };
        check({ input: value(0), steps: layers(ones) }, [1], numbers(11));
      }
  });

  it('refuses sums that might leave int32', () => {
    const bias = Int32Array.of(2 ** 31 - 1, 0, 0);
    expect(() => CodePlan.of({ input: value(0), steps: layers({ ...sums, bias }) })).toThrow(IntegerError);
  });

  it('refuses multipliers that shift a sum out of int32, or away', () => {
    const made = layer('fc', g, { bits: 8, input: value(0), output: value(0), relu: false }, drawn);
    for (const multiplier of [2 ** 14, 2 ** -32])
      expect(() =>
        CodePlan.of({ input: value(0), steps: layers({ ...made, fixed: [fixedPointOf(multiplier)] }) }),
      ).toThrow(IntegerError);
  });

  it('counts the bytes of packed weights', () => {
    const bytes = (bits: 4 | 8, widest: boolean) =>
      CodePlan.of(
        {
          input: value(0),
          steps: layers(layer('fc', g, { bits, input: value(0), output: null, relu: false }, numbers(1))),
        },
        { widest },
      )!.steps[0]!.bytes;
    expect([bytes(8, false), bytes(4, true), bytes(4, false)]).toEqual([256 + 48, 256 + 48, 256 + 24]);
  });

  it('wants as many codes as the images have', () => {
    expect(() => CodePlan.of({ input: value(0), steps: layers(sums) })!.run(new Int16Array(5), 1)).toThrow(RangeError);
  });

  it('sums what the plain rule sums at the largest codes', () => {
    const weights = new Int32Array(18).fill(-127);
    const made = { ...sums, weights };
    const own = CodePlan.of({ input: value(0), steps: layers(made) })!.run(new Int16Array(6).fill(255), 1);
    expect(own).toEqual(accumulate(g, new Int32Array(6).fill(255), 0, weights, sums.bias));
  });
});
