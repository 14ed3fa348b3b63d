import { describe, expect, it } from 'vitest';
import { dscnn } from '../../zoo/nets/networks';
import { foldBatchNorm } from '../model/batch-norm-folding';
import { costTable, layerCosts, uniformCost } from './costs';
import { layerWorks } from './layer-work';
import { ENERGY, MACHINES, defaultConstants, machineOf } from './machines';

const card = { id: 'x', output: '10 logits', input: { shape: [28, 28, 1], preprocess: 'pixel/255', mean: 0, std: 1 } };
const works = layerWorks(foldBatchNorm(dscnn(card, () => 0.3)));
const hardware = (id: string) => {
  const machine = machineOf(id);
  return { machine, constants: defaultConstants(machine), energy: defaultConstants(ENERGY) };
};

describe('layerWorks', () => {
  it('describes every layer so that its products are its multiply-accumulates', () => {
    expect(works.map(({ name }) => name).join(' ')).toBe('stem dw1 pw1 dw2 pw2 dw3 pw3 dw4 pw4 dw5 pw5 fc');
    for (const { name, macs, product, weights, depthwise } of works) {
      expect(product.rows * product.depth * product.columns * product.times, name).toBe(macs);
      expect(product.rows * product.depth * product.times, name).toBe(weights);
      expect(depthwise).toBe(name.startsWith('dw'));
    }
    const stem = works[0]!;
    expect([stem.stride, stem.featureMap, stem.activationsIn, stem.activationsOut]).toEqual([2, 28, 784, 3136]);
  });
});

describe('costs', () => {
  it.each(MACHINES.map(({ id }) => id))('on %s never rise when a layer gets fewer bits', (id) => {
    for (const measure of ['size', 'bitops', 'latency', 'energy'] as const) {
      for (const layer of costTable(works, measure, hardware(id))) {
        for (let w = 2; w <= 8; w++) {
          for (let a = 2; a <= 8; a++) {
            expect(layer[w - 1]![a]!).toBeLessThanOrEqual(layer[w]![a]!);
            expect(layer[w]![a - 1]!).toBeLessThanOrEqual(layer[w]![a]!);
          }
        }
      }
    }
  });

  it('of a uniform policy lie between whole bits in proportion', () => {
    const table = costTable(works, 'size', hardware('bitfusion'));
    const weights = works.reduce((sum, work) => sum + work.weights, 0);
    expect(uniformCost(table, 4.25, 8)).toBeCloseTo((4.25 * weights) / 8, 6);
  });

  it('show that halving weight bits saves a memory-bound layer no time, and a serial machine half', () => {
    const dw = works.find(({ name }) => name === 'dw1')!;
    const time = (id: string, weights: number) => layerCosts(dw, { weights, activations: 8 }, hardware(id)).latency;
    expect(1 - time('bitfusion', 4) / time('bitfusion', 8)).toBeLessThan(0.02);
    expect(time('bismo-edge', 4) / time('bismo-edge', 8)).toBeCloseTo(0.5, 10);
  });
});
