import { describe, expect, it } from 'vitest';
import { Health } from './health';

const health = (change: Partial<ConstructorParameters<typeof Health>[0]> = {}): Health =>
  new Health({ learningRate: 0.001, isAdaptive: true, followsMaximum: false, ...change });

function first(watch: Health, losses: readonly number[]) {
  for (const [i, loss] of losses.entries()) {
    const failure = watch.check(loss, i + 1);
    if (failure !== null) return failure;
  }
  return null;
}

describe('Health', () => {
  it('lets a loss that falls, or swings, go on', () => {
    const swinging = Array.from({ length: 300 }, (_, i) => 2.3 * 0.98 ** i * (i % 2 === 0 ? 0.3 : 1.7));
    expect(first(health(), swinging)).toBeNull();
    expect(first(health(), [0.01, 0.4, 0.2, 0.9, 0.1, 1.2, 0.3])).toBeNull();
  });

  it('stops at the first loss that is no number', () => {
    expect(first(health(), [1, 1, NaN, 1])).toMatchObject({ kind: 'not-a-number', step: 3 });
    expect(first(health(), [1, Infinity])).toMatchObject({ kind: 'not-a-number', step: 2 });
  });

  it('stops where the loss grows far beyond its start, and says both numbers', () => {
    const failure = first(health(), [0.5, ...Array.from({ length: 100 }, (_, i) => 1.3 ** i)]);
    expect(failure?.kind).toBe('diverged');
    expect(failure?.message).toMatch(/after 0\.500 at the start/);
  });

  it('names the learning rate, or the scale that follows the largest weight', () => {
    expect(first(health({ learningRate: 0.5 }), [NaN])?.message).toMatch(/learning rate of 0\.5/);
    expect(first(health({ learningRate: 0.5, followsMaximum: true }), [NaN])?.message).toMatch(/learning rate of 0\.5/);
    expect(first(health({ followsMaximum: true }), [NaN])?.message).toMatch(/follows the largest weight/);
    expect(first(health({ learningRate: 0.05, isAdaptive: false, followsMaximum: true }), [NaN])?.message).toMatch(
      /freeze it/,
    );
  });
});
