import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { store } from '../store/store';
import { underWay } from './under-way';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('says what is done while it lasts, the longest first, and nothing of what is over at once', async () => {
  const ends: (() => void)[] = [];
  const long = () => new Promise<void>((resolve) => ends.push(resolve));
  const evaluating = underWay('evaluate', long);
  const training = underWay('train', long);
  void underWay('memory', long);
  expect(store.getState().working).toBeNull();
  vi.advanceTimersByTime(250);
  expect(store.getState().working).toBe('Training');
  ends[1]?.();
  await training;
  vi.advanceTimersByTime(250);
  expect(store.getState().working).toBe('Measuring');
  ends[0]?.();
  await evaluating;
  vi.advanceTimersByTime(250);
  expect(store.getState().working).toBeNull();
});

it('is done when the work fails', async () => {
  await expect(underWay('train', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  vi.advanceTimersByTime(250);
  expect(store.getState().working).toBeNull();
});
