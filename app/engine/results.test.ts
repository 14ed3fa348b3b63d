import { describe, expect, it } from 'vitest';
import { Results } from './results';

describe('Results', () => {
  it('forgets what was used longest ago', () => {
    const results = new Results<number>(2);
    results.set('a', 1);
    results.set('b', 2);
    expect(results.get('a')).toBe(1);
    results.set('c', 3);
    expect([results.get('a'), results.get('b'), results.get('c')]).toEqual([1, undefined, 3]);
    expect(results.size).toBe(2);
  });

  it('replaces a result without forgetting another', () => {
    const results = new Results<number>(2);
    results.set('a', 1);
    results.set('b', 2);
    results.set('a', 10);
    expect([results.get('a'), results.get('b')]).toEqual([10, 2]);
  });
});
