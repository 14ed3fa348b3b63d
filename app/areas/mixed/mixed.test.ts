import { describe, expect, it } from 'vitest';
import { defaultActivations, defaultExperiment } from '../../../src/experiment/defaults';
import { mixedScreen } from '../../../src/experiment/screens/mixed';
import { ENERGY, MACHINES, machineOf } from '../../../src/hardware/machines';
import type { LayerWork } from '../../../src/hardware/layer-work';
import { bestOf } from '../../../src/search/best';
import { defaultsOf } from '../../../src/params/param';
import { policyFile, policyTable } from './export';
import type { Ground } from './facts';
import { baseOf, bitsOf, policyOf, sharesRecipe, sideOf } from './policy';
import { budgetOf, feasibleBits, newRun } from './runs';
import { type MixedSettings, constantsOf, withConstant } from './settings';
import { writeCount, writeLong } from './words';

const names = ['one', 'two', 'three'];
const works: readonly LayerWork[] = names.map((name, at) => ({
  name,
  weights: 100 * (at + 1),
  macs: 1000,
  inputs: 10,
  outputs: 10 * (at + 1),
  kernel: 1,
  stride: 1,
  featureMap: 3,
  depthwise: false,
  activationsIn: 90,
  activationsOut: 90,
  product: { rows: 10 * (at + 1), depth: 10, columns: 9, times: 1 },
}));
const ground: Ground = { key: 'g', works, perturbations: [], images: 500, scores: new Map() };
const settings = defaultsOf(mixedScreen) as unknown as MixedSettings;
const { a } = defaultExperiment();

describe('a policy and the side that it is', () => {
  it('are the same there and back, with the common width as the recipe', () => {
    const policy = { weights: [8, 4, 4], activations: null };
    const side = sideOf(a, policy, names);
    expect(policyOf(side, names)).toEqual(policy);
    expect(Object.keys(side.overrides)).toEqual(['one']);
    expect(sharesRecipe(a, side)).toBe(true);
    const both = { weights: [1, 4, 0], activations: [8, 3, 3] };
    expect(policyOf(sideOf(a, both, names), names)).toEqual(both);
  });

  it('do not share a recipe when more than widths differ', () => {
    expect(sharesRecipe(a, defaultExperiment().b)).toBe(false);
    const codebook = { ...a, recipe: { ...a.recipe, quantizer: { id: 'mx-shared', params: { format: 'mx4' } } } };
    expect(bitsOf(codebook, names).weights).toEqual([null, null, null]);
  });

  it('keep the activations of A where a policy says nothing of them', () => {
    const quantized = { ...a, activations: defaultActivations() };
    const side = sideOf(quantized, { weights: [8, 4, 4], activations: null }, names);
    expect(bitsOf(side, names).activations).toEqual([8, 8, 8]);
    expect(baseOf(quantized).activations?.overrides).toEqual({});
  });
});

describe('budgets', () => {
  it('of weight size are average bits', () => {
    expect(budgetOf(settings, ground, a, 'bitfusion').budget).toBeCloseTo((4.25 * 600) / 8, 8);
  });

  it('name the smallest feasible one when they are below it', () => {
    expect(feasibleBits(settings, ground, a, 'bitfusion')).toBeNull();
    expect(feasibleBits({ ...settings, budget: 1.5 }, ground, a, 'bitfusion')).toBe(2);
    expect(feasibleBits({ ...settings, budget: 2.6, least: 3 }, ground, a, 'bitfusion')).toBe(3);
  });
});

describe('constants', () => {
  it('hold what was changed and take nothing out of range', () => {
    const machine = machineOf('bitfusion');
    const list = withConstant([], 'bitfusion', 'units', 64);
    expect(constantsOf({ constants: list }, machine)['units']).toBe(64);
    expect(constantsOf({ constants: list }, machineOf('roofline'))).toEqual(
      constantsOf({ constants: [] }, machineOf('roofline')),
    );
    expect(withConstant(list, 'bitfusion', 'units', 512)).toEqual([]);
    for (const nonsense of [-5, 0, 1.5, 1e9]) {
      const broken = [list[0]!, nonsense];
      expect(constantsOf({ constants: broken }, machine)['units']).toBe(512);
    }
    expect(constantsOf({ constants: [99, 1, 0] }, ENERGY)['dramPerBit']).toBe(20);
  });
});

describe('every constant of every model', () => {
  const models = [...MACHINES, ENERGY].flatMap((model) => model.constants.map((constant) => ({ model, constant })));
  it.each(models)('$model.label, $constant.label: nonsense is refused by itself', ({ model, constant }) => {
    const { key, min, max, default: shipped } = constant;
    for (const nonsense of [min - 1, -1, max * 2, NaN, Infinity]) {
      const list = withConstant(withConstant([], model.id, key, nonsense), 'energy', 'dramPerBit', 30);
      expect(constantsOf({ constants: list }, model)[key]).toBe(key === 'dramPerBit' ? 30 : shipped);
      expect(constantsOf({ constants: list }, ENERGY)['dramPerBit']).toBe(30);
    }
    for (const end of [min, max]) {
      const list = withConstant([], model.id, key, end);
      expect(constantsOf({ constants: list }, model)[key]).toBe(end);
    }
  });
});

describe('a run', () => {
  const where = { model: 'net', base: baseOf(a), machine: 'bitfusion', method: 'random' as const };
  const run = {
    ...newRun(settings, ground, where),
    policies: [
      [8, 8, 8],
      [4, 4, 4],
      [8, 2, 4],
      [5, 4, 4],
    ].map((weights) => ({ weights, activations: null })),
    accuracies: [95, 60, 70, 70],
    episodes: [null, null, null, null],
  };

  it('has as its best the most accurate inside the budget, and of equals the cheapest', () => {
    expect(bestOf(run)).toMatchObject({ at: 2, accuracy: 70 });
  });

  it('is another one when budget, seed or hardware change', () => {
    const key = (change: Partial<MixedSettings>): string => newRun({ ...settings, ...change }, ground, where).key;
    expect(key({})).toBe(key({ axis: 'energy' }));
    for (const change of [{ budget: 5 }, { seed: 9 }, { measure: 'energy' as const }, { evaluations: 7 }])
      expect(key(change)).not.toBe(key({}));
  });

  it('saves a policy with all that it is', () => {
    const [, , policy] = run.policies;
    expect(policyTable(run, policy!).rows[1]).toEqual(['two', 200, 1000, 2, '']);
    expect(policyFile(run, policy!)).toMatchObject({
      model: 'net',
      layers: [{ name: 'one', weightBits: 8, inputBits: null }, {}, {}],
      budget: { measure: 'size', bits: 4.25 },
    });
  });
});

it('spells out large numbers and long times', () => {
  expect(writeCount(7, 12)).toBe('13,841,287,201');
  expect(writeCount(49, 30)).toBe('about 10⁵⁰');
  expect(writeLong(10)).toBe('10 seconds');
  expect(writeLong(5.5e8)).toBe('17 years');
  expect(writeLong(1e20)).toBe('10¹² years');
});
