import { describe, expect, it } from 'vitest';
import { measuredOf, networkOf, scoreOf } from '../course-fakes';
import type { ClippedBy, ClippingFact } from '../clipping-fact';
import type { Measured } from '../measured';
import { stepOf } from '../registry';
import type { Step } from '../step';

function step(id: string): Step {
  const found = stepOf(id);
  if (found === undefined) throw new Error(`There is no step ${id}.`);
  return found;
}

const did = (...fields: readonly string[]): ReadonlySet<string> => new Set(fields);

const by = (threshold: number, mse: number, value: number | null = null): ClippedBy => ({
  ...{ threshold, mse, value },
  ...{ clipMse: mse / 2, clipped: 0.05 },
});

const NOTHING: ClippingFact = {
  ...{ kind: 'clipping', key: 'x', layer: 'fc1', source: 'weights', bits: 3, largest: 1 },
  ...{ methods: {}, kl: null, iterates: [], batches: null },
};

function of(id: string, fact: Partial<ClippingFact>): Measured {
  return measuredOf(step(id).preset(), { facts: [{ ...NOTHING, ...fact }] });
}

describe('3.1', () => {
  const { done, answer, why } = step('3.1');
  const methods = (hand: number) => ({ minmax: by(1, 4), mse: by(0.34, 1), hand: by(0.3, hand) });

  it('is done near the least error, by hand', () => {
    expect(done(of('3.1', { methods: methods(1.05) }), did('screens.clipping.hand'))).toBe(true);
    expect(done(of('3.1', { methods: methods(1.4) }), did('screens.clipping.hand'))).toBe(false);
    expect(done(of('3.1', { methods: methods(1.05) }), did())).toBe(false);
    expect(answer(of('3.1', { methods: methods(1.05) }))).toBe(34);
    expect(why(of('3.1', { methods: methods(5) }))).toMatchObject({ shown: false });
  });
});

describe('3.2', () => {
  const { done } = step('3.2');
  const batches = (bad: number | null, smoothed: number) => ({
    ...{ alpha: 0.1, bad },
    running: Array.from({ length: 40 }, (_, i) => (bad !== null && i >= bad ? 8 : 1)),
    smoothed: Array.from({ length: 40 }, () => smoothed),
  });

  it('is done when the maximum stays where the average has forgotten', () => {
    expect(done(of('3.2', { batches: batches(12, 1.4) }), did('screens.clipping.badBatch'))).toBe(true);
    expect(done(of('3.2', { batches: batches(12, 6) }), did('screens.clipping.badBatch'))).toBe(false);
    expect(done(of('3.2', { batches: batches(null, 1) }), did('screens.clipping.badBatch'))).toBe(false);
  });
});

describe('3.3 and 3.4', () => {
  it('are done at the least divergence, and by steps that end at the least error', () => {
    const kl = (nats: number, candidates = 1793) => ({
      candidates,
      at: { bins: 1800, nats },
      best: { bins: 1852, nats: 0.01 },
    });
    const scrubbed = did('screens.clipping.cursor');
    expect(step('3.3').done(of('3.3', { kl: kl(0.0101) }), scrubbed)).toBe(true);
    expect(step('3.3').done(of('3.3', { kl: kl(0.02) }), scrubbed)).toBe(false);
    expect(step('3.3').done(of('3.3', { kl: kl(0.0101, 1) }), scrubbed)).toBe(false);

    const walked = (mse: number, steps: number) => ({
      methods: { octav: by(0.41, mse), mse: by(0.42, 1) },
      iterates: Array.from({ length: steps + 1 }, (_, i) => i),
    });
    const stepped = did('screens.clipping.step');
    const { done, preset } = step('3.4');
    // The screen writes its last step as 100: all of them.
    const shown = (steps: number, fact: ReturnType<typeof walked>) => {
      const experiment = preset();
      const clipping = { ...experiment.screens?.clipping, step: steps };
      return measuredOf({ ...experiment, screens: { clipping } }, { facts: [{ ...NOTHING, ...fact }] });
    };
    expect(done(shown(100, walked(1.002, 9)), stepped)).toBe(true);
    expect(done(shown(100, walked(1.002, 9)), did())).toBe(false);
    expect(done(shown(1, walked(1.002, 9)), stepped)).toBe(false);
    expect(done(shown(100, walked(1.3, 9)), stepped)).toBe(false);
    expect(done(shown(100, walked(1.002, 30)), stepped)).toBe(false);
  });
});

describe('3.5', () => {
  const ranked = (worst: number) => ({
    bits: 4,
    methods: Object.fromEntries(
      ['minmax', 'percentile', 'kl', 'mse', 'octav', 'aciq'].map((id, at) => [id, by(0.5, 1, at === 0 ? worst : 0.6)]),
    ),
  });

  it('is done when all methods are ranked and far apart', () => {
    const { done, answer } = step('3.5');
    expect(done(of('3.5', ranked(0.25)), did('screens.clipping.bits'))).toBe(true);
    expect(done(of('3.5', ranked(0.55)), did('screens.clipping.bits'))).toBe(false);
    expect(done(of('3.5', { ...ranked(0.25), bits: 8 }), did('screens.clipping.bits'))).toBe(false);
    expect(answer(of('3.5', ranked(0.25)))).toBe(1);
  });
});

describe('3.6', () => {
  it('is done by less error and less accuracy, both', () => {
    const { done, answer } = step('3.6');
    const both = (error: number, b: number): Measured =>
      measuredOf(step('3.6').preset(), {
        networks: { a: networkOf(3, { pw1: { n: 1, mse: 1 } }), b: networkOf(3, { pw1: { n: 1, mse: error } }) },
        scores: { float: null, a: scoreOf(0.646), b: scoreOf(b) },
      });
    expect(done(both(0.99, 0.584), did('b'))).toBe(true);
    expect(done(both(0.99, 0.64), did('b'))).toBe(false);
    expect(done(both(1.01, 0.584), did('b'))).toBe(false);
    expect(answer(both(0.99, 0.584))).toBe(2);
  });
});
