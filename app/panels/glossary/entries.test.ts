import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ENTRIES } from './entries';
import type { Entry } from './entry';

const all: readonly (readonly [string, Entry])[] = Object.entries(ENTRIES);

describe('the glossary', () => {
  it.each(all)('%s has a sentence and a source', (_id, entry) => {
    expect(entry.text).toMatch(/[.]$/);
    expect(entry.source.length).toBeGreaterThan(3);
  });

  it.each(all.filter(([, { formula }]) => formula !== undefined))('%s has a formula in MathML', (_id, { formula }) => {
    const markup = renderToStaticMarkup(formula);
    expect(markup).toMatch(/^<math display="block"><mrow>.+<\/mrow><\/math>$/);
    expect(markup).not.toMatch(/undefined|<m[ion]><\/m[ion]>/);
  });

  it('has no title twice', () => {
    expect(new Set(all.map(([, entry]) => entry.title)).size).toBe(all.length);
  });

  it('writes formulas as MathML with operators, numbers and symbols told apart', () => {
    const markup = renderToStaticMarkup(ENTRIES.bits.formula);
    expect(markup).toBe(
      '<math display="block"><mrow><mtext>levels</mtext><mo>≤</mo><msup><mn>2</mn><mi>b</mi></msup></mrow></math>',
    );
  });
});
