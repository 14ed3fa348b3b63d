import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { SegmentedControl } from './SegmentedControl';

const options = [
  { value: 'tensor', label: 'Tensor' },
  { value: 'channel', label: 'Channel' },
  { value: 'mx', label: 'MX', reason: 'Needs blocks of 16.' },
];

function radios(markup: string): string[] {
  return markup.match(/<button[^>]*>/g) ?? [];
}

describe('a segmented control', () => {
  it('is a radio group with one tab stop, at the chosen option', () => {
    const markup = renderToStaticMarkup(
      <SegmentedControl name="Granularity" value="channel" options={options} onChange={() => undefined} />,
    );
    expect(markup).toMatch(/role="radiogroup" aria-label="Granularity"/);
    expect(radios(markup).map((tag) => /tabindex="(-?\d)"/.exec(tag)?.[1])).toEqual(['-1', '0', '-1']);
    expect(radios(markup).map((tag) => tag.includes('aria-checked="true"'))).toEqual([false, true, false]);
  });

  it('can be reached when nothing offered is chosen', () => {
    const markup = renderToStaticMarkup(
      <SegmentedControl name="Bits" value="7" options={options} onChange={() => undefined} />,
    );
    expect(radios(markup)[0]).toContain('tabindex="0"');
  });

  it('disables an option with its reason, and all of them together', () => {
    const one = renderToStaticMarkup(
      <SegmentedControl name="G" value="tensor" options={options} onChange={() => undefined} />,
    );
    expect(radios(one)[2]).toMatch(/aria-disabled="true".*title="Needs blocks of 16\."/);
    expect(radios(one)[0]).not.toContain('aria-disabled');
    const all = renderToStaticMarkup(
      <SegmentedControl name="G" value="tensor" options={options} onChange={() => undefined} disabled />,
    );
    expect(radios(all).every((tag) => tag.includes('aria-disabled="true"'))).toBe(true);
  });
});
