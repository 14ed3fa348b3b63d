import { describe, expect, it } from 'vitest';
import type { AppState } from '../store/state';
import { IDLE_SWEEP, initialState } from '../store/store';
import { activity } from './activity';

const ready: AppState = {
  ...initialState(),
  model: { status: 'ready', card: {} as never, layers: [] },
};

describe('what the footer says about the workers', () => {
  it('counts the bytes while the model loads', () => {
    expect(activity({ ...ready, model: { status: 'loading', received: 1024, total: 10240 } })).toEqual({
      state: 'Loading',
      more: '1.0 KiB of 10.0 KiB',
    });
  });

  it('names the longest job with what is done of it', () => {
    const running = { ...ready.scores.b, status: 'running' as const, progress: { done: 500, total: 2000 } };
    expect(activity({ ...ready, scores: { ...ready.scores, b: running } })).toEqual({
      state: 'Measuring B',
      more: '500 of 2,000 images',
    });
    expect(activity({ ...ready, sweep: { ...IDLE_SWEEP, status: 'running', done: 3, total: 21 } }).more).toBe(
      '3 of 21 points',
    );
  });

  it('goes on measuring behind pre-computed numbers', () => {
    const shown = { ...ready.scores.a, status: 'precomputed' as const };
    expect(activity({ ...ready, scores: { ...ready.scores, a: shown } }).state).toBe('Measuring');
  });

  it('names what the workers do for a screen', () => {
    expect(activity({ ...ready, working: 'Measuring policies' }).state).toBe('Measuring policies');
  });

  it('is idle with the time of the last measurement', () => {
    expect(activity(ready)).toEqual({ state: 'Idle.', more: '' });
    const done = { ...ready.scores.a, status: 'ready' as const, ms: 1620 };
    expect(activity({ ...ready, scores: { ...ready.scores, a: done } }).more).toBe('Last measurement 1.6 s');
  });
});
