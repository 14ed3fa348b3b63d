import { describe, expect, it } from 'vitest';
import { type AxisOrder, arrange } from './loose-layout';

const TENSORFLOW: AxisOrder = { matrix: 'in-out', convolution: 'hwio' };
const PYTORCH: AxisOrder = { matrix: 'out-in', convolution: 'oihw' };

/** Values that name their place: the digits are the indices along the axes. */
function named(shape: readonly number[]): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1);
  return Float32Array.from({ length: size }, (_, at) => {
    let [rest, name, unit] = [at, 0, 1];
    for (const length of shape.toReversed()) {
      name += (rest % length) * unit;
      rest = Math.floor(rest / length);
      unit *= 10;
    }
    return name;
  });
}

describe('matrices', () => {
  it('of [out, in] are turned so that output channels come last', () => {
    expect(arrange(named([2, 3]), [2, 3], PYTORCH)).toEqual({
      shape: [3, 2],
      layout: 'dense',
      data: Float32Array.of(0, 10, 1, 11, 2, 12),
    });
  });

  it('of [in, out] are taken as they are', () => {
    const data = named([2, 3]);
    expect(arrange(data, [2, 3], TENSORFLOW)).toEqual({ shape: [2, 3], layout: 'dense', data });
  });

  it('are made of tensors of three and five axes, whose output channels stay apart', () => {
    const conv1d = arrange(named([2, 3, 4]), [2, 3, 4], PYTORCH);
    expect(conv1d.shape).toEqual([12, 2]);
    expect([...conv1d.data].filter((_, at) => at % 2 === 1).every((name) => name >= 100)).toBe(true);
    const reversed = arrange(named([2, 2, 2, 2, 3]), [2, 2, 2, 2, 3], TENSORFLOW);
    expect(reversed.shape).toEqual([16, 3]);
    expect([...reversed.data].every((name, at) => name % 10 === at % 3)).toBe(true);
  });

  it('of a vector or a number have one output channel', () => {
    expect(arrange(Float32Array.of(1, 2, 3), [3], PYTORCH).shape).toEqual([3, 1]);
    expect(arrange(Float32Array.of(7), [], TENSORFLOW).shape).toEqual([1, 1]);
  });
});

describe('convolutions', () => {
  it('of [out, in, height, width] become [height, width, in, out]', () => {
    const [out, channels, height, width] = [2, 3, 2, 4];
    const { shape, layout, data } = arrange(
      named([out, channels, height, width]),
      [out, channels, height, width],
      PYTORCH,
    );
    expect({ shape, layout }).toEqual({ shape: [height, width, channels, out], layout: 'conv2d' });
    const expected = [...named(shape)].map((name) => {
      const [y, x, c, o] = [1000, 100, 10, 1].map((unit) => Math.floor(name / unit) % 10) as [
        number,
        number,
        number,
        number,
      ];
      return 1000 * o + 100 * c + 10 * y + x;
    });
    expect([...data]).toEqual(expected);
  });

  it('do not follow the order of matrices', () => {
    const data = named([1, 2, 3, 4]);
    const mixed: AxisOrder = { matrix: 'out-in', convolution: 'hwio' };
    expect(arrange(data, [1, 2, 3, 4], mixed)).toEqual({ shape: [1, 2, 3, 4], layout: 'conv2d', data });
  });
});
