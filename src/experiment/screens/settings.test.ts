import { describe, expect, it } from 'vitest';
import { withScreenParam } from './settings';

describe('withScreenParam', () => {
  it('keeps the object when nothing changes, and forgets what is a default again', () => {
    const settings = withScreenParam(undefined, 'clipping', 'hand', 0.5);
    expect(settings).toEqual({ clipping: { hand: 0.5 } });
    expect(withScreenParam(settings, 'clipping', 'hand', 0.5)).toBe(settings);
    expect(withScreenParam(settings, 'clipping', 'nothing', 1)).toBe(settings);
    expect(withScreenParam(undefined, 'clipping', 'hand', 0)).toBeUndefined();
    expect(withScreenParam(settings, 'clipping', 'hand', 0.25)).toEqual({ clipping: { hand: 0.25 } });
    expect(withScreenParam(settings, 'clipping', 'hand', 0)).toBeUndefined();
  });
});
