import { describe, expect, it } from 'vitest';
import { fakeReport } from '../fakes';
import { channelLines, rangesTable, sentence } from './labels';
import { channelOrder, rangesModel } from './model';

const size = { width: 354, height: 232 };
const weight = (row: number, column: number) => (((row * 13) % 21) / 10 - 1) * [0.2, 8, 1, 0.3][column]!;
const a = fakeReport('dw5', { columns: 4, weight });
const b = fakeReport('dw5', { columns: 4, weight, granularity: 'channel' });
const lost = { ...a, metrics: { ...a.metrics, zeroedChannels: 2 } };

describe('rangesModel', () => {
  it('sorts channels by range, equal ones in their own order', () => {
    expect(channelOrder(Float32Array.of(1, 3, 2, 3))).toEqual([1, 3, 2, 0]);
    expect(rangesModel({ a, b }, ['a', 'b'], size)!.order).toEqual([1, 2, 3, 0]);
  });

  it('draws one threshold for all as a straight line, and one each as steps on the bars', () => {
    const { lines, y, order, left } = rangesModel({ a, b }, ['a', 'b'], size)!;
    expect(lines.map(({ side, sharedY }) => [side, sharedY !== null])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    const first = y(b.channels.absMax[order[0]!]!).toFixed(1);
    expect(lines[1]!.path.startsWith(`M${left.toFixed(1)} ${first}H`)).toBe(true);
    expect(lines[1]!.path.match(/L/g)).toHaveLength(3);
  });

  it('shades what lies below half a step only where channels are lost', () => {
    expect(rangesModel({ a, b }, ['a', 'b'], size)!.zones).toEqual([]);
    const { zones, labels, y } = rangesModel({ a: lost, b }, ['a', 'b'], size)!;
    expect(zones[0]!.y).toBeCloseTo(y(lost.roundError.step / 2), 6);
    expect(labels.map(({ text }) => text)).toContain('2 channels below half a step: all zero in A');
  });

  it('has few round ticks inside the axis', () => {
    const { ticks, top, bottom } = rangesModel({ a, b }, ['a', 'b'], size)!;
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(6);
    for (const { y } of ticks) expect(y >= top && y <= bottom).toBe(true);
  });

  it('keeps zeros and infinite thresholds out of the axis', () => {
    const channels = {
      ...a.channels,
      absMax: Float32Array.of(0, 8, 1, 0.3),
      threshold: new Float32Array(4).fill(Infinity),
    };
    const { y, lines } = rangesModel({ a: { ...a, channels }, b: null }, ['a'], size)!;
    expect(y.domain().every(Number.isFinite)).toBe(true);
    expect(lines).toEqual([]);
  });
});

describe('words of the ranges', () => {
  it('name the outlier', () => {
    expect(sentence('dw5', { a: lost, b }, ['a', 'b'])).toBe(
      'Largest weight magnitude of each of 4 channels of dw5: channel 1 reaches 8.00, an outlier, the median 0.300; ' +
        '2 channels below half a step: all zero in A.',
    );
  });

  it('spell out one channel', () => {
    expect(channelLines(1, 0, { a, b }, ['a'])).toEqual([
      'channel 1: max |w| = 8.00',
      'A: T = 8.00, rms error 0',
      'rank 1 of 4',
    ]);
  });

  it('list all channels in the order of the chart', () => {
    expect(rangesTable([1, 2, 3, 0], { a, b: null }).rows.map(([channel, range]) => [channel, range])).toEqual([
      [1, 8],
      [2, 1],
      [3, 0.3],
      [0, 0.2],
    ]);
  });
});
