import { describe, expect, it } from 'vitest';
import type { Curve } from './model';
import { inkMarker } from './shapes';
import { walk } from './walk';

const curve = (id: string, from: number, ys: readonly number[]): Curve => ({
  id,
  label: id,
  tone: 'ink',
  marker: inkMarker(0),
  path: '',
  marks: ys.map((y, i) => ({ index: from + i, x: 10 * i, y, low: y, high: y, name: '', value: '' })),
});
const curves = [curve('low', 0, [90, 60, 10]), curve('high', 3, [50, 20, 10]), curve('middle', 6, [70, 30, 10])];
const go = (index: number, key: string) => walk(curves, index, key)?.index ?? null;

describe('walk', () => {
  it('follows a curve and stops at its ends', () => {
    expect(go(0, 'ArrowRight')).toBe(1);
    expect(go(2, 'ArrowRight')).toBeNull();
    expect(go(1, 'ArrowLeft')).toBe(0);
    expect(go(1, 'Home')).toBe(0);
    expect(go(0, 'End')).toBe(2);
  });

  it('goes to the curve above or below near the same bits', () => {
    expect(go(0, 'ArrowUp')).toBe(6);
    expect(go(6, 'ArrowUp')).toBe(3);
    expect(go(3, 'ArrowUp')).toBeNull();
    expect(go(3, 'ArrowDown')).toBe(6);
  });

  it('reaches every curve where they meet', () => {
    expect(go(2, 'ArrowDown')).toBe(5);
    expect(go(5, 'ArrowDown')).toBe(8);
    expect(go(8, 'ArrowDown')).toBeNull();
  });

  it('ignores other keys', () => {
    expect(go(0, 'a')).toBeNull();
  });
});
