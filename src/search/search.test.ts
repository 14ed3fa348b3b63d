import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateBits } from './allocate';
import { actionToBits, decreaseToBudget, normalizeStates } from './haq';
import { omegas } from './objective';
import { paretoFront } from './pareto';

const layer = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 30 })), {
  minLength: 1,
  maxLength: 4,
});

/** Every combination of one index a layer. */
function combinations(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (all, size) => all.flatMap((c) => Array.from({ length: size }, (_, i) => [...c, i])),
    [[]],
  );
}

describe('allocateBits', () => {
  it('finds what trying all choices finds', () => {
    fc.assert(
      fc.property(
        fc.array(layer, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 120 }),
        (layers, budget) => {
          const objective = layers.map((choices) => choices.map(([o]) => o));
          const cost = layers.map((choices) => choices.map(([, c]) => c));
          const sum = (table: readonly (readonly number[])[], choices: readonly number[]) =>
            choices.reduce((total, c, i) => total + table[i]![c]!, 0);
          const inside = combinations(layers.map((l) => l.length)).filter((c) => sum(cost, c) <= budget);
          const found = allocateBits(objective, cost, budget);
          if (inside.length === 0) {
            expect(found).toBeNull();
          } else {
            expect(found?.objective).toBe(Math.min(...inside.map((c) => sum(objective, c))));
            expect(found?.cost).toBe(sum(cost, found!.choices));
            expect(found!.cost).toBeLessThanOrEqual(budget);
          }
        },
      ),
    );
  });
});

describe('omega', () => {
  const works = [{ name: 'one' }, { name: 'two' }, { name: 'three' }];
  const perturbations = [
    [0, 0, 8, 2],
    [0, 0, 4, 1],
    [0, 0, 100, 25],
  ];
  // In another order than the works; the trace of `two` cannot be told from 0, that of `one` is noise below it.
  const traces = { layers: ['three', 'two', 'one'], traces: [0.5, 0.1, -0.2], errors: [0.1, 0.25, 0.5] };

  it('is the trace times the squared error of the weights, and never less than its standard error allows', () => {
    expect(omegas(works, perturbations, traces)).toEqual([
      [0, 0, 4, 1],
      [0, 0, 1, 0.25],
      [0, 0, 50, 12.5],
    ]);
  });

  it('leaves no layer free: of equal errors the one whose trace is unknown is not starved', () => {
    const objective = omegas(works, perturbations, traces).map((row) => row.slice(2));
    const cost = works.map(() => [2, 3]);
    expect(allocateBits(objective, cost, 8)!.choices).toEqual([1, 0, 1]);
  });
});

describe('paretoFront', () => {
  it('keeps exactly the points that no other beats', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(fc.array(point, { maxLength: 12 }), (points) => {
        const front = paretoFront(
          points.map(([c]) => c),
          points.map(([, v]) => v),
        );
        const beaten = ([cost, value]: [number, number]) =>
          points.some(([c, v]) => c <= cost && v >= value && (c < cost || v > value));
        const kept = new Set(points.filter((p) => !beaten(p)).map(String));
        expect(new Set(front.map((i) => String(points[i])))).toEqual(kept);
        expect(front.length).toBe(kept.size);
      }),
    );
  });
});

describe('the rules of HAQ', () => {
  it('ends inside the budget or with every layer at its least, and counts each bit', () => {
    const problem = fc.array(fc.tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 1, max: 500 })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(problem, fc.integer({ min: 0, max: 8000 }), (layers, budget) => {
        const size = (bits: readonly number[]) => bits.reduce((total, b, i) => total + b * layers[i]![1], 0);
        const start = layers.map(([bits]) => bits);
        const { bits, cost, decrements } = decreaseToBudget(start, 2, budget, size);
        expect(cost).toBe(size(bits));
        expect(cost <= budget || bits.every((b) => b === 2)).toBe(true);
        expect(decrements).toBe(start.reduce((total, b, i) => total + b - bits[i]!, 0));
      }),
    );
  });

  it('maps actions to the whole range of bits and never beyond it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 5 }), (action, least) => {
        const bits = actionToBits(action, least, least + 3);
        expect(Number.isInteger(bits)).toBe(true);
        expect(bits).toBeGreaterThanOrEqual(least);
        expect(bits).toBeLessThanOrEqual(least + 3);
      }),
    );
    expect([0, 0.3, 0.6, 1].map((a) => actionToBits(a, 2, 4))).toEqual([2, 2, 3, 4]);
  });

  it('leaves a column that is the same for all layers as it is', () => {
    expect(
      normalizeStates([
        [5, 1],
        [5, 3],
        [5, 2],
      ]),
    ).toEqual([
      [5, 0],
      [5, 1],
      [5, 0.5],
    ]);
  });
});
