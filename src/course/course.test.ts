import { describe, expect, it } from 'vitest';
import { decodeLink, encodeLink } from '../experiment/codec';
import { defaultExperiment } from '../experiment/defaults';
import { choose } from '../experiment/techniques';
import { changedFields } from './did';
import { isBetter, readProgress, withRecord, writeProgress } from './progress';
import { CHAPTERS, STEPS, chapterOf, stepAfter, stepOf } from './registry';
import { distance } from './score';
import type { Predict } from './step';

describe('the course', () => {
  it('has steps of different ids, each found with its chapter and its neighbours', () => {
    expect(new Set(STEPS.map(({ id }) => id)).size).toBe(STEPS.length);
    expect(new Set(CHAPTERS.map(({ id }) => id)).size).toBe(CHAPTERS.length);
    for (const [at, step] of STEPS.entries()) {
      expect(stepOf(step.id)).toBe(step);
      expect(chapterOf(step.id)?.steps).toContain(step);
      expect(stepAfter(step.id, 1)).toBe(STEPS[at + 1]);
    }
    expect(stepAfter('welcome', -1)).toBeUndefined();
    expect(stepOf('9.9')).toBeUndefined();
  });

  it('opens every step by a link that a reader can be given', () => {
    for (const { id, area, layer, preset } of STEPS) {
      const view = { area, lesson: id, ...(layer === undefined ? {} : { layer }) };
      const link = encodeLink({ experiment: preset(), view });
      const shown = area === 'lab' ? { ...view, area: undefined } : view;
      expect(decodeLink(link)).toMatchObject({ ok: true, link: { experiment: preset() } });
      expect(decodeLink(link)).toMatchObject({ ok: true, link: { view: { lesson: shown.lesson } } });
      expect(link.length).toBeLessThan(330);
    }
  });

  it('asks only what can be answered, with marks for what the texts point at', () => {
    for (const { predict, check, marks } of STEPS) {
      if (predict?.kind === 'choice') expect(predict.options.length).toBeGreaterThan(1);
      if (check !== undefined) expect(check.options[check.right]).toBeDefined();
      expect(marks.length).toBeGreaterThan(0);
    }
  });
});

describe('what the student did', () => {
  const before = defaultExperiment();

  it('is named from the side to the parameter', () => {
    const quantizer = choose('quantizer', 'uniform', { bits: 3 });
    const after = { ...before, b: { ...before.b, recipe: { ...before.b.recipe, quantizer } } };
    expect(changedFields(before, after)).toEqual(['b', 'b.quantizer', 'b.quantizer.bits']);
    expect(changedFields(before, before)).toEqual([]);
  });

  it('names layers, screens and the network', () => {
    const overrides = { dw5: { quantizer: choose('quantizer', 'uniform', { bits: 8 }) } };
    const after = { ...before, model: 'lenet', a: { ...before.a, overrides }, screens: { clipping: { hand: 0.4 } } };
    const fields = changedFields(before, after);
    expect(fields).toContain('model');
    expect(fields).toContain('a.layers.dw5');
    expect(fields).toContain('screens.clipping.hand');
    expect(fields.some((field) => field.startsWith('b'))).toBe(false);
  });
});

describe('progress', () => {
  it('comes back as it was written', () => {
    const progress = withRecord(withRecord({}, '2.2', { prediction: 80 }), '2.2', {
      ...{ result: '87.3', check: 0, numbers: { a: '25.5' }, link: '#e=1.x' },
      ...{ best: { accuracy: 87.3, bits: 4.54 }, date: '2026-01-31' },
    });
    expect(readProgress(writeProgress(progress))).toEqual(progress);
  });

  it.each([
    null,
    '',
    '{',
    '[]',
    '{"version":2,"steps":{}}',
    '{"version":1,"steps":[1]}',
    '{"version":1,"steps":{"a":1}}',
  ])('begins anew where %j is kept', (text) => expect(readProgress(text)).toEqual({}));

  it('drops members that are no record of a step', () => {
    const text = JSON.stringify({
      version: 1,
      steps: { '1.1': { prediction: ['x'], result: 5, check: 'a', other: 1, best: { accuracy: null }, date: 'now' } },
    });
    expect(readProgress(text)).toEqual({ '1.1': {} });
  });
});

describe('the best answer to a challenge', () => {
  const kept = { accuracy: 87.3, bits: 4.54 };
  it.each([
    [{ accuracy: 87.4, bits: 9 }, true],
    [{ accuracy: 87.3, bits: 4.5 }, true],
    [{ accuracy: 87.3, bits: 4.54 }, false],
    [{ accuracy: 87.2, bits: 1 }, false],
  ])('%o', (now, isKept) => {
    expect(isBetter(now, kept)).toBe(isKept);
    expect(isBetter(now, undefined)).toBe(true);
  });
});

describe('a prediction', () => {
  const line: Predict = { kind: 'number', question: '', min: 0, max: 100, step: 1, start: 50, unit: '%' };
  const curve: Predict = { ...line, kind: 'curve', x: [8, 4, 2], xLabel: 'bits' };

  it('is scored by its distance', () => {
    expect(distance(line, 80, 47.5)).toEqual({ off: 32.5, score: 0.675 });
    expect(distance(line, null, 47.5)).toBeNull();
    expect(distance(line, 80, null)).toBeNull();
  });

  it('of a curve is compared where it was measured', () => {
    expect(distance(curve, [90, 80, 10], [90, null, 30])).toEqual({ off: 10, score: 0.9 });
    expect(distance(curve, [90, 80, 10], [null, null, null])).toBeNull();
  });

  it('of one among several is right or not', () => {
    const choice: Predict = { kind: 'choice', question: '', options: ['a', 'b'] };
    expect(distance(choice, 1, 1)).toEqual({ off: 0, score: 1 });
    expect(distance(choice, 0, 1)).toEqual({ off: 1, score: 0 });
  });
});
