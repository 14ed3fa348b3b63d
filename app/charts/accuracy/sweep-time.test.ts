import { describe, expect, it } from 'vitest';
import { seconds, timeText } from './sweep-time';

describe('time of a sweep', () => {
  it('multiplies the last measurement', () => {
    expect(timeText(35, '2,000 images', 320)).toBe('35 points on 2,000 images, about 12 s at the present pace');
  });

  it('does not guess before anything was measured', () => {
    expect(timeText(1, '10,000 images', null)).toBe(
      '1 point on 10,000 images; time unknown before the first measurement',
    );
  });

  it('asks for a choice', () => {
    expect(timeText(0, '2,000 images', 320)).toBe('Choose at least one.');
  });

  it('rounds up', () => {
    expect([0.2, 59.1, 100, 121].map(seconds)).toEqual(['1 s', '60 s', '2 min', '3 min']);
  });
});
