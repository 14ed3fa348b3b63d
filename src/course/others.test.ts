import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../experiment/defaults';
import type { Seen } from './measured';
import { measuredOf, scoreOf, seenOf } from './course-fakes';
import { isTuned, onOthers, wasCountedTooSoon } from './others';
import { stepOf } from './registry';

const experiment = defaultExperiment();
const { model, a, b } = experiment;
const TUNED = seenOf(model, 'b', b, 0.8, 4.2);
const ALL: Seen = { ...TUNED, images: 10_000, score: scoreOf(0.88, 10_000) };
const OLD = seenOf(model, 'b', a, 0.9, 4);

describe('the images that B was not tuned on', () => {
  it('are those between, once B as it is now was measured on the first and on all', () => {
    const measured = measuredOf(experiment, { seen: [OLD, TUNED, ALL] });
    expect(onOthers(measured)).toEqual({ accuracy: (100 * (8800 - 1600)) / 8000, bits: 4.2 });
    expect([isTuned(measured), wasCountedTooSoon(measured)]).toEqual([true, false]);
  });

  it.each([
    ['nothing', [], false, false],
    ['another B', [OLD], false, false],
    ['the first images', [TUNED], true, false],
    ['all, after another B', [OLD, ALL], false, true],
    ['all alone', [ALL], false, true],
  ])('are not counted after %s', (_what, seen, tuned, tooSoon) => {
    const measured = measuredOf(experiment, { seen });
    expect(onOthers(measured)).toBeNull();
    expect([isTuned(measured), wasCountedTooSoon(measured)]).toEqual([tuned, tooSoon]);
  });

  it('a challenge says when they were counted too soon', () => {
    const { why } = stepOf('capstone')!;
    expect(why(measuredOf(experiment, { seen: [ALL] }))?.text).toMatch(/go back to them/);
    expect(why(measuredOf(experiment, { seen: [TUNED] }))).toBeNull();
    expect(why(measuredOf(experiment, { seen: [TUNED, ALL] }))?.text).toMatch(/^B meets the goal|^Not yet/);
  });
});
