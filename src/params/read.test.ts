import { describe, expect, it } from 'vitest';
import type { ParamTable } from './param';
import { readBoolean, readChoice, readInteger, readNumber, readNumbers } from './read';

const text = { label: 'Label', help: 'Help.' };
const table: ParamTable = {
  bits: { kind: 'integer', min: 1, max: 8, default: 4, ...text },
  ratio: { kind: 'number', min: 0, max: 1, step: 0.1, default: 0.5, ...text },
  scheme: {
    kind: 'choice',
    default: 'a',
    options: [
      { value: 'a', ...text },
      { value: 'b', ...text },
    ],
    ...text,
  },
  huffman: { kind: 'boolean', default: true, ...text },
  centroids: { kind: 'numbers', maxLength: 4, default: [1, 2], ...text },
};

describe('a parameter that is left out', () => {
  it('has its default', () => {
    expect(readNumber(table, {}, 'ratio')).toBe(0.5);
    expect(readInteger(table, {}, 'bits', 1)).toBe(4);
    expect(readChoice(table, {}, 'scheme')).toBe('a');
    expect(readBoolean(table, {}, 'huffman')).toBe(true);
    expect(readNumbers(table, {}, 'centroids')).toEqual([1, 2]);
  });
});

describe('a parameter that is given', () => {
  it('has its value', () => {
    expect(readNumber(table, { ratio: 0.25 }, 'ratio')).toBe(0.25);
    expect(readInteger(table, { bits: 16 }, 'bits', 1, 16)).toBe(16);
    expect(readChoice(table, { scheme: 'b' }, 'scheme')).toBe('b');
    expect(readBoolean(table, { huffman: false }, 'huffman')).toBe(false);
    expect(readNumbers(table, { centroids: [] }, 'centroids')).toEqual([]);
  });

  it.each([
    () => readNumber(table, { ratio: 'much' }, 'ratio'),
    () => readNumber(table, { ratio: Number.NaN }, 'ratio'),
    () => readInteger(table, { bits: 2.5 }, 'bits', 1),
    () => readInteger(table, { bits: 0 }, 'bits', 1),
    () => readInteger(table, { bits: 17 }, 'bits', 1, 16),
    () => readChoice(table, { scheme: 'c' }, 'scheme'),
    () => readBoolean(table, { huffman: 'yes' }, 'huffman'),
    () => readNumbers(table, { centroids: [Infinity] }, 'centroids'),
  ])('is refused when it does not fit (%#)', (read) => {
    expect(read).toThrow(RangeError);
  });
});
