import { describe, expect, it } from 'vitest';
import { lloydModel, remember } from './lloyd';

const past = new Map([
  [0, 9],
  [1, 5],
]);

describe('lloydModel', () => {
  it('joins what was seen to what is ahead at the present pass', () => {
    const { pastPath, aheadPath, dot, text } = lloydModel({ past, now: 1, ahead: [5, 4, 3] }, 100, 40);
    expect(pastPath.split(/[ML]/).at(-1)).toBe(aheadPath.split(/[ML]/)[1]);
    expect(aheadPath.startsWith(`M${Math.round(dot.x * 10) / 10},`)).toBe(true);
    expect(text).toBe('pass 1 of 3, MSE 5.00');
  });

  it('falls to the right, from the top to the bottom', () => {
    const { aheadPath } = lloydModel({ past: new Map(), now: 0, ahead: [9, 4, 3] }, 100, 40);
    expect(aheadPath).toMatch(/^M4,4L50,.*L96,36$/);
  });

  it('says when nothing moves any more', () => {
    expect(lloydModel({ past, now: 1, ahead: [5] }, 100, 40).text).toBe('pass 1, converged, MSE 5.00');
  });

  it('leaves out passes that a restart took back', () => {
    const { pastPath } = lloydModel({ past: remember(past, 7, 3), now: 1, ahead: [5, 3] }, 100, 40);
    expect(pastPath.match(/L/g)).toHaveLength(1);
  });
});

describe('remember', () => {
  it('keeps its identity when nothing is new', () => {
    expect(remember(past, 1, 5)).toBe(past);
    expect([...remember(past, 2, 4).keys()]).toEqual([0, 1, 2]);
  });
});
