import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Assignment } from '../experiment/assignment';
import { encodeLink } from '../experiment/codec';
import { defaultExperiment } from '../experiment/defaults';
import { readAnswers } from './answers';

const TASK: Assignment = {
  ...{ title: 'T', text: '', start: { experiment: defaultExperiment() } },
  ...{ locked: [], hiddenPanels: [], hiddenScreens: [], goals: [] },
};
const digest = { images: 2000, float: 1803, a: 512, b: 1790, weights: '0123abcd' };
const answer = (name: string, more: Partial<Answer> = {}) =>
  encodeLink({
    ...{ experiment: defaultExperiment(), digest, assignment: TASK },
    answer: { name, bits: 4, values: [], ...more },
  });
const named = (text: string) => readAnswers(text).answers.map(({ answer: { name } }) => name);

describe('pasted answers', () => {
  it('are read one a line, in any order of other lines', () => {
    const text = `https://a.example/p/${answer('Ada')}\n\nhttps://a.example/p/${answer('Ben')}\r\n${answer('Cy')}`;
    expect(named(text)).toEqual(['Ada', 'Ben', 'Cy']);
    expect(readAnswers(text)).toMatchObject({ refused: [], repeated: 0, passed: 0 });
    expect(readAnswers(text).answers.map(({ line }) => line)).toEqual([1, 3, 4]);
  });

  it('are found in whole e-mails, quoted, encoded and wrapped', () => {
    const ada = answer('Ada');
    const encoded = `See http://h/${ada.replace('=', '=3D')}`;
    const wrapped = encoded.replace(/(.{70})/g, '$1=\n');
    const safe = `https://safe.example/?url=https%3A%2F%2Fh%2F${encodeURIComponent(answer('Ben'))}&data=1`;
    const mail = `From: Ada\nSubject: answer\n\n${wrapped}\n> <${safe}>\nBest, Ada`;
    expect(named(mail)).toEqual(['Ada', 'Ben']);
    expect(readAnswers(mail)).toMatchObject({ refused: [], passed: 3 });
    expect(named(`> [my answer](http://h/${ada}), done.`)).toEqual(['Ada']);
  });

  it('that are broken, or are none, are named with their line; the others are read', () => {
    const plain = encodeLink({ experiment: defaultExperiment() });
    const open = encodeLink({ experiment: defaultExperiment(), assignment: TASK });
    const empty = encodeLink({ experiment: defaultExperiment(), assignment: TASK, answer: { bits: 4, values: [] } });
    const text = [answer('Ada').slice(0, -9), plain, answer('Ben'), open, empty, 'http://h/#e=', answer('Ben')].join(
      '\n',
    );
    const { answers, refused, repeated } = readAnswers(text);
    expect(answers.map(({ line }) => line)).toEqual([3]);
    expect(repeated).toBe(1);
    expect(refused.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      expect.stringMatching(/^1: .*damaged|^1: .*cut short/),
      expect.stringMatching(/^2: .*no answer/),
      expect.stringMatching(/^4: .*opens the assignment/),
      expect.stringMatching(/^5: .*no result/),
      expect.stringMatching(/^6: .*part of one/),
    ]);
  });

  it('never throw, whatever is pasted', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 80 }),
      fc.constantFrom('#e=1.', '#e=3D1.abc=', '%23e%3D1.', '\n', '=\r\n', answer('Ada')),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const { answers, refused } = readAnswers(pieces.join(''));
        expect(answers.every(({ link }) => link.answer !== undefined)).toBe(true);
        expect(refused.every(({ message }) => message.length > 0)).toBe(true);
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});
