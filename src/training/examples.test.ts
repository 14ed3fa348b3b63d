import { describe, expect, it } from 'vitest';
import { type BatchContext, imageExamples, tokenExamples, valueExamples } from './examples';

const context = (change: Partial<BatchContext['augmentation']> = {}, step = 0): BatchContext => ({
  seed: 5,
  epoch: 0,
  step,
  augmentation: { flip: false, shift: 0, ...change },
});

describe('imageExamples', () => {
  const pixels = Uint8Array.from({ length: 2 * 12 }, (_, i) => i * 10);
  const images = imageExamples({
    pixels,
    labels: Uint8Array.of(7, 3),
    shape: [3, 4, 1],
    preprocess: { mean: 0, std: 1 },
  });
  const inputs = (indices: number[], ...given: [BatchContext | null]): number[] =>
    Array.from(images.batch(Uint32Array.from(indices), ...given).inputs, (value) => Math.round(value * 255));

  it('gives the asked images with their classes, pixels scaled', () => {
    expect(inputs([1], null)).toEqual([...pixels.subarray(12)]);
    expect([...images.batch(Uint32Array.of(1, 0), null).targets]).toEqual([3, 7]);
  });

  it('mirrors whole rows or nothing', () => {
    const plain = [...pixels.subarray(0, 12)];
    const mirrored = [0, 1, 2].flatMap((row) => plain.slice(row * 4, row * 4 + 4).reverse());
    const seen = Array.from({ length: 40 }, (_, step) => inputs([0], context({ flip: true }, step)));
    expect(seen).toContainEqual(plain);
    expect(seen).toContainEqual(mirrored);
    expect(seen.every((one) => String(one) === String(plain) || String(one) === String(mirrored))).toBe(true);
  });

  it('shifts by up to so many pixels and fills with background', () => {
    const seen = new Set(Array.from({ length: 200 }, (_, step) => String(inputs([0], context({ shift: 1 }, step)))));
    expect(seen.size).toBe(9);
    expect(seen).toContain(String([0, 0, 0, 0, 0, 0, 10, 20, 0, 40, 50, 60]));
  });

  it('draws the same moves for the same step again', () => {
    const moves = context({ flip: true, shift: 1 }, 11);
    expect(inputs([0, 1, 0], moves)).toEqual(inputs([0, 1, 0], moves));
  });

  it('refuses pixels that are not whole images', () => {
    expect(() =>
      imageExamples({ pixels, labels: Uint8Array.of(1), shape: [3, 4, 1], preprocess: { mean: 0, std: 1 } }),
    ).toThrow(RangeError);
  });
});

describe('tokenExamples', () => {
  const text = Uint8Array.from({ length: 41 }, (_, i) => i);

  it('gives windows with the token after each position', () => {
    const { inputs, targets } = tokenExamples(text, 8).batch(Uint32Array.of(0, 2), null);
    expect([...inputs.slice(0, 8)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...targets.slice(8)]).toEqual([17, 18, 19, 20, 21, 22, 23, 24]);
  });

  it('starts at another offset in other epochs and never leaves the text', () => {
    const examples = tokenExamples(text, 8);
    const firsts = Array.from({ length: 30 }, (_, epoch) => {
      const last = examples.batch(Uint32Array.of(examples.count - 1), { ...context(), epoch });
      expect([...last.targets].every((token, i) => token === (last.inputs[i] ?? 0) + 1)).toBe(true);
      return examples.batch(Uint32Array.of(0), { ...context(), epoch }).inputs[0];
    });
    expect(new Set(firsts).size).toBeGreaterThan(4);
  });

  it('refuses a text shorter than two windows', () => {
    expect(() => tokenExamples(Uint8Array.of(1, 2, 3), 8)).toThrow(RangeError);
  });
});

it('gives rows of numbers with the wanted outputs', () => {
  const examples = valueExamples(Float32Array.of(1, 2, 3, 4), Float32Array.of(10, 20), 2);
  const { inputs, targets } = examples.batch(Uint32Array.of(1), null);
  expect([[...inputs], [...targets]]).toEqual([[3, 4], [20]]);
});
