import { describe, expect, it } from 'vitest';
import { plainKernels } from '../kernels/index';
import { drawSample } from '../numerics/samples';
import { histogramOfMagnitudes } from './histogram';
import { klDistributions, klSearch } from './kl-divergence';

const { counts } = histogramOfMagnitudes(drawSample('laplace', 20_000, 4, false), 1024, plainKernels);

/** Sum p ln(p / q) of both distributions, bin by bin. */
function byBins(kept: number, levels: number): number {
  const { p, q } = klDistributions(counts, kept, levels);
  return p.reduce((sum, share, bin) => (share > 0 ? sum + share * Math.log(share / q[bin]!) : sum), 0);
}

// With many levels their terms are kept from one candidate to the next, with few they are not.
describe.each([8, 64, 128, 256])('the KL search over %i levels', (levels) => {
  it('finds at every candidate what the two distributions give', () => {
    const { bins, divergences, chosen } = klSearch(counts, { levels, startBin: levels, stride: 7 });
    bins.forEach((kept, at) => expect(divergences[at]).toBeCloseTo(byBins(kept, levels), 9));
    expect(divergences[chosen]).toBe(Math.min(...divergences));
  });
});
