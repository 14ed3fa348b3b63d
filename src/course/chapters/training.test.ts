import { describe, expect, it } from 'vitest';
import { measuredOf, scoreOf } from '../course-fakes';
import type { CurveFact, Fact, TrainingFact } from '../facts';
import { stepOf } from '../registry';
import type { Step } from '../step';
import { ONE_WEIGHT, shareOfOnes, trainOneWeight } from '../toys/one-weight';

function step(id: string): Step {
  const found = stepOf(id);
  if (found === undefined) throw new Error(`There is no step ${id}.`);
  return found;
}

const toy = (ste: boolean, keeps: boolean, steps: number): Fact => {
  const run = trainOneWeight({ ...ONE_WEIGHT, ste, keeps }, steps);
  const moved = (run.latent.at(-1) ?? 0) - ONE_WEIGHT.start;
  return { kind: 'toy', key: `${String(ste)} ${String(keeps)}`, ste, keeps, steps, moved, ups: shareOfOnes(run, 50) };
};

describe('one weight', () => {
  it('goes up in four of five steps with its copy, and never without', () => {
    const { latent } = trainOneWeight(ONE_WEIGHT, 6);
    expect(latent).toEqual([0.31, 0.47, 0.63, 0.59, 0.55, 0.51, 0.47]);
    expect(shareOfOnes(trainOneWeight(ONE_WEIGHT, 100), 50)).toBeCloseTo(0.8, 6);
    expect(shareOfOnes(trainOneWeight({ ...ONE_WEIGHT, keeps: false }, 100), 50)).toBe(0);
    expect(trainOneWeight({ ...ONE_WEIGHT, ste: false }, 20).latent.at(-1)).toBe(0.31);
  });

  it('completes 5.1 once it ran without and with the estimator, and 5.2 with and without its copy', () => {
    const { done, answer, why, preset } = step('5.1');
    const did = new Set(['toy']);
    const with_ = (...facts: Fact[]) => measuredOf(preset(), { facts });
    expect(done(with_(toy(false, true, 20), toy(true, true, 20)), did)).toBe(true);
    expect(done(with_(toy(true, true, 20)), did)).toBe(false);
    expect(answer(with_(toy(false, true, 20)))).toBeCloseTo(0.31, 9);
    expect(why(with_(toy(false, true, 20), toy(true, true, 20)))).toMatchObject({ shown: true });

    const copy = step('5.2');
    expect(copy.done(with_(toy(true, true, 100), toy(true, false, 20)), did)).toBe(true);
    expect(copy.done(with_(toy(true, true, 20), toy(true, false, 20)), did)).toBe(false);
    expect(copy.done(with_(toy(true, true, 100)), did)).toBe(false);
    expect(copy.answer(with_(toy(true, true, 100)))).toBe(2);
    expect(copy.why(with_(toy(true, true, 100), toy(true, false, 20)))).toMatchObject({ shown: true });
  });
});

const run = (side: 'a' | 'b', scale: TrainingFact['scale'], after: number, zeros = 0.5): Fact => ({
  ...{ kind: 'training', key: side, side, scale, epochs: 1, images: 10_000, after, seconds: 9 },
  ...{ changed: 0.1, zeros, spread: 12 },
});

describe('5.3 and 5.4', () => {
  const did = new Set(['running Training']);
  it('are done by trainings that win back what rounding lost', () => {
    const { done, result, why, preset } = step('5.3');
    const scores = { float: null, a: scoreOf(0.73), b: null };
    const with_ = (...facts: Fact[]) => measuredOf(preset(), { facts, scores });
    expect(done(with_(run('b', 'max-abs', 0.89)), did)).toBe(true);
    expect(done(with_(run('b', 'max-abs', 0.77)), did)).toBe(false);
    expect(done(with_(run('b', 'max-abs', 0.89)), new Set())).toBe(false);
    expect(result(with_(run('b', 'max-abs', 0.89)))).toContain('73.0 % are right, trained 89.0 %, after 9 s');
    expect(why(with_(run('b', 'max-abs', 0.7)))).toMatchObject({ shown: false });

    const scale = step('5.4');
    const both = with_(run('a', 'max-abs', 0.5, 0.98), run('b', 'frozen', 0.88, 0.6));
    expect(scale.done(both, did)).toBe(true);
    expect(scale.why(both)).toMatchObject({ shown: true });
    expect(scale.done(with_(run('a', 'frozen', 0.88), run('b', 'learned', 0.88)), did)).toBe(false);
    expect(scale.done(with_(run('b', 'frozen', 0.88)), did)).toBe(false);
  });
});

describe('5.5', () => {
  const { done, answer, why, preset } = step('5.5');
  const point = (method: CurveFact['method'], bits: number, value: number): Fact => {
    return { kind: 'curve', key: `${method} ${String(bits)}`, method, bits, value, seconds: 5 };
  };
  const curves = (trained: number): Fact[] => [
    ...[point('ptq', 2, 0.7), point('adaround', 2, 0.85), point('qat', 2, trained)],
    ...[point('ptq', 8, 0.912), point('adaround', 8, 0.912), point('qat', 8, 0.905)],
  ];
  it('is done by curves that meet at 8 bits and part at 2', () => {
    const did = new Set(['running Measuring']);
    const measured = measuredOf(preset(), { facts: curves(0.88) });
    expect(done(measured, did)).toBe(true);
    expect(answer(measured)).toEqual([88, null, 90.5]);
    expect(why(measured)).toMatchObject({ shown: true });
    expect(done(measured, new Set())).toBe(false);
    expect(done(measuredOf(preset(), { facts: curves(0.52) }), did)).toBe(false);
    expect(done(measuredOf(preset(), { facts: curves(0.88).slice(0, 4) }), did)).toBe(false);
  });
});
