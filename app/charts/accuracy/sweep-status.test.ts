import { describe, expect, it } from 'vitest';
import type { SweepPoint, SweepState } from '../../store/state';
import { progressText, sweepNote, sweepStatus } from './sweep-status';

const point = { score: { n: 2000 } } as SweepPoint;
const items = (n: number) => ({ n, text: (of: number) => `${of.toLocaleString('en-US')} images` });
const sweep: SweepState = {
  status: 'done',
  points: [point],
  done: 1,
  total: 35,
  secondsLeft: null,
  problem: null,
  key: 'k',
};

describe('status of a sweep', () => {
  it('is stale when it belongs to other images or another network', () => {
    expect(sweepStatus(sweep, true).status).toBe('ready');
    expect(sweepStatus(sweep, false).status).toBe('stale');
    expect(sweepNote(sweep, false, items(10000))).toBe('Measured on 2,000 images, now 10,000');
    expect(sweepNote(sweep, false, items(2000))).toBe('Measured on another network');
  });

  it('keeps the partial curve bright while it runs', () => {
    expect(sweepStatus({ ...sweep, status: 'running' }, true)).toMatchObject({ status: 'running', partial: true });
  });

  it('tells how far it is, and where it was stopped', () => {
    expect(progressText({ ...sweep, status: 'running', done: 12, secondsLeft: 3.2 })).toBe('12 / 35, ~4 s left');
    expect(progressText({ ...sweep, status: 'running', done: 0 })).toBe('0 / 35');
    expect(sweepNote({ ...sweep, status: 'cancelled', done: 12 }, true, items(2000))).toBe(
      'Stopped at 12 of 35 points',
    );
    expect(sweepNote({ ...sweep, status: 'cancelled', points: [] }, true, items(2000))).toBe(
      'Stopped before the first point',
    );
  });

  it('hands on why it failed', () => {
    const problem = { title: 'A worker stopped', cause: 'It crashed.', next: 'Try again.' };
    expect(sweepStatus({ ...sweep, status: 'failed', problem }, true)).toMatchObject({ status: 'failed', problem });
  });
});
