/** The kernels against reference cases made with other software. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSimdKernels, plainKernels } from './index';

interface Case {
  readonly id: string;
  readonly technique: string;
  readonly params: Readonly<Record<string, number>>;
  readonly input: { readonly data: readonly number[] };
  readonly expected: Readonly<Record<string, number & number[]>>;
}

function casesOf(file: string, technique: string): Case[] {
  const path = new URL(`../../reference/cases/formats/${file}`, import.meta.url);
  const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[] };
  return cases.filter((one) => one.technique === technique);
}

function expectClose(got: number, want: number, relative: number): void {
  expect(Math.abs(got - want)).toBeLessThanOrEqual(relative * Math.abs(want));
}

describe.each([plainKernels, createSimdKernels()])('$kind kernels', (kernels) => {
  it.each(casesOf('linear.json', 'linear_fixed'))('$id', ({ params, input, expected }) => {
    const data = Float32Array.from(input.data);
    const scales = Float32Array.of(params['scale']!);
    const zeros = Int32Array.of(params['zeroPoint']!);
    const { qmin, qmax } = params;
    const { codes, values } = kernels.quantize(
      data,
      data.length,
      data.length,
      scales,
      zeros,
      qmin!,
      qmax!,
      'nearest-even',
    );
    expect([...codes]).toEqual(expected['codes']);
    expect([...values]).toEqual(expected['dequantized']!.map(Math.fround));
  });

  it.each(casesOf('clipping.json', 'clip_mse'))('$id', ({ params, input, expected }) => {
    const data = Float32Array.from(input.data);
    const qmax = 2 ** (params['bits']! - 1) - 1;
    const grid = { qmin: -qmax, qmax, divisor: qmax, gridSize: params['gridSize']! };
    const absMax = kernels.absMax(data);
    const found = kernels.mseSearch(data, data.length, data.length, Float32Array.of(absMax), grid);
    expect(found.gridIndex[0]).toBe(expected['gridIndex']);
    expectClose(found.threshold[0]!, expected['threshold']!, 1e-6);
    expectClose(found.mse[0]!, expected['mse']!, 1e-4);
    const curve = kernels.mseCurve(data, absMax, grid);
    expected['mseCurveEvery10']!.forEach((want, i) => expectClose(curve[10 * i + 9]!, want, 1e-4));
  });
});
