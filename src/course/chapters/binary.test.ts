import { describe, expect, it } from 'vitest';
import { measuredOf, networkOf } from '../course-fakes';
import type { BinaryFact, Fact, LevelsFact } from '../facts';
import { stepOf } from '../registry';
import type { Step } from '../step';

function step(id: string): Step {
  const found = stepOf(id);
  if (found === undefined) throw new Error(`There is no step ${id}.`);
  return found;
}

const levels = (change: Partial<LevelsFact>): Fact => ({
  ...{ kind: 'levels', key: 'fc1', layer: 'fc1', factor: 0.7, errorOver: 1.067, best: 0.99, zeros: 0.5 },
  ...{ alpha: 1, mean: 0.02, variance: 0.0003, largest: 0.5 },
  ...change,
});

const score = (method: BinaryFact['method'], floatEnds: boolean, isTrained: boolean, value: number): Fact => {
  const key = `${method} ${String(floatEnds)} ${String(isTrained)}`;
  return { kind: 'binary', key, method, floatEnds, isTrained, value };
};

it('6.1 is done by enough draws whose mean is the weight', () => {
  const { done, why, preset } = step('6.1');
  const with_ = (draws: number, mean: number) =>
    measuredOf(preset(), { facts: [{ kind: 'signs', key: 'signs', weight: 0.3, draws, mean, probability: 0.65 }] });
  const did = new Set(['screens.binary.draws']);
  expect(done(with_(400, 0.28), did)).toBe(true);
  expect(done(with_(120, 0.28), did)).toBe(false);
  expect(done(with_(400, 0.6), did)).toBe(false);
  expect(done(with_(400, 0.28), new Set())).toBe(false);
  expect(why(with_(400, 0.28))).toMatchObject({ shown: true });
});

it('6.2 is done by moving α to the mean of |w|', () => {
  const { done, result, preset } = step('6.2');
  const with_ = (alpha: number) => measuredOf(preset(), { facts: [levels({ alpha })] });
  const did = new Set(['screens.binary.alpha']);
  expect(done(with_(1.03), did)).toBe(true);
  expect(done(with_(0.4), did)).toBe(false);
  expect(done(with_(1), new Set())).toBe(false);
  expect(result(with_(1.03))).toContain('1.03 times the mean of |w|');
});

it('6.3 is done by three cells on paper and an exact product on screen', () => {
  const { done, why, preset } = step('6.3');
  const facts = (filled: number, floatDot: number): Fact[] => [
    { kind: 'paper', key: 'W7.1', sheet: 'W7.1', filled },
    { kind: 'product', key: 'product', n: 32, agreeing: 17, dot: 2, floatDot },
  ];
  const did = new Set(['paper']);
  expect(done(measuredOf(preset(), { facts: facts(3, 2) }), did)).toBe(true);
  expect(done(measuredOf(preset(), { facts: facts(2, 2) }), did)).toBe(false);
  expect(done(measuredOf(preset(), { facts: facts(3, 4) }), did)).toBe(false);
  expect(why(measuredOf(preset(), { facts: facts(3, 2) }))).toMatchObject({ shown: true });
});

it('6.4 is done by a threshold of nearly the least error in fc1', () => {
  const { done, answer, why, preset } = step('6.4');
  const did = new Set(['screens.binary.factor']);
  const found = measuredOf(preset(), { facts: [levels({ factor: 0.99, errorOver: 1 })] });
  expect(done(found, did)).toBe(true);
  expect(answer(found)).toBe(0.99);
  expect(why(found)).toMatchObject({ shown: true });
  expect(done(measuredOf(preset(), { facts: [levels({})] }), did)).toBe(false);
  expect(done(measuredOf(preset(), { facts: [levels({ errorOver: 1, layer: 'conv1' })] }), did)).toBe(false);
});

describe('6.5 and 6.6', () => {
  const untrained = [
    score('bwn', false, false, 0.53),
    score('bwn', true, false, 0.73),
    score('float', true, false, 0.913),
  ];
  it('are done by what the ends cost, and by what training buys back', () => {
    const { done, why, preset } = step('6.5');
    const did = new Set(['screens.binary.ends']);
    const networks = { a: networkOf(1, { conv1: { n: 200 }, fc1: { n: 9000 }, fc2: { n: 800 } }), b: null };
    const measured = measuredOf(preset(), { facts: untrained, networks });
    expect(done(measured, did)).toBe(true);
    expect(why(measured)).toMatchObject({ shown: true, text: expect.stringContaining('hold 10.0 % of') as string });
    expect(done(measured, new Set())).toBe(false);
    const same = [score('bwn', false, false, 0.73), score('bwn', true, false, 0.73)];
    expect(done(measuredOf(preset(), { facts: same }), did)).toBe(false);

    const training = step('6.6');
    const trained = measuredOf(preset(), { facts: [...untrained, score('bwn', true, true, 0.9)] });
    expect(training.done(trained, new Set(['running Training']))).toBe(true);
    expect(training.done(measured, new Set(['running Training']))).toBe(false);
    expect(training.done(trained, new Set())).toBe(false);
    expect(training.why(trained)).toMatchObject({ shown: true });
  });
});
