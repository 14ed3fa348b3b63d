/** The parts of one result that several workers made, put together. */
import type { EvaluationShard } from '../../src/jobs/reports';
import type { Measured } from '../../src/tasks/score';
import { type Outcome, failed } from './outcome';

/** Largest batch that a dynamic range may share; smaller ones divide it. */
const SHARE = 100;

/** First of `count` images that a worker has: at whole shares where there are enough, so that no batch is ever split. */
export function startOf(worker: number, workers: number, count: number): number {
  const share = count % SHARE === 0 && count >= SHARE * workers ? SHARE : 1;
  return Math.floor((count * worker) / workers / share) * share;
}

export function merge(outcomes: readonly Outcome<EvaluationShard>[], images: number): Outcome<Measured> {
  const together = all(outcomes);
  if (!together.ok) return together;
  const shards = together.value;
  const covered = sum(shards.map(({ count }) => count));
  if (covered !== images) return missing(covered);
  const inOrder = shards.toSorted((p, q) => p.from - q.from);
  const of = sum(shards.map((shard) => shard.of));
  const predictions = joined(inOrder.map((shard) => shard.predictions));
  const losses = inOrder.map((shard) => shard.losses ?? new Float32Array(0));
  const changes = shards.map((shard) => shard.changed);
  const errors = shards.map((shard) => shard.logitsSquaredError);
  const classes = shards.find((shard) => shard.firstLogits !== null)?.firstLogits?.length ?? 1;
  const logitsMse = errors.includes(null) ? null : sum(errors.map((error) => error ?? 0)) / (of * classes);
  const changed = changes.includes(null) ? null : sum(changes.map((count) => count ?? 0));
  const correct = sum(shards.map((shard) => shard.correct));
  const value = {
    predictions,
    losses: concatenated(losses, (length) => new Float32Array(length)),
    of,
    correct,
    changed,
    logitsMse,
  };
  return { ok: true, value, ms: together.ms };
}

/** The values of all outcomes and the longest time, or the first that is not a value. */
export function all<T>(outcomes: readonly Outcome<T>[]): Outcome<readonly T[]> {
  const values: T[] = [];
  let ms = 0;
  for (const outcome of outcomes) {
    if (!outcome.ok) return outcome;
    values.push(outcome.value);
    ms = Math.max(ms, outcome.ms);
  }
  return { ok: true, value: values, ms };
}

export function missing(index: number): Outcome<never> {
  return failed({
    title: 'Some test images are missing',
    cause: `Test image ${index} is not loaded.`,
    next: 'Measure on 2,000 images, or reload the page.',
  });
}

/** One after the other; `make` gives an array of their kind. */
function concatenated<A extends Uint8Array | Float32Array>(parts: readonly A[], make: (length: number) => A): A {
  const whole = make(sum(parts.map((part) => part.length)));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return concatenated(parts, (length) => new Uint8Array(length));
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
