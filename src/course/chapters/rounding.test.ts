import { describe, expect, it } from 'vitest';
import { choose } from '../../experiment/techniques';
import { measuredOf, scoreOf, seenOf } from '../course-fakes';
import type { Fact } from '../facts';
import { float, lin, side } from '../presets';
import { stepOf } from '../registry';
import type { Step } from '../step';

function step(id: string): Step {
  const found = stepOf(id);
  if (found === undefined) throw new Error(`There is no step ${id}.`);
  return found;
}

describe('4.1', () => {
  const { done, answer, why, preset, result } = step('4.1');
  const at = (correlation: number) =>
    measuredOf({ ...preset(), screens: { rounding: { first: 0.4, second: 0.4, correlation } } });

  it('is done by moving the correlation to where nearest is far from best', () => {
    const did = new Set(['screens.rounding.correlation']);
    expect(done(at(0.9), did)).toBe(true);
    expect(done(at(0.9), new Set())).toBe(false);
    expect(done(at(0.1), did)).toBe(false);
    expect(result(at(0.9))).toContain('nearest costs 0.608, the best rounding 0.088');
    expect(answer(at(0.9))).toBe(1);
    expect(why(at(0.9))).toMatchObject({ shown: true });
    expect(why(at(0))).toMatchObject({ shown: false });
  });
});

describe('4.2', () => {
  const { done, result, why, answer } = step('4.2');
  const near = side(float(), { stem: lin(3) });
  const draw = (seed: number) => ({
    ...side(float(), { stem: { ...lin(3), rounder: choose('rounder', 'stochastic') } }),
    seed,
  });
  const measured = (values: readonly number[]) =>
    measuredOf(
      { model: 'dscnn', images: 2000, a: near, b: draw(1) },
      {
        seen: [
          seenOf('dscnn', 'a', near, 0.55, 4),
          ...values.map((value, seed) => seenOf('dscnn', 'b', draw(seed), value, 4)),
        ],
      },
    );
  const did = new Set(['b', 'b.seed']);
  const ten = [0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.68, 0.5, 0.4, 0.3];

  it('is done by ten draws, one of which is clearly better than nearest', () => {
    expect(done(measured(ten), did)).toBe(true);
    expect(result(measured(ten))).toContain('68.0 %, nearest for 55.0 %');
    expect(answer(measured(ten))).toBeCloseTo(13, 6);
    expect(why(measured(ten))).toMatchObject({ shown: true });
  });
  it('is not done by fewer draws, without luck, or without a draw of the student', () => {
    expect(done(measured(ten.slice(0, 9)), did)).toBe(false);
    expect(done(measured(ten.map((value) => value - 0.1)), did)).toBe(false);
    expect(done(measured(ten), new Set())).toBe(false);
    expect(why(measured([0.4]))).toMatchObject({ shown: false });
  });
});

describe('4.3', () => {
  const { done, result, answer, preset } = step('4.3');
  const rows = (ratios: readonly number[]): Fact[] =>
    ratios.map((ratio, row) => ({
      ...{ kind: 'row', key: String(row), layer: 'dw1', row, weights: 9 },
      ...{ nearest: 2, best: 2 * ratio },
    }));
  const did = new Set(['screens.rounding.row']);
  it('is done by three outputs, one with a much better rounding', () => {
    const measured = measuredOf(preset(), { facts: rows([0.95, 0.5, 0.92]) });
    expect(done(measured, did)).toBe(true);
    expect(result(measured)).toBe('Of 3 outputs the best rounding leaves 50 to 95 % of the error of nearest.');
    expect(answer(measured)).toBe(50);
    expect(done(measured, new Set())).toBe(false);
    expect(done(measuredOf(preset(), { facts: rows([0.5, 0.5]) }), did)).toBe(false);
    expect(done(measuredOf(preset(), { facts: rows([0.95, 0.95, 0.95]) }), did)).toBe(false);
  });
});

describe('4.4', () => {
  const { done, result, why, preset } = step('4.4');
  const run = (undecided: number, hard: number) =>
    measuredOf(preset(), {
      facts: [
        { kind: 'layer-rounding', key: 'k', layer: 'conv2', weights: 3200, undecided, flipped: 0.12, nearest: 1, hard },
      ],
    });
  const did = new Set(['running Rounding']);
  it('is done by a run to its end', () => {
    expect(done(run(0, 0.14), did)).toBe(true);
    expect(result(run(0, 0.14))).toContain('12.0 % of the weights of conv2');
    expect(why(run(0, 0.14))).toMatchObject({ shown: true });
    expect(done(run(0.52, 0.38), did)).toBe(false);
    expect(done(run(0, 0.6), did)).toBe(false);
    expect(done(run(0, 0.14), new Set())).toBe(false);
    expect(why(run(0, 1.1))).toMatchObject({ shown: false });
  });
});

describe('4.5 and 4.6', () => {
  const network = (lambda: number, adaround: number, undecided: number): Fact => ({
    ...{ kind: 'network-rounding', key: String(lambda), bits: 3, lambda, nearest: 0.73, adaround, undecided },
    best: { layer: 'fc1', times: 20 },
  });
  it('are done by the runs that lessons name', () => {
    const { done, why, preset } = step('4.5');
    const did = new Set(['running Rounding']);
    const with_ = (...facts: Fact[]) => measuredOf(preset(), { facts });
    expect(done(with_(network(0.03, 0.89, 0)), did)).toBe(true);
    expect(done(with_(network(0.03, 0.75, 0)), did)).toBe(false);
    expect(why(with_(network(0.03, 0.89, 0)))).toMatchObject({ shown: true });
    expect(why(with_(network(0.03, 0.7, 0)))).toMatchObject({ shown: false });

    const gentle = step('4.6');
    const both = new Set(['running Rounding', 'screens.rounding.lambda']);
    const runs = with_(network(0.000003, 0.842, 0.49), network(0.03, 0.89, 0));
    expect(gentle.done(runs, both)).toBe(true);
    expect(gentle.done(runs, did)).toBe(false);
    expect(gentle.done(with_(network(0.001, 0.882, 0.004), network(0.03, 0.89, 0)), both)).toBe(false);
    expect(gentle.done(with_(network(0.03, 0.89, 0)), both)).toBe(false);
    expect(gentle.why(runs)).toMatchObject({ shown: true });
  });
});

describe('an open challenge', () => {
  const { done, result, why, preset, challenge } = step('challenge-4');
  const b = side(lin(3, 'tensor', 'mse'));
  const scored = (first: number, all: number, bits: number) => {
    const one = (images: number, value: number) => ({
      ...seenOf('dscnn', 'b', b, value, bits),
      images,
      score: scoreOf(value, images),
    });
    return measuredOf({ ...preset(), b }, { seen: [one(2000, first), one(10_000, all)] });
  };
  const did = new Set(['b', 'b.clipper']);
  it('is scored on the images that B was not tuned on, and on its stored bits', () => {
    expect(done(scored(0.9, 0.85, 3.01), did)).toBe(false);
    expect(done(scored(0.85, 0.85, 3.01), did)).toBe(true);
    expect(done(scored(0.85, 0.85, 3.4), did)).toBe(false);
    expect(done(scored(0.85, 0.85, 3.01), new Set())).toBe(false);
    expect(result(scored(0.9, 0.85, 3.01))).toContain('83.8 % of the other 8,000 images');
    expect(why(scored(0.9, 0.85, 3.01))).toMatchObject({ shown: false });
    expect(challenge?.goal).toContain('at least 84 % right, at most 3.1 bits per weight');
    expect(done(measuredOf(preset()), did)).toBe(false);
  });
});
