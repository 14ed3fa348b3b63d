import { beforeEach, describe, expect, it } from 'vitest';
import { commandOf } from './shortcuts';
import { setSeed } from './store/actions';
import { initialState, store } from './store/store';

const key = (name: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  commandOf({ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

const press = (name: string) =>
  commandOf({ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }, false);

describe('shortcuts', () => {
  beforeEach(() => {
    store.setState(initialState());
  });

  it('1, 2 and 3 choose what the charts show', () => {
    for (const [name, show] of [
      ['1', 'a'],
      ['3', 'b'],
      ['2', 'both'],
    ] as const) {
      key(name)?.();
      expect(store.getState().view.show).toBe(show);
    }
  });

  it('S swaps and C copies A to B', () => {
    const { a, b } = store.getState().experiment;
    key('S', { shiftKey: true })?.();
    expect(store.getState().experiment).toMatchObject({ a: b, b: a });
    key('c')?.();
    expect(store.getState().experiment.b).toEqual(b);
  });

  it('U and Ctrl Z undo, Ctrl Shift Z and Ctrl Y redo', () => {
    const seed = () => store.getState().experiment.a.seed;
    for (const [back, forth] of [
      [key('u'), key('y', { ctrlKey: true })],
      [key('z', { ctrlKey: true }), key('Z', { ctrlKey: true, shiftKey: true })],
      [key('z', { metaKey: true }), key('y', { metaKey: true })],
    ]) {
      store.setState(initialState());
      setSeed('a', 99);
      back?.();
      expect(seed()).toBe(7);
      forth?.();
      expect(seed()).toBe(99);
    }
  });

  it('the keys of A and B do nothing where A and B are not on screen', () => {
    for (const name of ['1', '2', '3', 's', 'c']) expect(press(name)).toBeUndefined();
    expect(press('u')).toBeDefined();
    expect(press('.')).toBeDefined();
  });

  it('leaves the browser its own keys', () => {
    expect(key('c', { ctrlKey: true })).toBeUndefined();
    expect(key('s', { metaKey: true })).toBeUndefined();
    expect(key('1', { altKey: true })).toBeUndefined();
    expect(key('toString')).toBeUndefined();
  });
});
