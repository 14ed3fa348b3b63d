import { expect, it } from 'vitest';
import { initialState } from '../../../store/store';
import { isReportable, reportHtml } from './report';

const score = (value: number) => ({
  status: 'ready' as const,
  key: '',
  problem: null,
  ms: 5,
  progress: null,
  value: {
    n: 2000,
    value,
    low: value - 0.01,
    high: value + 0.01,
    correct: value * 2000,
    of: 2000,
    changed: 12,
    paired: null,
    predictions: new Uint8Array(2000),
    logitsMse: 0,
  },
});

it('is not offered before everything has been measured', () => {
  expect(isReportable(initialState())).toBe(false);
});

it('states the numbers, draws them, escapes what is text, and needs nothing from elsewhere', () => {
  const start = initialState();
  const scores = { float: score(0.9), a: score(0.5), b: score(0.85) };
  const testData = { id: 'x', title: 'Images <of> "clothes"', counts: [2000, 10_000] as const, training: 2000 };
  const html = reportHtml({ ...start, scores, testData }, 'https://example.org/?x=1&y=2#e=1.abc');
  expect(html).toContain('Images &lt;of&gt; &quot;clothes&quot;');
  expect(html).toContain('href="https://example.org/?x=1&amp;y=2#e=1.abc"');
  for (const text of ['90.0', '50.0', '85.0', '12 of 2,000', 'Per-tensor, min-max, 4 bits', 'measured'])
    expect(html).toContain(text);
  expect(html.match(/<svg/g)).toHaveLength(2);
  expect(html.match(/<circle/g)).toHaveLength(3);
  expect(html).not.toMatch(/NaN|undefined|src=|<script|<link|@import/);
});
