import { describe, expect, it } from 'vitest';
import { measuredOf, networkOf, scoreOf } from '../course/course-fakes';
import { type Goal, QUANTITIES } from '../experiment/assignment';
import { defaultExperiment } from '../experiment/defaults';
import { goalProblem, goalText, goalValue, goalValues, goalValueText, meets, quantitiesFor } from './goals';

const NOTHING = measuredOf(defaultExperiment());
const MEASURED = measuredOf(defaultExperiment(), {
  scores: { float: scoreOf(0.91), a: scoreOf(0.475), b: { ...scoreOf(0.869), changed: 140 } },
  networks: {
    a: networkOf(4),
    b: networkOf(4.67, {
      dw5: { n: 100, sqnrDb: 17.3, storage: { codes: 400, scales: 64, zeroPoints: 0, codebook: 0, exponents: 0 } },
      fc: { n: 300, sqnrDb: Infinity, storage: { codes: 2400, scales: 32, zeroPoints: 0, codebook: 0, exponents: 0 } },
    }),
  },
});
const goal = (quantity: Goal['quantity'], is: Goal['is'], value: number, layer?: string): Goal => ({
  ...{ quantity, is, value },
  ...(layer === undefined ? {} : { layer }),
});

describe('a goal', () => {
  it.each<[Goal, number]>([
    [goal('accuracy', 'at least', 86), 86.9],
    [goal('gain', 'at least', 30), 39.4],
    [goal('loss', 'at most', 5), 4.1],
    [goal('changed', 'at most', 200), 140],
    [goal('bits', 'at most', 4.7), 4.67],
    [goal('codes', 'at most', 7), 7],
    [goal('sqnr', 'at least', 17, 'dw5'), 17.3],
  ])('is judged by what is measured: %o', (one, value) => {
    expect(goalValue(one, MEASURED)).toBeCloseTo(value, 9);
    expect(meets(one, goalValue(one, MEASURED))).toBe(true);
    const opposite = goal(one.quantity, one.is, one.is === 'at least' ? value + 0.1 : value - 0.1, one.layer);
    expect(meets(opposite, goalValue(opposite, MEASURED))).toBe(false);
    expect(goalValue(one, NOTHING)).toBeNull();
    expect(meets(one, null)).toBe(false);
  });

  it('is met by the same value after a link has carried it', () => {
    const third = goal('accuracy', 'at least', 100 / 3);
    expect(meets(third, Number((100 / 3).toFixed(4)))).toBe(true);
  });

  it('counts a layer without error as good as can be', () => {
    const one = goal('sqnr', 'at least', 100, 'fc');
    expect(meets(one, goalValue(one, MEASURED))).toBe(true);
    expect(goalValueText('sqnr', goalValue(one, MEASURED))).toBe('∞ dB');
    expect(goalValues([one], MEASURED)).toEqual([1e6]);
  });

  it('is written with its unit', () => {
    expect(goalText(goal('accuracy', 'at least', 86))).toBe('Accuracy of B: at least 86 %');
    expect(goalText(goal('sqnr', 'at most', -3.5, 'dw5'))).toBe('SQNR of the weights of B in dw5: at most −3.5 dB');
    expect(goalValueText('bits', 4.671)).toBe('4.67 bits');
    expect(goalValueText('bits', null)).toBe('–');
  });

  it('is refused for a network on which it cannot be measured, or never met', () => {
    const classifier = { task: 'classify', layers: ['dw5'] } as const;
    const writer = { task: 'language', layers: ['wte'] } as const;
    expect(goalProblem(goal('accuracy', 'at least', 86), classifier)).toBeNull();
    expect(goalProblem(goal('accuracy', 'at least', 86), writer)).toMatch(/predicts characters/);
    expect(goalProblem(goal('bpc', 'at most', 2), classifier)).toMatch(/names classes/);
    expect(goalProblem(goal('sqnr', 'at least', 9, 'dw5'), classifier)).toBeNull();
    expect(goalProblem(goal('sqnr', 'at least', 9, 'dw9'), classifier)).toMatch(/no layer dw9/);
    expect(goalProblem(goal('accuracy', 'at least', 860), classifier)).toMatch(/between 0 and 100/);
    expect(goalProblem(goal('accuracy', 'at least', Number.NaN), classifier)).toMatch(/between/);
  });

  it('can be about every quantity on some network', () => {
    const all = (['classify', 'language', 'super-resolution'] as const).flatMap((task) =>
      quantitiesFor(task).map(({ id }) => id),
    );
    expect(new Set(all)).toEqual(new Set(QUANTITIES));
  });
});
