import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/defaults';
import type { Recipe } from '../../../src/experiment/spec';
import type { LayerReport } from '../../../src/jobs/reports';
import { fakeReport } from '../fakes';
import { formulaTable, rowsOf, sentence, sideFormulas, symbolsIn } from './model';
import { textOf } from './tokens';

const { recipe } = defaultExperiment().a;
const uniform = (params: Recipe['quantizer']['params']): Recipe => ({
  ...recipe,
  quantizer: { id: 'uniform', params },
});
const base = fakeReport('fc1', { bits: 3 });

/** The worked weight: 0.7 on a step of 0.31 is 2.258 steps, so code 2 and 0.62. */
const report: LayerReport = {
  ...base,
  example: {
    index: 5,
    row: 4,
    column: 1,
    value: 0.7,
    code: 2,
    scale: 0.31,
    zeroPoint: 0,
    quantized: 0.62,
    qmin: -3,
    qmax: 3,
    low: -0.93,
    high: 0.93,
  },
};
const texts = (r: LayerReport, rec: Recipe) =>
  Object.fromEntries(
    sideFormulas('a', r, rec).lines.map(({ id, symbols, numbers }) => [id, [textOf(symbols), textOf(numbers)]]),
  );

describe('formulas of the uniform quantizer', () => {
  it('follow the weight through scale, code and back', () => {
    expect(texts(report, uniform({ bits: 3 }))).toMatchObject({
      scale: ['S = T / q_max', '0.930 / 3 = 0.310'],
      steps: ['w / S', '0.700 / 0.310 = 2.258'],
      code: ['q = clamp(round(w / S) + Z, q_min, q_max)', 'clamp(round(2.258) + 0, −3, 3) = 2'],
      value: ['ŵ = S(q − Z)', '0.310(2 − 0) = 0.620'],
      error: ['ŵ − w', '0.620 − 0.700 = −0.0800'],
    });
  });

  it('divide the threshold by what the range says', () => {
    const at = (range: string, qmax: number) =>
      texts({ ...report, example: { ...report.example!, qmax } }, uniform({ bits: 3, range }))['scale'];
    expect(at('full', 3)).toEqual(['S = T / (q_max + 1)', '0.930 / 4 = 0.310']);
    expect(at('midpoint', 3)).toEqual(['S = T / (q_max + 0.5)', '0.930 / 3.5 = 0.310']);
  });

  it('have a zero point in the affine scheme', () => {
    const example = { ...report.example!, low: -0.31, high: 1.86, qmin: 0, qmax: 7, zeroPoint: 1, code: 3 };
    expect(texts({ ...report, example }, uniform({ bits: 3, scheme: 'affine' }))).toMatchObject({
      scale: ['S = (h − l) / (q_max − q_min)', '(1.86 − (−0.310)) / (7 − 0) = 0.310'],
      zero: ['Z = q_min − round(l / S)', '0 − round(−0.310 / 0.310) = 1'],
      value: ['ŵ = S(q − Z)', '0.310(3 − 1) = 0.620'],
    });
  });

  it('show on which side of a middle the weight lies', () => {
    const at = (w: number) =>
      texts({ ...report, example: { ...report.example!, value: w, scale: 1 } }, uniform({ bits: 3 }))['steps']![1];
    expect(at(-0.50031)).toMatch(/= −0.5003$/);
    expect(at(2.5)).toMatch(/= 2.500$/);
    expect(at(1.4999)).toMatch(/= 1.4999$/);
  });

  it('name the rounding', () => {
    const floor = { ...uniform({ bits: 3 }), rounder: { id: 'floor', params: {} } };
    expect(texts(report, floor)['code']![0]).toBe('q = clamp(floor(w / S) + Z, q_min, q_max)');
  });
});

describe('measures', () => {
  it('charge scales to the stored bits', () => {
    const [symbols, numbers] = texts(report, recipe)['bits']!;
    expect(symbols).toBe('b = (codes + scales) / n');
    expect(numbers).toBe('(1,440 + 32) / 480 = 3.07');
  });

  it('give the signal to noise of the whole layer', () => {
    const [, numbers] = texts(report, recipe)['sqnr']!;
    const [signal, noise, db] = numbers!
      .match(/[\d.,]+/g)!
      .slice(1)
      .map((n) => Number(n.replace(',', '')));
    expect(10 * Math.log10(signal! / noise!)).toBeCloseTo(db!, 1);
    expect(texts({ ...report, metrics: { ...report.metrics, mse: 0 } }, recipe)['sqnr']![1]).toContain('∞ dB');
  });
});

describe('other techniques', () => {
  it('follow the fullest centroid of a codebook', () => {
    const codebook = { centroids: Float32Array.of(-1, 0, 0.5), counts: Uint32Array.of(3, 9, 4) };
    const lines = texts(
      { ...report, example: null, codebook },
      { ...recipe, quantizer: { id: 'codebook', params: {} } },
    );
    expect(lines['scale']![1]).toBe('{ −1.00, 0, 0.500 }');
    expect(lines['code']![1]).toBe('1 for −0.500 < w ≤ 0.250');
    expect(lines['value']![1]).toBe('C [ 1 ] = 0');
  });

  it('fall back on the words of the registry', () => {
    const float: Recipe = { ...recipe, quantizer: { id: 'float', params: {} } };
    const { subject, lines } = sideFormulas('b', { ...report, metrics: { ...report.metrics, mse: 0 } }, float);
    expect(subject.length).toBeGreaterThan(10);
    expect(lines.map(({ id }) => id)).toEqual(['sqnr', 'bits']);
  });
});

describe('rows', () => {
  const a = sideFormulas('a', report, uniform({ bits: 3 }));
  const b = sideFormulas('b', report, uniform({ bits: 3, range: 'full' }));

  it('share symbols where both sides read the same', () => {
    const rows = rowsOf([a, b]);
    expect(rows.filter(({ id }) => id === 'scale').map(({ values }) => values.length)).toEqual([1, 1]);
    expect(rows.find(({ id }) => id === 'code')!.values.map(({ side }) => side)).toEqual(['a', 'b']);
    expect(rows.at(-1)!.id).toBe('bits');
  });

  it('explain every symbol once and list every row', () => {
    expect(symbolsIn(rowsOf([a]))).toEqual([
      'S',
      'T',
      'qmax',
      'w',
      'q',
      'Z',
      'qmin',
      'what',
      'signal',
      'noise',
      'b',
      'n',
    ]);
    expect(formulaTable(rowsOf([a])).rows[0]).toEqual(['scale', 'S = T / q_max', '0.930 / 3 = 0.310', '']);
    expect(sentence('fc1', [a])).toContain('A: w = 0.700, input 4, output 1: the weight that rounding moves most');
  });
});
