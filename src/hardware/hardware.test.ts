import { describe, expect, it } from 'vitest';
import { bismo } from './bismo';
import { bitFusion } from './bitfusion';
import { roofline } from './roofline';

const WORK = { macs: 1e6, weights: 1e4, activationsIn: 1e4, activationsOut: 1e4 };
const FUSION = { fusionUnits: 512, frequency: 5e8, bandwidth: 16e9 };

describe('BitFusion', () => {
  it('does 16 products a cycle and unit at 2 bits, one at 8 (Sharma et al. 2018, figure 4)', () => {
    expect(bitFusion(WORK, { weights: 2, activations: 2 }, FUSION).macsPerCycle).toBe(16);
    expect(bitFusion(WORK, { weights: 8, activations: 8 }, FUSION).macsPerCycle).toBe(1);
  });

  it('computes 3 bits like 4 but moves them as 3', () => {
    const [three, four] = [3, 4].map((weights) => bitFusion(WORK, { weights, activations: 8 }, FUSION));
    expect(three!.compute).toBe(four!.compute);
    expect(three!.memory).toBeLessThan(four!.memory);
  });

  it('refuses operands that a unit does not take', () => {
    expect(() => bitFusion(WORK, { weights: 32, activations: 8 }, FUSION)).toThrow(/1 to 16 bits, not 32/);
  });
});

describe('BISMO', () => {
  it('takes time in proportion to the product of the widths', () => {
    const product = { rows: 64, depth: 576, columns: 196 };
    const constants = { rows: 8, depth: 64, columns: 8, frequency: 2e8 };
    const one = bismo(product, { weights: 1, activations: 1 }, constants);
    expect(bismo(product, { weights: 3, activations: 5 }, constants).latency).toBeCloseTo(15 * one.latency, 12);
  });
});

describe('roofline', () => {
  it('meets the roof at the ridge', () => {
    const at = roofline(12.5e6, 1e6, { peak: 50e9, bandwidth: 4e9 });
    expect(at.intensity).toBe(at.ridge);
    expect(at.attainable).toBe(50e9);
    expect(at.bound).toBe('compute');
  });
});
