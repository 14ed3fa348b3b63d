import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, type Assignment, CAPS, type Goal, HIDEABLE_PANELS, LOCK_IDS, QUANTITIES } from './assignment';
import { cleanText } from './assignment-text';
import { decodeLink, encodeLink } from './codec';
import { defaultExperiment } from './defaults';
import type { LinkState } from './link';
import { anyLink } from './link-fakes';
import { pack } from './pack';
import './task-format';
import { AREA_IDS } from './screens/registry';
import type { Experiment } from './spec';

const text = (most: number, lines: 'one line' | 'lines') =>
  fc.string({ unit: 'grapheme', maxLength: most / 4 }).map((one) => cleanText(one, lines).slice(0, most));
const layer = fc.string({ minLength: 1, maxLength: 30 }).filter((name) => name !== '__proto__');
const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const goal: fc.Arbitrary<Goal> = fc.oneof(
  fc.record({
    quantity: fc.constantFrom(...QUANTITIES.filter((one) => one !== 'sqnr')),
    is: fc.constantFrom('at least', 'at most'),
    value,
  }),
  fc.record({ quantity: fc.constant('sqnr'), is: fc.constantFrom('at least', 'at most'), value, layer }),
);

const assignment = (start: fc.Arbitrary<Experiment>): fc.Arbitrary<Assignment> =>
  fc.record({
    title: text(CAPS.title, 'one line').map((one) => `T${one}`.slice(0, CAPS.title)),
    text: text(CAPS.text, 'lines'),
    start: fc.record(
      { experiment: start, area: fc.constantFrom('training' as const, 'mixed' as const), layer },
      { requiredKeys: ['experiment'] },
    ),
    locked: fc.subarray([...LOCK_IDS]),
    hiddenPanels: fc.subarray([...HIDEABLE_PANELS]),
    hiddenScreens: fc.subarray([...AREA_IDS]),
    goals: fc.array(goal, { maxLength: CAPS.goals }),
  });

const answerTo = (goals: number): fc.Arbitrary<Answer> =>
  fc.record(
    {
      name: text(CAPS.name, 'one line'),
      bits: fc.double({ min: 0, max: 64, noNaN: true }),
      values: fc.array(fc.option(value), { minLength: goals, maxLength: goals }),
    },
    { requiredKeys: ['bits', 'values'] },
  );

const withTask: fc.Arbitrary<LinkState> = fc
  .tuple(anyLink, anyLink, fc.boolean())
  .chain(([{ view, ...link }, other, isStarted]) =>
    assignment(fc.constant(isStarted ? other.experiment : link.experiment)).chain((task) =>
      fc.option(answerTo(task.goals.length)).map((answer): LinkState => {
        const seen = Object.fromEntries(Object.entries(view ?? {}).filter(([key]) => key !== 'lesson'));
        return {
          ...link,
          ...(Object.keys(seen).length === 0 ? {} : { view: seen }),
          assignment: task,
          ...(answer === null ? {} : { answer }),
        };
      }),
    ),
  )
  // JSON has no negative zero.
  .map((state) => JSON.parse(JSON.stringify(state)) as LinkState);

/** A small assignment on the first comparison, and an answer to it. */
const TASK: Assignment = {
  title: 'Four bits, one format',
  text: 'Reach 86 %.\nOnly the granularity is yours.',
  start: { experiment: defaultExperiment(), layer: 'dw5' },
  locked: ['model', 'b.bits', 'a.format'],
  hiddenPanels: ['confusion', 'why'],
  hiddenScreens: ['mixed'],
  goals: [
    { quantity: 'accuracy', is: 'at least', value: 86 },
    { quantity: 'sqnr', is: 'at least', value: 12.5, layer: 'dw5' },
  ],
};
const GOLDEN_TASK =
  '#e=1.bY7NCoMwEIRfZVnobRG1VawP0GuhV-sh_lRDNdIkUoPk3bsp9NbLMt_OzLI7zlhiZ1qlkFBgueMrjEZag-XJe8Lm33IKrXfGHRscyXhZVg0hQrCoHh6LnoXlwMberRftCEUOh-iurmpyYMceBi3UOgktrQNpwPEBE3HjiWUVU5JSWhOODGdKjiwdS5zl1nfINDBxLKYir6nKWSRplNH3rZr934vefwA';
const HANDED_IN: LinkState = {
  experiment: { ...defaultExperiment(), images: 10000 },
  digest: { images: 10000, float: 9103, a: 4750, b: 8690, weights: '0123abcd' },
  assignment: TASK,
  answer: { name: 'Ada L.', bits: 4.67, values: [86.9, null] },
};
const GOLDEN_ANSWER =
  '#e=1.jVA7a8MwEP4r4qDbYSw_FFtbl06FQtfUg_xoLGrLVFZoTPB_76dmKmSIBvHpTt_j7kozaerXzjlicqRlisNkSF_pO16tDSvpYt-Z2nvFnvTxRqplmnNxKFOuVA2NVGa5abueGqYQWRZWL8vZi0hnsbhBfC5-NgHWF_TeB9ONolLiKflwb27aRBgHcfLGnSfjbdiEXcUGgTUB4wvGKcuMM-iPeNQsc8ANkGZ7Gf6MT3jhW8zU8FEByCwpEfunpAZ9jPF_B49OjuoUadAB9LGH9dFzb8RrjAdKkajDLUGlkpoxxdTs-y8';

describe('links to assignments and answers', () => {
  it('bring back 200 random ones exactly', () => {
    fc.assert(
      fc.property(withTask, (state) => {
        expect(decodeLink(encodeLink(state))).toEqual({ ok: true, link: state });
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it('are written as when they were introduced', () => {
    const state: LinkState = { experiment: TASK.start.experiment, view: { layer: 'dw5' }, assignment: TASK };
    expect(encodeLink(state)).toBe(GOLDEN_TASK);
    expect(decodeLink(GOLDEN_TASK)).toEqual({ ok: true, link: state });
    expect(encodeLink(HANDED_IN)).toBe(GOLDEN_ANSWER);
    expect(decodeLink(GOLDEN_ANSWER)).toEqual({ ok: true, link: HANDED_IN });
  });

  it('say which challenge is answered without opening its lesson', () => {
    const answer: Answer = { challenge: 'challenge-2', bits: 4.5, values: [] };
    const state: LinkState = { experiment: defaultExperiment(), answer };
    expect(decodeLink(encodeLink(state))).toEqual({ ok: true, link: state });
  });

  const long = 'x'.repeat(CAPS.text + 1);
  const goals = (...list: unknown[]) => ({ t: { i: 'T', g: list } });
  it.each<[string, unknown, string, RegExp]>([
    ['no title', { t: {} }, 'assignment.title', /no text/],
    ['an empty title', { t: { i: ' ' } }, 'assignment.title', /needs a title/],
    ['a title of two lines', { t: { i: 'a\nb' } }, 'assignment.title', /cannot be shown/],
    ['a title that turns what follows', { t: { i: 'a\u202eb' } }, 'assignment.title', /cannot be shown/],
    ['a text that is too long', { t: { i: 'T', x: long } }, 'assignment.text', /1501 characters; 1500/],
    ['a text that is none', { t: { i: 'T', x: ['<b>'] } }, 'assignment.text', /no text/],
    ['an unknown member', { t: { i: 'T', z: 1 } }, 'assignment.z', /does not know/],
    ['an unknown lock', { t: { i: 'T', k: [99] } }, 'assignment.locks', /does not know/],
    ['a lock named like a member of every list', { t: { i: 'T', k: ['length'] } }, 'assignment.locks', /not know/],
    ['a lock twice', { t: { i: 'T', k: [0, 0] } }, 'assignment.locks', /not know/],
    ['locks that are no list', { t: { i: 'T', k: {} } }, 'assignment.locks', /no list/],
    ['an unknown panel', { t: { i: 'T', h: [0.5] } }, 'assignment.panels', /does not know/],
    ['an unknown screen', { t: { i: 'T', y: ['kitchen'] } }, 'assignment.screens', /does not know/],
    ['a screen for a start', { t: { i: 'T', v: 'kitchen' } }, 'area', /no screen/],
    ['an experiment for a start', { t: { i: 'T', s: { a: { q: ['quantum'] } } } }, 'a.quantizer', /quantum/],
    ['more than settings for a start', { t: { i: 'T', s: { t: {} } } }, 'assignment.start.t', /does not know/],
    ['too many goals', goals(...Array.from({ length: 9 }, () => [0, 0, 1])), 'assignment.goals', /at most 8/],
    ['a goal about nothing', goals([99, 0, 1]), 'assignment.goals', /not readable/],
    ['a goal that is no number', goals([0, 0, '86']), 'assignment.goals', /not readable/],
    ['a goal without end', goals([0, 0, 1e300]), 'assignment.goals', /not readable/],
    ['a relation', goals([0, 2, 1]), 'assignment.goals', /not readable/],
    ['an SQNR of no layer', goals([6, 0, 1]), 'assignment.goals', /names a layer/],
    ['an accuracy of a layer', goals([0, 0, 1, 'fc1']), 'assignment.goals', /names a layer/],
    ['an answer to nothing', { r: { b: 4 } }, 'answer', /one assignment or to one challenge/],
    ['an answer to two', { c: '2.2', t: { i: 'T' }, r: { b: 4 } }, 'answer', /one assignment/],
    ['an answer without bits', { t: { i: 'T' }, r: {} }, 'answer.bits', /not readable/],
    ['values of other goals', { t: { i: 'T' }, r: { b: 4, g: [1] } }, 'answer.values', /not those/],
    ['a name that is too long', { t: { i: 'T' }, r: { b: 4, n: 'x'.repeat(61) } }, 'assignment.name', /61/],
  ])('name the field that does not fit: %s', (_name, payload, field, message) => {
    expect(decodeLink(`#e=1.${pack(payload)}`)).toEqual({
      ok: false,
      problem: { field, message: expect.stringMatching(message) as string },
    });
  });
});
