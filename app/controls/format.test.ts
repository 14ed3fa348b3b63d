import { describe, expect, it } from 'vitest';
import { bytes, count, duration, percent, plain, points } from './format';

describe('numbers on screen', () => {
  it('writes counts with commas and a true minus', () => {
    expect(count(10000)).toBe('10,000');
    expect(count(-5098)).toBe('\u22125,098');
  });

  it('writes accuracies with one decimal', () => {
    expect(percent(0.47531)).toBe('47.5');
  });

  it('gives differences a sign, and none to a difference that rounds to nothing', () => {
    expect(points(0.405)).toBe('+40.5');
    expect(points(-0.4311)).toBe('\u221243.1');
    expect(points(-0.0002)).toBe('0.0');
  });

  it('chooses the unit of sizes and times', () => {
    expect(bytes(900)).toBe('900 B');
    expect(bytes(20685)).toBe('20.2 KiB');
    expect(bytes(3 * 1024 * 1024)).toBe('3.0 MiB');
    expect(duration(85.4)).toBe('85 ms');
    expect(duration(1540)).toBe('1.5 s');
  });

  it('drops noise digits of typed values', () => {
    expect(plain(0.1 + 0.2)).toBe('0.3');
    expect(plain(-3)).toBe('\u22123');
  });
});
