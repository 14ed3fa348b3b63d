import { describe, expect, it } from 'vitest';
import { placeOf } from './menu-place';

const WINDOW = { width: 320, height: 640 };
const box = (left: number, top: number, width: number, height: number) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

describe('the list of a menu', () => {
  it('stands where it was drawn when it fits', () => {
    expect(placeOf(box(100, 148, 190, 140), box(266, 100, 44, 44), WINDOW)).toEqual({ dx: 0, isAbove: false });
  });

  it.each([
    ['right', box(270, 148, 190, 140), -144],
    ['left', box(-16, 148, 190, 140), 20],
    ['left, where it is wider than the window', box(270, 148, 400, 140), -266],
  ])('does not leave the window at its %s', (_, list, dx) => {
    expect(placeOf(list, box(270, 100, 44, 44), WINDOW).dx).toBe(dx);
  });

  it('stands above its button where there is no room below, unless there is none above either', () => {
    expect(placeOf(box(100, 526, 190, 140), box(266, 478, 44, 44), WINDOW).isAbove).toBe(true);
    expect(placeOf(box(100, 148, 190, 500), box(266, 100, 44, 44), WINDOW).isAbove).toBe(false);
  });
});
