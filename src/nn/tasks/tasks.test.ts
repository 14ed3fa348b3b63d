import { describe, expect, it } from 'vitest';
import { tallyFor } from './registry';
import { displayed } from './super-resolution';
import type { Item } from './tally';

const item = (bytes: readonly number[], label = 0): Item => ({ bytes: Uint8Array.from(bytes), label });
const floats = (...values: readonly number[]): Float32Array => Float32Array.from(values);

describe('texts', () => {
  // Two texts of two characters over an alphabet of three: "ab" then c, "ca" then a.
  const items = [item([0, 1], 2), item([2, 0], 0)];
  const input = { from: 5, count: 2, shape: [2, 3], compares: true, item: (index: number) => items[index - 5]! };
  // Scores whose softmax is 1/2, 1/4, 1/4; certainty to 2^-30; even odds; 1/4, 1/4, 1/2.
  const logits = floats(Math.log(2), 0, 0, 0, 0, 100, 7, 7, 7, 0, 0, Math.log(2));

  it('takes the likeliest character and the bits of the true one', () => {
    const tally = tallyFor('language', input);
    tally.add(5, logits.subarray(0, 6), logits.subarray(0, 6));
    tally.add(6, logits.subarray(6), logits.subarray(6));
    const { predictions, losses, logitsSquaredError, from, count, of, correct } = tally.result();
    expect({ predictions: [...predictions], from, count }).toEqual({ predictions: [0, 2, 0, 2], from: 5, count: 2 });
    // Text 5: after a comes b (1/4), after b comes c (certain). Text 6: after c comes a (1/3), after a comes a (1/4).
    [(2 + 0) / 2, (Math.log2(3) + 2) / 2].forEach((bits, at) => expect(losses?.[at]).toBeCloseTo(bits, 6));
    expect(logitsSquaredError).toBe(0);
    // Only the certain one and the c of the first text are right: a after c and after a are not the likeliest.
    expect([of, correct]).toEqual([4, 2]);
  });

  it('sums what differs from the float network', () => {
    const tally = tallyFor('language', input);
    tally.add(
      5,
      logits,
      logits.map((value, at) => (at === 3 ? value + 3 : value)),
    );
    expect(tally.result().logitsSquaredError).toBeCloseTo(9, 5);
  });

  it('survives logits that would overflow', () => {
    const tally = tallyFor('language', { ...input, count: 1, shape: [2, 2], item: () => item([0, 1], 0) });
    tally.add(5, floats(1e38, -1e38, 3000, 2000), floats(1e38, -1e38, 3000, 2000));
    expect(tally.result().losses?.[0]).toBeGreaterThan(1e38);
    expect(tally.result().losses?.[0]).toBeLessThan(Infinity);
  });
});

describe('pictures', () => {
  const input = { from: 0, count: 2, shape: [1, 2, 3], compares: true, item: () => item([]) };

  it('compares what the screen can show', () => {
    const tally = tallyFor('super-resolution', input);
    // First picture: 300 and 255 look the same, and so do -4 and 0; 10.4 against 10 is an error, but looks the same.
    tally.add(0, floats(300, -4, 10.4, 1, 2, 3), floats(255, 0, 10, 1, 2, 3));
    tally.add(1, floats(10, 20, 30, 0, 0, 0), floats(13, 20, 30, 0, 0, 3.2));
    const { losses, changed, predictions } = tally.result();
    expect(losses?.[0]).toBeCloseTo(0.16 / 6, 6);
    expect(losses?.[1]).toBeCloseTo((9 + 10.24) / 6, 5);
    expect(changed).toBe(2);
    expect(tally.result().of).toBe(12);
    expect(predictions).toHaveLength(0);
    expect([...displayed(floats(-1, 254.6, 300, 12.4))]).toEqual([0, 255, 255, 12]);
  });
});

describe('outputs without labels', () => {
  it('keeps the power of the error and of the float values of each item', () => {
    const tally = tallyFor('output', { from: 3, count: 2, shape: [2], compares: true, item: () => item([]) });
    tally.add(4, floats(1, -2), floats(1, -1));
    tally.add(3, floats(3, 5), floats(3, 4));
    const { losses, logitsSquaredError, of, predictions } = tally.result();
    expect([...(losses ?? [])]).toEqual([1, 25, 1, 2]);
    expect([logitsSquaredError, of, predictions.length]).toEqual([2, 2, 0]);
  });
});

describe('outputs that are not of the task', () => {
  it('has nothing to measure of weights alone', () => {
    const input = { from: 0, count: 0, shape: [], compares: false, item: () => item([]) };
    expect(() => tallyFor('weights', input)).toThrow('put nothing out');
  });

  it.each([
    ['classify', [2, 10], 'one score for each'],
    ['classify', [257], 'one score for each'],
    ['language', [80], 'at each position'],
    ['super-resolution', [8, 8, 1], 'three colours'],
  ] as const)('%s of shape [%s]', (task, shape, message) => {
    expect(() => tallyFor(task, { from: 0, count: 0, shape, compares: false, item: () => item([]) })).toThrow(message);
  });
});
