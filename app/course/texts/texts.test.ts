import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BAR_IDS, barsOf } from '../../../src/course/bars';
import { CHAPTERS, STEPS } from '../../../src/course/registry';
import type { Step } from '../../../src/course/step';
import { ENTRIES } from '../../panels/glossary/entries';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/** The texts of a chapter by step, as they are written. */
function textsOf(chapter: string): ReadonlyMap<string, string> {
  const found = read(`${chapter}.mdx`).matchAll(/<Step id="([^"]+)">(.*?)<\/Step>/gs);
  return new Map(Array.from(found, ([, id = '', text = '']) => [id, text]));
}

function block(text: string, part: string): string {
  return new RegExp(`<${part}>(.*?)</${part}>`, 's').exec(text)?.[1]?.trim() ?? '';
}

const attributes = (text: string, tag: string, name: string): readonly string[] =>
  Array.from(text.matchAll(new RegExp(`<${tag} ${name}="([^"]+)"`, 'g')), ([, value = '']) => value);

const CHAPTER_FILES = new URL('../../../src/course/chapters/', import.meta.url);
const SOURCES = readdirSync(CHAPTER_FILES)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(new URL(name, CHAPTER_FILES), 'utf8'));

/** What a step writes out for its texts: the names of its `numbers`. */
function numbersOf({ id, challenge }: Step): ReadonlySet<string> {
  const start = challenge === undefined ? `  id: '${id}',` : 'predict: null,';
  const source = SOURCES.find((text) => text.includes(start)) ?? '';
  const step = source.slice(source.indexOf(start));
  const numbers = step.slice(step.indexOf('numbers:'), step.indexOf('result:'));
  return new Set(Array.from(numbers.matchAll(/(\w+):/g), ([, name = '']) => name));
}

const cases = CHAPTERS.flatMap(({ id, steps }) => {
  const texts = textsOf(id);
  return steps.map((step) => [step.id, step, texts.get(step.id) ?? ''] as const);
});

describe.each(cases)('the text of %s', (_id, step, text) => {
  it('has every part, and a prediction only where one is asked for', () => {
    for (const part of ['Act', 'See', 'Explain', 'Vary']) expect(block(text, part), part).not.toBe('');
    expect(block(text, 'Predict') !== '').toBe(step.predict !== null);
  });

  it('carries only numbers that the step measures', () => {
    const known = numbersOf(step);
    expect(known.size).toBeGreaterThan(0);
    for (const id of attributes(text, 'N', 'id')) expect([...known]).toContain(id);
  });

  it('points only at markers and terms that there are', () => {
    for (const id of attributes(text, 'Term', 'id')) expect(Object.keys(ENTRIES)).toContain(id);
    for (const n of attributes(text, 'Mark', 'n').map(Number)) expect(step.marks[n - 1]).toBeDefined();
  });

  it('breaks no sentence into two paragraphs', () => {
    const paragraphs = text.split(/\n{2,}/).filter((paragraph) => !/^\s*(<\/?[A-Z]\w*>\s*)*$/.test(paragraph));
    for (const paragraph of paragraphs) expect(paragraph.replace(/(\s*<\/?[A-Z]\w*>)+$/, '')).toMatch(/[.?:]$/);
  });
});

it('the texts belong to steps that there are', () => {
  const written = CHAPTERS.flatMap(({ id }) => [...textsOf(id).keys()]);
  expect(written).toEqual(STEPS.map(({ id }) => id));
});

it('every challenge and every bar has a step and a reference solution', () => {
  const ids = STEPS.map(({ id }) => id);
  for (const id of BAR_IDS) expect(ids).toContain(id);
  for (const { id } of STEPS.filter(({ challenge }) => challenge !== undefined))
    expect(barsOf(id).solution.length).toBeGreaterThan(10);
});
