import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeLink, encodeLink } from '../experiment/codec';
import { keyOf } from '../experiment/key';
import { LECTURE } from './lecture';

const topics = LECTURE.flatMap((section) => section.topics);

describe('the links of the lecture', () => {
  it('cover its seven parts, several topics each, none twice', () => {
    expect(LECTURE).toHaveLength(7);
    for (const section of LECTURE) expect(section.topics.length).toBeGreaterThanOrEqual(4);
    expect(new Set(topics.map(({ id }) => id)).size).toBe(topics.length);
    expect(new Set(topics.map(({ state }) => keyOf(state()))).size).toBe(topics.length);
  });

  it('name every technique that the lecture names', () => {
    const text = topics.map(({ title }) => title).join('\n');
    const named = [
      'K-means',
      'Linear',
      'channel',
      'group',
      'VSQuant',
      'MX4',
      'MX6',
      'MX9',
      'EMA',
      'KL',
      'squared error',
    ];
    for (const name of [
      ...named,
      'OCTAV',
      'AdaRound',
      'straight-through',
      'BWN',
      'XNOR',
      'TWN',
      'TTQ',
      'design space',
      'HAQ',
      'hardware',
    ])
      expect(text).toContain(name);
  });

  it.each(topics)('opens: $title', ({ state, show }) => {
    const link = state();
    const hash = encodeLink(link);
    expect(decodeLink(hash)).toEqual({ ok: true, link });
    expect(hash.length).toBeLessThan(330);
    expect(existsSync(`public/models/${link.experiment.model}/card.json`)).toBe(true);
    expect(show).toMatch(/[.?]$/);
  });
});
