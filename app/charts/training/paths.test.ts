import { describe, expect, it } from 'vitest';
import type { LayerSigns, LayerSnapshot } from '../../../src/jobs/train-reports';
import { chosenWeights, pathsModel, pathsSentence } from './paths';
import { wayOf } from './record';
import { steModel } from './ste';

const signs: LayerSigns = {
  n: 4,
  low: -1,
  high: 1,
  scale: 0.1,
  masked: 0.25,
  changed: 0.5,
  oscillating: 1,
  window: 4,
  spread: 3,
  steps: Uint32Array.from({ length: 60 }, (_, bin) => (bin === 0 ? 1 : 0)),
};

/** Four weights: one back and forth over 0.5, one that crosses once, one beyond the codes, one that stays. */
const PARTS = [
  [0.4, 0.2, 1.6, 0, 0.6, 0.3, 1.6, 0],
  [0.4, 0.7, 1.7, 0, 0.6, 0.8, 1.7, 0],
];
const way = wayOf(
  PARTS.map((positions, part) => {
    const record = { from: 2 * part, indices: Uint32Array.of(5, 6, 7, 8), positions: Float32Array.from(positions) };
    return { record: { ...record, scales: Float32Array.of(1, 1.1) } } as unknown as LayerSnapshot;
  }),
);

describe('the ways of single weights', () => {
  it('join what was recorded between measurements', () => {
    expect(way).toMatchObject({ from: 0, steps: 4 });
    expect(way?.weights[1]?.positions.map((w) => Math.round(w * 10) / 10)).toEqual([0.2, 0.3, 0.7, 0.8]);
    expect(wayOf([])).toBeNull();
  });

  it('tell those that oscillate, cross, are masked and stay', () => {
    if (way === null) throw new Error('There is nothing recorded.');
    const kinds = Object.fromEntries(chosenWeights(way, signs).map(({ index, kind }) => [index, kind]));
    expect(kinds).toEqual({ 5: 'oscillates', 6: 'crosses', 7: 'masked', 8: 'stays' });
    const input = { side: 'a', way, signs } as const;
    expect(pathsSentence(input)).toMatch(/1 oscillate .* 1 cross one, 1 are masked, 1 stay/);
    const model = pathsModel({ ...input, total: 4, size: { width: 400, height: 300 } });
    expect(model.marks.filter(({ kind }) => kind === 'oscillates')).toHaveLength(3);
    expect(model.thresholds).toHaveLength(2);
  });
});

it('draws the estimator with a mask, or without one where the gradient always passes', () => {
  const size = { width: 300, height: 300 };
  expect(steModel(signs, true, size).masks).toHaveLength(2);
  const open = steModel(signs, false, size);
  expect(open.masks).toHaveLength(0);
  expect(open.weights.bars.every(({ isMasked }) => !isMasked)).toBe(true);
});
