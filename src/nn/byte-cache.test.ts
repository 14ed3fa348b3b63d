import { describe, expect, it } from 'vitest';
import { ByteCache } from './byte-cache';

describe('ByteCache', () => {
  it('gives up what was used least recently', () => {
    const cache = new ByteCache<number>(30);
    for (const [index, key] of ['a', 'b', 'c'].entries()) cache.set(key, index, 10);
    cache.beginRun();
    cache.get('a');
    cache.beginRun();
    cache.set('d', 3, 10);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual([0, undefined, 2, 3]);
    expect(cache.bytes).toBe(30);
  });

  it('keeps what the same run stored or used, and drops the newcomer', () => {
    const cache = new ByteCache<number>(20);
    cache.set('old', 0, 10);
    cache.beginRun();
    cache.get('old');
    cache.set('a', 1, 10);
    cache.set('b', 2, 10);
    expect(['old', 'a', 'b'].map((key) => cache.get(key))).toEqual([0, 1, undefined]);
  });

  it('knows beforehand whether there will be room', () => {
    const cache = new ByteCache<number>(20);
    cache.set('old', 0, 15);
    expect([cache.accepts(5), cache.accepts(6)]).toEqual([true, false]);
    cache.beginRun();
    expect([cache.accepts(20), cache.accepts(21)]).toEqual([true, false]);
    cache.get('old');
    expect(cache.accepts(6)).toBe(false);
  });

  it('never holds more than its budget', () => {
    const cache = new ByteCache<number>(20);
    cache.set('small', 1, 10);
    cache.beginRun();
    cache.set('large', 2, 21);
    expect(cache.get('large')).toBeUndefined();
    cache.set('small', 3, 15);
    expect(cache.get('small')).toBe(3);
    expect(cache.bytes).toBe(15);
    cache.clear();
    expect(cache.get('small')).toBeUndefined();
    expect(cache.bytes).toBe(0);
  });
});
