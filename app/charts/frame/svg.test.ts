import { describe, expect, it } from 'vitest';
import { figureToSvg } from './svg';

describe('figureToSvg', () => {
  const text = figureToSvg({
    title: 'Weights of <fc1> & "more"',
    caption: 'log count',
    summary: 'A loses 3 dB.',
    width: 300,
    height: 200,
    colours: { surface: '#fff', ink: '#000', caption: '#555' },
    font: '"Segoe UI", sans-serif',
    layers: [
      { x: 10, y: 20, width: 30, height: 40, content: { image: 'data:image/png;base64,AAAA' } },
      { x: 0, y: 0, width: 300, height: 200, content: { svg: '<svg width="300" height="200"></svg>' } },
    ],
  });

  it('leaves room for the title and places every layer below it', () => {
    expect(text).toContain('viewBox="0 0 300 236"');
    expect(text).toContain('<image x="10" y="56" width="30" height="40"');
    expect(text).toContain('<g transform="translate(0 36)"><svg width="300"');
  });

  it('escapes what is text', () => {
    expect(text).toContain('<title>Weights of &lt;fc1&gt; &amp; &quot;more&quot;</title>');
    expect(text).toContain('font-family="&quot;Segoe UI&quot;, sans-serif"');
    expect(text).toContain('<desc>A loses 3 dB.</desc>');
  });
});
