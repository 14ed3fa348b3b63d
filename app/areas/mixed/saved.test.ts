import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultsOf } from '../../../src/params/param';
import { defaultExperiment } from '../../../src/experiment/defaults';
import { mixedScreen } from '../../../src/experiment/screens/mixed';
import { baseOf } from './policy';
import { type Run, newRun } from './runs';
import { forgetSaved, save, savedRun } from './saved';
import type { MixedSettings } from './settings';
import type { Ground } from './facts';

const KEY = 'quantization-playground-search';
const kept = new Map<string, string>();
const ground: Ground = { key: 'g', works: [], perturbations: [], images: 500, scores: new Map() };
const where = { model: 'net', base: baseOf(defaultExperiment().a), machine: 'bitfusion', method: 'random' as const };
const run: Run = {
  ...newRun(defaultsOf(mixedScreen) as unknown as MixedSettings, ground, where),
  status: 'running',
  policies: [{ weights: [8, 4], activations: null }],
  accuracies: [61.5],
  episodes: [null],
};

beforeEach(() => {
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  forgetSaved();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a search that a reload interrupts', () => {
  it('is offered again, paused, with all it tried', () => {
    save(run);
    expect(savedRun()).toEqual({ ...run, status: 'paused', waiting: null });
    forgetSaved();
    expect(savedRun()).toBeNull();
  });

  it('is not kept when it has ended', () => {
    save({ ...run, status: 'finished' });
    expect(savedRun()).toBeNull();
  });

  it.each([
    ['no JSON', '{"version":1'],
    ['another version', JSON.stringify({ version: 2, run })],
    ['policies without scores', JSON.stringify({ version: 1, run: { ...run, accuracies: [] } })],
    ['something else', '[1, 2]'],
  ])('is not offered from %s', (_what, text) => {
    kept.set(KEY, text);
    expect(savedRun()).toBeNull();
  });

  it('is lost without a word where storing is forbidden', () => {
    vi.stubGlobal('localStorage', {
      getItem: () => {
        throw new Error('forbidden');
      },
      setItem: () => {
        throw new Error('forbidden');
      },
      removeItem: () => {
        throw new Error('forbidden');
      },
    });
    forgetSaved();
    save(run);
    expect(savedRun()).toBeNull();
  });
});
