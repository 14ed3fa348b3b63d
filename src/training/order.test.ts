import { expect, it } from 'vitest';
import { epochOrder } from './order';

it('holds every example once, in an order of its own for every epoch and seed', () => {
  const first = epochOrder(3, 0, 500);
  expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, i) => i));
  expect(epochOrder(3, 0, 500)).toEqual(first);
  expect(epochOrder(3, 1, 500)).not.toEqual(first);
  expect(epochOrder(4, 0, 500)).not.toEqual(first);
});

it('puts every example first about equally often', () => {
  const counts = [0, 0, 0, 0];
  for (let epoch = 0; epoch < 2000; epoch++) counts[epochOrder(1, epoch, 4)[0] ?? 0]! += 1;
  for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(100);
});
