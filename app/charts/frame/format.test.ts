import { describe, expect, it } from 'vitest';
import { decibel, share, tick, value, shortened } from './format';

describe('numbers on charts', () => {
  it('writes shares without hiding small ones', () => {
    expect(share(0.7)).toBe('70 %');
    expect(share(0.0083)).toBe('0.8 %');
    expect(share(0.0001)).toBe('< 0.1 %');
    expect(share(0)).toBe('0 %');
    expect(share(0.999)).toBe('99.9 %');
    expect(share(1)).toBe('100 %');
  });

  it('writes decibels', () => {
    expect(decibel(20.84)).toBe('21');
    expect(decibel(-3.16, 1)).toBe('−3.2');
    expect(decibel(Infinity)).toBe('∞');
    expect(decibel(NaN)).toBe('–');
  });

  it('keeps three significant digits of a weight', () => {
    expect(value(10.0312)).toBe('10.0');
    expect(value(-0.09341)).toBe('−0.0934');
    expect(value(1.4329)).toBe('1.43');
    expect(value(1234.5)).toBe('1235');
    expect(value(0)).toBe('0');
    expect(value(0.00012)).toBe('1.2 × 10⁻⁴');
    expect(value(-Infinity)).toBe('−∞');
  });

  it('writes ticks short', () => {
    expect(tick(-5)).toBe('−5');
    expect(tick(0.1 + 0.2)).toBe('0.3');
    expect(tick(1000)).toBe('1,000');
    expect(tick(0.00002)).toBe('2.0 × 10⁻⁵');
  });
});

describe('shortened', () => {
  it('keeps the end of a name, from a whole part where one begins there', () => {
    expect(shortened('dw5', 8)).toBe('dw5');
    expect(shortened('encoder.layers.1.attn.weight', 15)).toBe('…1.attn.weight');
    expect(shortened('stem.conv.weight', 15)).toBe('…em.conv.weight');
  });
});
