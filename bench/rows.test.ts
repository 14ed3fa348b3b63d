import { expect, it } from 'vitest';
import { table } from './rows';

it('says whether a figure keeps its budget and how it compares with the peer', () => {
  const text = table({
    title: 'Kernels',
    rows: [
      { id: 'a', what: 'fast', value: 2, unit: 'ms', budget: 16, peer: 4 },
      { id: 'b', what: 'slow', value: 123.4, unit: 'ms', budget: 50, peer: null, note: 'plain' },
    ],
  });
  const [title, , , fast, slow] = text.split('\n');
  expect(title).toBe('Kernels');
  expect(fast).toMatch(/fast +2\.00 ms +<= 16 ms +ok +4\.00 ms +0\.50x$/);
  expect(slow).toMatch(/slow +123 ms +<= 50 ms +OVER +- +plain$/);
});
