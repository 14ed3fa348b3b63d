import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../experiment/spec';
import { measuredOf, networkOf, scoreOf, seenOf } from '../course-fakes';
import type { Fact } from '../facts';
import type { Measured } from '../measured';
import { aff, compare, kmeans, lin, side } from '../presets';
import { stepOf } from '../registry';
import type { Step } from '../step';

function step(id: string): Step {
  const found = stepOf(id);
  if (found === undefined) throw new Error(`There is no step ${id}.`);
  return found;
}

const did = (...fields: readonly string[]): ReadonlySet<string> => new Set(fields);

describe('1.2', () => {
  const { done, answer, why, result } = step('1.2');
  const preset = step('1.2').preset();
  const of = (decibels: Readonly<Record<number, number>>): Measured =>
    measuredOf(preset, {
      seen: Object.entries(decibels).map(([bits, sqnr]) => ({
        ...seenOf('lenet', 'b', side(lin(Number(bits))), 0.9, Number(bits)),
        sqnr: { fc1: sqnr },
      })),
    });
  const shipped = of({ 8: 36.4, 7: 30.2, 6: 24, 5: 17.8, 4: 11 });

  it('is done by five widths with six decibels for each bit', () => {
    expect(done(shipped, did('b.quantizer.bits'))).toBe(true);
    expect(result(shipped)).toContain('6.2 dB');
    expect(answer(shipped)).toEqual([36.4, 30.2, 24, 17.8, 11, null, null]);
    expect(why(shipped)).toMatchObject({ shown: true });
  });

  it('is not done by fewer widths, without the own action, or with another slope', () => {
    expect(done(shipped, did())).toBe(false);
    expect(done(of({ 8: 36.4, 5: 17.8 }), did('b.quantizer.bits'))).toBe(false);
    const flat = of({ 8: 20, 7: 18, 6: 16, 5: 14, 4: 12 });
    expect(done(flat, did('b.quantizer.bits'))).toBe(false);
    expect(why(flat)).toMatchObject({ shown: false });
  });
});

describe('1.3', () => {
  const { done, why, answer } = step('1.3');
  const of = (gained: number): Measured =>
    measuredOf(compare('lenet', lin(3), aff(3)), {
      seen: [seenOf('lenet', 'a', side(lin(3)), 0.7, 3), seenOf('lenet', 'b', side(aff(3)), 0.7 + gained, 3)],
    });

  it('is done by a zero point that wins points', () => {
    expect(done(of(0.12), did('b.quantizer.scheme'))).toBe(true);
    expect(answer(of(0.12))).toBeCloseTo(12, 6);
    expect(done(of(0.01), did('b.quantizer.scheme'))).toBe(false);
    expect(done(of(0.12), did('b.quantizer.bits'))).toBe(false);
    expect(why(of(0.12))).toBeNull();
  });
});

describe('1.4 and 1.5', () => {
  it('ask for levels that were moved', () => {
    const { done, why } = step('1.4');
    const of = (b: number): Measured =>
      measuredOf(step('1.4').preset(), {
        networks: { a: networkOf(4, { fc1: { mse: 1 } }), b: networkOf(4, { fc1: { mse: b } }) },
      });
    expect(done(of(0.17), did('b'))).toBe(true);
    expect(done(of(0.76), did('b'))).toBe(false);
    expect(done(of(0.17), did())).toBe(false);
    expect(why(of(1.2))).toMatchObject({ shown: false });
  });

  it('ask for a layer whose codebook is dear', () => {
    const { done, answer } = step('1.5');
    const layers = { stem: 7.56, dw5: 4.44, pw5: 4.03, fc: 4.4 };
    const network = networkOf(
      4.17,
      Object.fromEntries(Object.entries(layers).map(([name, bitsPerWeight]) => [name, { n: 144, bitsPerWeight }])),
    );
    const of = (layer: string): Measured =>
      measuredOf(step('1.5').preset(), { layer, networks: { a: null, b: network } });
    expect(done(of('stem'), did('layer'))).toBe(true);
    expect(done(of('pw5'), did('layer'))).toBe(false);
    expect(done(of('stem'), did())).toBe(false);
    expect(answer(of('stem'))).toBe(0);
  });
});

describe('1.6', () => {
  it('is done by blanks that are filled in', () => {
    const { done } = step('1.6');
    const of = (filled: number): Measured => {
      const facts: readonly Fact[] = [{ kind: 'paper', key: 'W1', sheet: 'W1', filled }];
      return measuredOf(step('1.6').preset(), { facts });
    };
    expect(done(of(3), did('paper'))).toBe(true);
    expect(done(of(2), did('paper'))).toBe(false);
    expect(done(of(3), did())).toBe(false);
  });
});

/** B measured on the first images and on all. */
function scored(experiment: Experiment, first: number, all: number, bits: number): Measured {
  const one = seenOf('lenet', 'b', experiment.b, first, bits);
  return measuredOf(
    { ...experiment, images: 10_000 },
    {
      seen: [one, { ...one, images: 10_000, score: scoreOf(all, 10_000) }],
    },
  );
}

describe('challenges 1 and 3', () => {
  it('count the images that B was not tuned on, and only what is allowed', () => {
    const { done } = step('challenge-1');
    const solution = compare('lenet', kmeans(3), side(kmeans(6), { fc1: kmeans(2) }));
    expect(done(scored(solution, 0.9, 0.893, 2.53), did('b'))).toBe(true);
    expect(done(scored(solution, 0.95, 0.88, 2.53), did('b'))).toBe(false);
    expect(done(scored(solution, 0.9, 0.893, 3.02), did('b'))).toBe(false);
    expect(done(scored(compare('lenet', lin(3), lin(3)), 0.9, 0.893, 2.5), did('b'))).toBe(false);
  });

  it('leave the number of bits alone where only clipping may change', () => {
    const { done } = step('challenge-3');
    const clipped = compare('lenet', lin(3), side(lin(3), { conv1: { clipper: lin(3, 'tensor', 0.75).clipper } }));
    expect(done(scored(clipped, 0.89, 0.882, 3), did('b'))).toBe(true);
    const wider = compare('lenet', lin(3), side(lin(3), { conv1: { quantizer: lin(8).quantizer } }));
    expect(done(scored(wider, 0.89, 0.882, 3), did('b'))).toBe(false);
  });
});
