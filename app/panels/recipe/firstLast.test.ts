import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/defaults';
import { choose } from '../../../src/experiment/techniques';
import { canWidenEnds, firstAndLast, hasEightBitEnds, withEightBitEnds } from './firstLast';

const ends = ['conv1', 'fc3'];
const side = defaultExperiment().a;

describe('first and last layer at 8 bits', () => {
  it('names the ends of the network', () => {
    expect(firstAndLast([{ name: 'conv1' }, { name: 'fc1' }, { name: 'fc3' }])).toEqual(ends);
    expect(firstAndLast([{ name: 'fc' }])).toEqual(['fc']);
    expect(firstAndLast([])).toEqual([]);
  });

  it('gives both ends 8 bits and takes them away again', () => {
    const widened = withEightBitEnds(side, ends, true);
    expect(hasEightBitEnds(side, ends)).toBe(false);
    expect(hasEightBitEnds(widened, ends)).toBe(true);
    expect(widened.recipe).toEqual(side.recipe);
    expect(withEightBitEnds(widened, ends, false)).toEqual(side);
  });

  it('leaves other parts of an override alone', () => {
    const clipped = { ...side, overrides: { conv1: { clipper: choose('clipper', 'mse') } } };
    expect(withEightBitEnds(withEightBitEnds(clipped, ends, true), ends, false)).toEqual(clipped);
  });

  it('needs a quantizer with a bit width', () => {
    expect(canWidenEnds(side)).toBe(true);
    expect(canWidenEnds({ ...side, recipe: { ...side.recipe, quantizer: choose('quantizer', 'float') } })).toBe(false);
  });
});
