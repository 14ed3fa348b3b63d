import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** The parts are seen once in the life of a page: every test has a page of its own. */
async function fresh() {
  vi.resetModules();
  return import('./first-look');
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Whether the promise has resolved by now. */
async function isDone(promise: Promise<void>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true));
  await vi.advanceTimersByTimeAsync(0);
  return done;
}

describe('firstLook', () => {
  it('waits for every part that is asked for, and for no other', async () => {
    const { firstLook, looked } = await fresh();
    const [alone, both] = [firstLook(['screen']), firstLook(['screen', 'dock'])];
    expect(await isDone(alone)).toBe(false);
    looked('screen');
    expect(await isDone(alone)).toBe(true);
    expect(await isDone(both)).toBe(false);
    looked('dock');
    expect(await isDone(both)).toBe(true);
  });

  it('does not wait for ever', async () => {
    const { firstLook } = await fresh();
    const look = firstLook(['screen']);
    expect(await isDone(look)).toBe(false);
    await vi.runAllTimersAsync();
    expect(await isDone(look)).toBe(true);
  });
});

describe('painted', () => {
  it('ends soon in a hidden tab, where no frame comes', async () => {
    vi.stubGlobal('requestAnimationFrame', () => 0);
    const { painted } = await fresh();
    const end = painted();
    expect(await isDone(end)).toBe(false);
    await vi.runAllTimersAsync();
    expect(await isDone(end)).toBe(true);
    vi.unstubAllGlobals();
  });
});
