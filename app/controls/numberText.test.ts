import { describe, expect, it } from 'vitest';
import { parseNumber, stepped } from './numberText';

const ratio = { min: 0.01, max: 1, integer: false };
const bits = { min: 1, max: 16, integer: true };

describe('typed numbers', () => {
  it('reads numbers inside the range', () => {
    expect(parseNumber(' 0.5 ', ratio)).toEqual({ value: 0.5 });
    expect(parseNumber('\u22122', { min: -4, max: 4, integer: false })).toEqual({ value: -2 });
  });

  it('names the range for anything else', () => {
    expect(parseNumber('17', bits)).toEqual({ problem: 'Type a whole number from 1 to 16.' });
    expect(parseNumber('3.5', bits)).toEqual({ problem: 'Type a whole number from 1 to 16.' });
    expect(parseNumber('', ratio)).toEqual({ problem: 'Type a number from 0.01 to 1.' });
    expect(parseNumber('0x10', { min: 0, max: 4294967295, integer: true })).toEqual({ value: 16 });
    expect(parseNumber('abc', { min: 0, max: 4294967295, integer: true })).toEqual({
      problem: 'Type a whole number from 0 to 4,294,967,295.',
    });
  });
});

describe('stepping', () => {
  it('stays in the range and free of binary noise', () => {
    expect(stepped(0.2, 0.1, ratio)).toBe(0.3);
    expect(stepped(0.95, 0.1, ratio)).toBe(1);
    expect(stepped(3, -10, bits)).toBe(1);
  });
});
