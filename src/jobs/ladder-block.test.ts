import { describe, expect, it } from 'vitest';
import { EXAMPLE_STEPS, exampleBlock } from '../experiment/worked-example';
import { ladderJobs } from './ladder';
import { climb, finish, loud, resourcesWith } from './ladder-fakes';

describe('the block of sixteen numbers of the lecture', () => {
  const { rungs } = EXAMPLE_STEPS.find(({ isBlock }) => isBlock)!;
  const tensor = { kind: 'matrix', id: 'block', rows: 16, columns: 1, data: exampleBlock() } as const;

  it('has the errors that were computed by hand', () => {
    const errors = climb(loud, { tensor, rungs }).rungs.map((one) =>
      'problem' in one ? NaN : Math.sqrt(one.mse * 16),
    );
    [0.619, 0.197, 0.0218].forEach((expected, i) => expect(errors[i]).toBeCloseTo(expected, i === 2 ? 4 : 3));
  });

  it('has one exponent, eight shifts and sixteen mantissas', () => {
    const { recipe } = rungs[0]!;
    const { entries } = finish(
      ladderJobs['inspect-code']({ tensor, outlier: null, seed: 7, at: 0, recipe }, resourcesWith(loud)),
    );
    const of = (id: string) => entries.map(({ layout }) => layout.find((field) => field.id === id)?.raw);
    expect(new Set(of('shared-exponent'))).toEqual(new Set([127 + 1]));
    expect(of('micro-exponent').filter((_, i) => i % 2 === 0)).toEqual([0, 1, 1, 0, 1, 1, 1, 1]);
    const signs = of('sign').map((sign) => (sign === 1 ? -1 : 1));
    expect(of('mantissa').map((mantissa, i) => (mantissa ?? 0) * signs[i]! + 0)).toEqual([
      2, -1, 3, 0, 0, 0, -1, 2, -2, 3, 0, -2, 3, 0, 3, 3,
    ]);
  });
});
