import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCard, parseModelCard, parsePreprocess } from './card';

const text = readFileSync(new URL('../../public/models/lenet-reference/card.json', import.meta.url), 'utf8');
const read = (): Record<string, unknown> & { input: Record<string, unknown> } =>
  JSON.parse(text) as Record<string, unknown> & { input: Record<string, unknown> };

describe('parsePreprocess', () => {
  it('reads the forms it knows', () => {
    expect(parsePreprocess('(pixel/255 - 0.2860)/0.3530')).toEqual({ mean: 0.286, std: 0.353 });
    expect(parsePreprocess(' ( pixel / 255 - 0 ) / 1e-1 ')).toEqual({ mean: 0, std: 0.1 });
    expect(parsePreprocess('pixel/255')).toEqual({ mean: 0, std: 1 });
    for (const form of ['pixel', 'token']) expect(parsePreprocess(form)).toEqual({ mean: 0, std: 1 / 255 });
  });

  it.each([
    '',
    'Pixel',
    'pixel/127.5 - 1',
    '(pixel/255 - 0.2860)/0',
    '(pixel/256 - 0.5)/0.5',
    '(pixel/255 - 0.5)/0.5 + 1',
    '(pixel/255 - x)/y',
  ])('refuses "%s"', (form) => {
    expect(() => parsePreprocess(form)).toThrow(expect.objectContaining({ code: 'unsupported-preprocess' }));
  });
});

describe('cards', () => {
  it('asks no more of a model made elsewhere than it needs', () => {
    const { id, output, sha256, input } = read();
    const { shape, preprocess } = input;
    expect(parseCard({ id, output, sha256, input: { shape, preprocess } })).toEqual({
      id,
      output,
      sha256,
      input: { shape, preprocess },
    });
  });

  it('reads the card of a shipped model whole', () => {
    expect(parseModelCard(read())).toEqual(read());
  });

  it.each(['id', 'sha256', 'output', 'title', 'parameters', 'training', 'licence', 'bytes', 'accuracy'])(
    'names the missing %s',
    (key) => {
      const card = Object.fromEntries(Object.entries(read()).filter(([name]) => name !== key));
      expect(() => parseModelCard(card)).toThrow(
        expect.objectContaining({ code: 'bad-card', message: expect.stringContaining(key) as unknown }),
      );
    },
  );

  it('refuses numbers that contradict the preprocessing', () => {
    const card = read();
    card.input['mean'] = 0.5;
    expect(() => parseModelCard(card)).toThrow('"mean"');
  });
});
