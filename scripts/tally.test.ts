import { describe, expect, it } from 'vitest';
import { tally } from './tally';

describe('tally', () => {
  it('reads the summary of the reference harness', () => {
    expect(tally('x\n12 passed, 1 failed, 3 skipped\n', 'reference', false)).toEqual({
      passed: 12,
      failed: 1,
      skipped: 3,
    });
  });

  it('reads the summary of Vitest and leaves its count of files out', () => {
    const output = ' Test Files  2 passed (2)\n      Tests  1 failed | 40 passed (41)\n';
    expect(tally(output, 'unit', false)).toEqual({ passed: 40, failed: 1, skipped: 0 });
  });

  it('reads the summary of Playwright, and counts what did not run as failed', () => {
    const output = '  1 failed\n    a.spec.ts:3:1 › a \n  2 did not run\n  28 passed (1.2m)\n';
    expect(tally(output, 'journeys', false)).toEqual({ passed: 28, failed: 3, skipped: 0 });
  });

  it('counts a failure when a tool exits non-zero after saying that all passed', () => {
    expect(tally('3 passed, 0 failed, 0 skipped', 'reference', false).failed).toBe(1);
  });

  it('takes a step without cases as one case', () => {
    expect(tally('whatever 7 failed', null, true)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(tally('', 'unit', false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
