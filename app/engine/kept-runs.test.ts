import { expect, it } from 'vitest';
import type { Outcome } from './outcome';
import { keptRuns } from './kept-runs';

it('shows only the run that was started last', async () => {
  const runs = keptRuns<number>();
  const ends: ((outcome: Outcome<number>) => void)[] = [];
  const work = () => new Promise<Outcome<number>>((resolve) => ends.push(resolve));
  const [first, second] = [runs.run('a', work), runs.run('a', work)];
  ends[0]?.({ ok: true, value: 1, ms: 0 });
  ends[1]?.({ ok: true, value: 2, ms: 0 });
  expect([await first, await second]).toEqual([false, true]);
});

it('aborts on cancel and shows nothing of what ends later', async () => {
  const runs = keptRuns<number>();
  let signal: AbortSignal | null = null;
  const running = runs.run('a', (options) => {
    signal = options.signal;
    return Promise.resolve({ ok: true, value: 1, ms: 0 });
  });
  runs.cancel();
  expect(signal).toHaveProperty('aborted', true);
  expect(await running).toBe(false);
});
