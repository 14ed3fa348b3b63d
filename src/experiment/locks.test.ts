import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Assignment, LOCK_IDS, type LockId } from './assignment';
import { defaultExperiment } from './defaults';
import { anyLink } from './link-fakes';
import { brokenLocks, keepLocked } from './locks';
import type { Experiment, Recipe } from './spec';
import { choose } from './techniques';

const begun = defaultExperiment();
const withB = (change: Partial<Recipe>, from = begun): Experiment => ({
  ...from,
  b: { ...from.b, recipe: { ...from.b.recipe, ...change } },
});
const assigned = (experiment: Experiment, locked: readonly LockId[]): Assignment => ({
  ...{ title: 'T', text: '', start: { experiment }, locked, hiddenPanels: [], hiddenScreens: [], goals: [] },
});

describe('what an assignment locks', () => {
  it('stays as it was under any change, which loses nothing else', () => {
    fc.assert(
      fc.property(anyLink, anyLink, fc.subarray([...LOCK_IDS]), (from, to, locked) => {
        const { experiment, refused } = keepLocked(from.experiment, to.experiment, locked);
        expect(brokenLocks(assigned(from.experiment, locked), experiment)).toEqual([]);
        expect(locked).toEqual(expect.arrayContaining([...refused]));
        if (refused.length === 0) expect(experiment).toBe(to.experiment);
      }),
      { numRuns: 150, seed: 4 },
    );
  });

  it('leaves everything else to the student', () => {
    const change = withB({ granularity: choose('granularity', 'tensor') });
    expect(keepLocked(begun, change, ['b.bits', 'b.clipper', 'a.granularity', 'model']).experiment).toBe(change);
  });

  it('is taken out of a change of several things, and named', () => {
    const change = withB({ granularity: choose('granularity', 'tensor'), rounder: choose('rounder', 'floor') });
    const { experiment, refused } = keepLocked(begun, change, ['b.rounder']);
    expect(refused).toEqual(['b.rounder']);
    expect(experiment).toEqual(withB({ granularity: choose('granularity', 'tensor') }));
  });

  it('holds the bits while the format is free, and the format while the bits are', () => {
    const codebook = withB({ quantizer: choose('quantizer', 'codebook', { bits: 4 }) });
    expect(keepLocked(begun, codebook, ['b.bits']).experiment).toBe(codebook);
    const wider = withB({ quantizer: choose('quantizer', 'codebook', { bits: 6 }) });
    expect(keepLocked(begun, wider, ['b.bits']).experiment).toEqual(codebook);
    const blocks = withB({ quantizer: choose('quantizer', 'mx-shared') });
    expect(keepLocked(begun, blocks, ['b.bits'])).toEqual({ experiment: begun, refused: ['b.bits'] });
    const eight = withB({ quantizer: choose('quantizer', 'uniform', { bits: 8 }) });
    expect(keepLocked(begun, eight, ['b.format']).experiment).toBe(eight);
    expect(keepLocked(begun, codebook, ['b.format']).experiment).toEqual(begun);
  });

  it('holds for single layers too', () => {
    const quantizer = choose('quantizer', 'uniform', { bits: 8 });
    const change = {
      ...begun,
      b: { ...begun.b, overrides: { dw5: { quantizer, rounder: choose('rounder', 'ceil') } } },
    };
    expect(keepLocked(begun, change, ['b.bits']).experiment.b.overrides).toEqual({
      dw5: { rounder: choose('rounder', 'ceil') },
    });
    expect(keepLocked(begun, change, ['b.rounder']).experiment.b.overrides).toEqual({ dw5: { quantizer } });
    expect(keepLocked(begun, change, ['b.layers']).experiment).toEqual(begun);
  });
});
