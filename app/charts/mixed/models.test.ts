import { describe, expect, it } from 'vitest';
import { agentModel, agentSentence } from './agent-model';
import { type LayerBitsRow, bitsModel, bitsOfPlace, bitsSentence, bitsTable, placeOf } from './bits-model';
import { type CloudPoint, cloudModel, cloudSentence, nearestMark } from './cloud-model';
import { type RoofPoint, rooflineModel, rooflineSentence } from './roofline-model';

const size = { width: 800, height: 400 };

const row = (name: string, b: number, lost: number): LayerBitsRow => ({
  name,
  weights: 100,
  macs: 1000,
  bits: { weights: { a: 4, b }, activations: { a: 0, b: 8 } },
  damage: { weights: lost, activations: null },
});

describe('bits per layer', () => {
  const rows = [row('one', 8, 12), row('two', 2, 0.5)];
  const model = bitsModel({ rows, activations: true, unit: 'points', size });

  it('gives bars heights in proportion, and heights their bits back', () => {
    const [one, two] = model.bars;
    expect(one!.height / two!.height).toBeCloseTo(4, 6);
    expect(model.bitsAt('weights', one!.y)).toBe(8);
    expect(model.bitsAt('weights', two!.y)).toBe(2);
    expect(model.bitsAt('weights', -500)).toBe(0);
    expect(model.bitsAt('weights', 5000)).toBe(1);
    const input = model.bars.find(({ kind }) => kind === 'activations')!;
    expect(model.bitsAt('activations', input.y + input.height)).toBe(8);
  });

  it('places float one step above 8 bits', () => {
    const { bars, bitsAt } = bitsModel({
      rows: [row('one', 0, 1), row('two', 8, 1)],
      activations: false,
      unit: 'dB',
      size,
    });
    const [float, eight] = bars;
    expect(float!.label).toBe('F');
    expect(float!.height / eight!.height).toBeCloseTo(9 / 8, 6);
    expect(bitsAt('weights', float!.y)).toBe(0);
    expect([null, 0, 1, 8].map(placeOf)).toEqual([9, 9, 1, 8]);
    expect([1, 8, 9].map(bitsOfPlace)).toEqual([1, 8, 0]);
  });

  it('draws Hessian traces of weights alone, with their standard error', () => {
    const traced = [
      { ...row('one', 8, 0.02), error: 0.005 },
      { ...row('two', 2, 3), error: 0.5 },
    ];
    const { damage } = bitsModel({ rows: traced, activations: true, unit: 'trace', size });
    expect(damage.bars.map(({ kind, label }) => [kind, label])).toEqual([
      ['weights', '0.0200'],
      ['weights', '3.00'],
    ]);
    const [, two] = damage.bars;
    expect(two!.whisker!.to).toBeGreaterThan(two!.y + two!.height);
    expect(bitsSentence(traced, 'trace', 'By curvature')).toMatch(/By curvature, two costs most: an average .* 3\.00/);
    expect(bitsTable(traced, 'omega').columns.at(-3)).toBe('HAWQ Ω, weights');
  });

  it('says which layer is most fragile', () => {
    expect(bitsSentence(rows, 'points', 'Alone at 4 bits')).toMatch(
      /5\.00 bits a weight.*one costs most: 12\.0 points/,
    );
  });
});

describe('the cloud', () => {
  const points: readonly CloudPoint[] = [
    { kind: 'uniform', from: 'uniform 4', policy: '4 4', cost: 10, accuracy: 40 },
    { kind: 'agent', from: 'HAQ agent', policy: '8 2', cost: 12, accuracy: 88 },
    { kind: 'random', from: 'Random', policy: '2 8', cost: 20, accuracy: 92 },
  ];
  const input = { points, b: null, budget: 15, axis: 'KiB' };

  it('places better policies higher and dearer ones to the right', () => {
    const model = cloudModel({ ...input, size })!;
    const [uniform, agent, random] = model.marks;
    expect(agent!.y).toBeLessThan(uniform!.y);
    expect(random!.x).toBeGreaterThan(model.budget!);
    expect(nearestMark(model, agent!.x + 2, agent!.y - 2)).toBe(1);
    expect(cloudModel({ ...input, points: [], size })).toBeNull();
  });

  it('names the best inside the budget, not the best of all', () => {
    expect(cloudSentence(input)).toMatch(/88\.0 %, by HAQ agent/);
  });
});

describe('the curve of a search', () => {
  const points = [10, 50, 90, 80].map((accuracy, at) => ({ accuracy, noise: at < 2 ? null : 0.3, inside: true }));
  it('marks warm-up, mean and best', () => {
    const model = agentModel({ points, total: 10, noun: 'episode', a: 40, best: 2, shown: 1, hasAgent: true, size });
    expect(model.warm).toBeCloseTo(model.dots[2]!.x, 6);
    expect(model.meanEnd?.text).toBe('mean 57.5');
    expect(model.best?.text).toBe('best 90.0, episode 3');
    expect(model.indexAt(model.dots[3]!.x)).toBe(3);
    expect(agentSentence({ points, total: 10, noun: 'episode', best: 2 })).toMatch(
      /4 of 10 policies.*90\.0 %, episode 3/,
    );
  });
});

describe('the roofline', () => {
  const point = (layer: string, intensity: number, speed: number, bound: RoofPoint['bound']): RoofPoint => ({
    layer,
    intensity,
    speed,
    bound,
  });
  it('bends where memory stops being the limit', () => {
    const a = [point('dw', 2, 2e9, 'memory'), point('pw', 40, 20e9, 'compute')];
    const roofs = [{ label: '8 × 8 bits', peak: 20e9 }];
    const model = rooflineModel({ a, b: a, roofs, bandwidth: 1e9, size });
    const [dw, pw] = model.points;
    expect(dw!.b.y).toBeGreaterThan(pw!.b.y);
    expect(pw!.b.y).toBeCloseTo(model.roofs[0]!.y, 6);
    expect(rooflineSentence(a, 'BitFusion')).toMatch(/memory limits dw; arithmetic the rest/);
  });
});
