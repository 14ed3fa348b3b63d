import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/defaults';
import { choose } from '../../../src/experiment/techniques';
import { recipeName, shortRecipeName } from './recipeName';

const { recipe } = defaultExperiment().a;

describe('the name of a recipe', () => {
  it('says who shares a scale, how the range is found and how many bits there are', () => {
    expect(recipeName(recipe)).toBe('Per-tensor, min-max, 4 bits');
    expect(shortRecipeName(recipe)).toBe('4 bits, tensor');
  });

  it('keeps abbreviations and gives the size of groups', () => {
    const groups = {
      ...recipe,
      granularity: choose('granularity', 'group', { groupSize: 32 }),
      clipper: choose('clipper', 'mse'),
    };
    expect(recipeName(groups)).toBe('Groups of 32, MSE search, 4 bits');
  });

  it('names other formats by themselves', () => {
    const book = { ...recipe, quantizer: choose('quantizer', 'codebook', { bits: 1 }) };
    expect(recipeName(book)).toMatch(/^K-means.*, 1 bit$/);
    expect(recipeName({ ...recipe, quantizer: choose('quantizer', 'float') })).toBe('Float32');
  });
});
