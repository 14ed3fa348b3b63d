import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../experiment/defaults';
import { choose } from '../experiment/techniques';
import { loadKernels } from '../kernels/index';
import { codebookWeights } from './codebook-weights';

const recipe = { ...defaultExperiment().a.recipe, quantizer: choose('quantizer', 'codebook', { bits: 1 }) };
const tensor = { data: Float32Array.of(-1, -0.8, 0.2, 0.4), shape: [4, 1], layout: 'dense' as const };
const made = () => codebookWeights({ kind: 'codebook', recipe, seed: 0 }, tensor, loadKernels({ plain: false }));

describe('codebook fine-tuning', () => {
  it('shows the network the centroids, and gives each the sum of the gradients of its weights', () => {
    const quantizer = made();
    expect([...quantizer.quantize(tensor.data)].map((v) => v.toFixed(2))).toEqual(['-0.90', '-0.90', '0.30', '0.30']);
    expect([...quantizer.gradient(tensor.data, Float32Array.of(1, 2, -4, 0.5))]).toEqual([0, 0, 0, 0]);
    expect([...quantizer.learned!.gradient]).toEqual([3, -3.5]);
  });

  it('leaves codes of ascending centroids, whatever way they moved', () => {
    const quantizer = made();
    quantizer.learned!.values.set([0.5, -0.25]);
    const { codes, values, state } = quantizer.made(tensor.data)!;
    expect(state.centroids).toEqual([-0.25, 0.5]);
    expect([...codes]).toEqual([1, 1, 0, 0]);
    expect([...values]).toEqual([0.5, 0.5, -0.25, -0.25]);
  });

  it('refuses a recipe without centroids', () => {
    const other = { ...recipe, quantizer: choose('quantizer', 'uniform') };
    expect(() => codebookWeights({ kind: 'codebook', recipe: other, seed: 0 }, tensor, loadKernels())).toThrow(
      RangeError,
    );
  });
});
