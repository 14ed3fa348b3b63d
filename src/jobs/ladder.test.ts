import { describe, expect, it } from 'vitest';
import { familiesOf, recipeOf, rungsOf } from '../experiment/rungs';
import { plainKernels } from '../kernels/index';
import { matrixOf } from '../quantizers/matrix';
import { quantizeTensor } from '../quantizers/quantize';
import { compose } from '../quantizers/layout';
import type { WeightTensor } from '../quantizers/types';
import { transferablesOf } from '../../workers/transferables';
import { ladderJobs } from './ladder';
import { INPUT, SETTINGS, climb, dense, finish, loud, resourcesWith, rung } from './ladder-fakes';
import type { LadderReport } from './ladder-reports';

/** The matrix of the lecture: its rows are output channels. */
const LECTURE = [
  [2.09, -0.98, 1.48, 0.09],
  [0.05, -0.14, -1.08, 2.12],
  [-0.91, 1.92, 0, -1.03],
  [1.87, 0, 1.53, 1.49],
];

describe('the ladder on the matrix of the lecture', () => {
  const at = (id: string, quantizer: string, params: Record<string, number | string>, granularity = 'tensor') => ({
    id,
    recipe: recipeOf(quantizer, params, granularity, { groupSize: 2 }),
  });
  // Figures of the lecture's worked example, recomputed in float64 by others.
  it.each([
    ['affine', at('r', 'uniform', { bits: 2, scheme: 'affine' }), 0.863],
    ['symmetric per tensor', at('r', 'uniform', { bits: 2 }), 2.2846],
    ['symmetric per channel', at('r', 'uniform', { bits: 2 }, 'channel'), 2.0795],
    ['symmetric in groups of two', at('r', 'uniform', { bits: 2 }, 'group'), 1.7],
    ['four centroids', at('r', 'codebook', { bits: 2 }), 0.305],
    ['MX4', at('r', 'mx-shared', { m: 2 }), 0.619],
    ['MX6', at('r', 'mx-shared', { m: 4 }), 0.197],
  ])('%s: the Frobenius norm of the error', (_name, one, expected) => {
    const { mse } = rung(climb(dense(LECTURE), { rungs: [one] }), 'r');
    expect(Math.sqrt(mse * 16)).toBeCloseTo(expected, expected < 1 ? 2.9 : 2);
  });
});

describe('a rung', () => {
  const report = climb(loud, { at: 3 * 24 + 7 });

  it('says what quantizing the tensor by its recipe says', () => {
    for (const { id, recipe } of rungsOf(SETTINGS)) {
      const direct = quantizeTensor(loud, recipe, { kernels: plainKernels, seed: 7 });
      expect(rung(report, id).bitsPerWeight).toBe(direct.bitsPerWeight);
      expect(rung(report, id).storage).toEqual(direct.storage);
      const { row, column } = report.subject.window;
      expect(rung(report, id).values[0]).toBe(direct.values[row * 24 + column]);
    }
  });

  it('shows the page of the matrix that holds the selected weight', () => {
    expect(report.subject.window).toEqual({ row: 0, column: 0, rows: 64, columns: 24 });
    const last = climb(loud, { at: loud.data.length - 1 });
    expect(last.subject.window).toEqual({ row: 16, column: 0, rows: 64, columns: 24 });
    const { errors, values } = rung(last, 'tensor');
    expect(errors[0]).toBeCloseTo(Math.abs((values[0] ?? 0) - (loud.data[16 * 24] ?? 0)), 6);
  });

  it('loses most with one scale for a tensor with a loud channel, and least with nine bits', () => {
    const db = (id: string) => rung(report, id).sqnrDb;
    expect(db('channel')).toBeGreaterThan(db('tensor') + 3);
    expect(db('mx6')).toBeGreaterThan(db('mx4'));
    expect(db('mx9')).toBeGreaterThan(db('mx6'));
  });

  it('is measured alone as in the ladder, at every width of its family', () => {
    const families = familiesOf(rungsOf, SETTINGS.groupSize);
    expect(families.map(({ id }) => id)).toEqual(['tensor', 'channel', 'group']);
    for (const { id, rungs } of families) {
      const errors = finish(
        ladderJobs['ladder-errors'](
          { tensor: { kind: 'layer', layer: 'layer' }, outlier: null, seed: 7, at: 0, rungs },
          resourcesWith(loud),
        ),
      );
      const at = rungs.findIndex(({ bits }) => bits === SETTINGS.bits);
      const { mse, sqnrDb, bitsPerWeight } = rung(report, id);
      expect(errors[at]).toEqual({ id, mse, sqnrDb, bitsPerWeight });
      errors.slice(1).forEach((error, i) => expect(error.mse).toBeLessThan(errors[i]?.mse ?? 0));
    }
  });

  it('answers a recipe that cannot be carried out with its problem', () => {
    const bad = { id: 'bad', recipe: recipeOf('mx-shared', { k2: 32 }, 'tensor', SETTINGS) };
    const { rungs } = climb(loud, { rungs: [bad] });
    expect(rungs).toEqual([{ id: 'bad', problem: expect.stringContaining('sub-block') as string }]);
  });
});

describe('an outlier', () => {
  const index = 10 * 24 + 3;
  const report = climb(loud, { outlier: { index, factor: 8 } });

  it('reaches every weight through one scale, its channel through a scale of its channel, its group through its own', () => {
    const touched = (id: string) => rung(report, id).damage?.touched ?? -1;
    expect(touched('tensor')).toBeGreaterThan(1000);
    expect(touched('channel')).toBeLessThan(80);
    expect(touched('channel')).toBeGreaterThan(touched('group'));
    expect(touched('group')).toBeLessThan(16);
    expect(touched('mx6')).toBeLessThan(16);
  });

  it('raises the error of the others, and leaves the model as it was', () => {
    const { mseBefore = 0, mseAfter = 0 } = rung(report, 'tensor').damage ?? {};
    expect(mseAfter).toBeGreaterThan(5 * mseBefore);
    expect(report.subject.outlier).toMatchObject({ index, from: loud.data[index] });
    expect(climb(loud).subject.absMax).toBe(plainKernels.absMax(loud.data));
    expect(rung(climb(loud), 'tensor').damage).toBeNull();
  });
});

describe('odd tensors', () => {
  const numbers = ({ rungs }: LadderReport): number[] =>
    rungs.flatMap((one) =>
      'problem' in one ? [] : [one.mse, one.bitsPerWeight, one.maxError, ...one.errors, ...one.levels],
    );

  it.each<[string, WeightTensor, Partial<LadderReport['subject']>]>([
    ['empty', { data: new Float32Array(0), shape: [0, 4], layout: 'dense' }, { at: -1, n: 0 }],
    ['constant', dense([[0.5, 0.5, 0.5]]), { constant: true, zeroChannels: 0 }],
    ['all zero', dense([[0, 0, 0]]), { constant: true, zeroChannels: 1 }],
    [
      'with a channel of zeros',
      dense([
        [1, -2, 0.5],
        [0, 0, 0],
      ]),
      { zeroChannels: 1 },
    ],
    [
      'with NaN and infinity',
      dense([
        [1, Number.NaN, 0.5],
        [Infinity, 0, 2],
      ]),
      { nonFinite: 2 },
    ],
    ['of one element', dense([[3]]), { n: 1, at: 0 }],
    [
      'shorter than a group',
      dense([
        [1, 2, 3, 4, 5],
        [5, 4, 3, 2, 1],
      ]),
      { rows: 5 },
    ],
  ])('%s: defined numbers and a note', (_name, tensor, expected) => {
    const report = climb(tensor, { at: 5000 });
    expect(report.subject).toMatchObject(expected);
    expect(numbers(report).filter(Number.isNaN)).toEqual([]);
  });
});

describe('the bits of a weight', () => {
  const inspect = (id: string, at: number, tensor = loud) => {
    const { recipe } = rungsOf(SETTINGS).find((one) => one.id === id) ?? rungsOf(SETTINGS)[0]!;
    return finish(
      ladderJobs['inspect-code'](
        { tensor: { kind: 'layer', layer: 'layer' }, outlier: null, seed: 7, at, recipe },
        resourcesWith(tensor),
      ),
    );
  };

  it('compose to the value that is restored, for every rung', () => {
    for (const { id } of rungsOf(SETTINGS)) {
      const { entries, column } = inspect(id, 33 * 24 + 5);
      expect(column).toBe(5);
      expect(entries.some(({ index }) => index === 33 * 24 + 5)).toBe(true);
      for (const { layout, quantized, value, index } of entries) {
        expect(compose(layout)).toBe(quantized);
        expect(value).toBe(loud.data[index]);
      }
    }
  });

  it('lists the neighbours that share the scale', () => {
    expect(inspect('mx6', 33 * 24)).toMatchObject({ row: 33, shared: 16 });
    expect(inspect('mx6', 33 * 24).entries.map(({ row }) => row)).toEqual(Array.from({ length: 16 }, (_, i) => 32 + i));
    expect(
      inspect('mx6', 33 * 24)
        .entries.map(({ pair }) => pair)
        .slice(0, 4),
    ).toEqual([0, 0, 1, 1]);
    expect(inspect('tensor', 0).shared).toBe(loud.data.length);
    expect(inspect('channel', 70 * 24).shared).toBe(80);
    expect(inspect('group', 79 * 24).shared).toBe(matrixOf(loud).rows % 16 || 16);
  });

  it('of an empty tensor are none', () => {
    expect(inspect('mx6', 0, { data: new Float32Array(0), shape: [0, 4], layout: 'dense' }).entries).toEqual([]);
  });
});

describe('a report that was moved away', () => {
  it('leaves everything that the next one needs', () => {
    const resources = resourcesWith(loud);
    const moved = (at: number) => {
      const report = finish(ladderJobs.ladder({ ...INPUT, at }, resources));
      return structuredClone(report, { transfer: transferablesOf(report) });
    };
    const first = moved(0);
    expect(rung(moved(24), 'mx9').errorBins).toEqual(rung(first, 'mx9').errorBins);
  });
});
