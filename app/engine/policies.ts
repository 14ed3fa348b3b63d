import type { PolicyBase, PolicyScore } from '../../src/nn/policies/evaluator';
import { joinScores } from '../../src/search/join-scores';
import type { Policy } from '../../src/search/policy';
import type { Outcome } from './outcome';
import type { EvalPool } from './pool';

/** Bits at which ranges of activations are calibrated. */
const WIDTHS = [1, 2, 3, 4, 5, 6, 7, 8];

/**
 * Puts the images that policies are compared on into the workers of the pool: the last `images` of a file of training images,
 * in equal shares.
 */
export function shareImages(
  pool: EvalPool,
  { packed, count }: { readonly packed: ArrayBuffer; readonly count: number },
  images: number,
): Promise<Outcome<unknown>> {
  const first = count - images;
  const at = (worker: number): number => first + Math.floor((images * worker) / pool.size);
  return pool.require((worker) => ({
    name: 'load-comparison',
    input: { packed, count, from: at(worker), to: at(worker + 1) },
  }));
}

/** The scales of every tap at every width, for a base whose activations are searched. */
export async function tapsByWidth(
  pool: EvalPool,
  sideAt: (bits: number) => PolicyBase['side'],
): Promise<Outcome<PolicyBase['taps']>> {
  const taps: Record<number, PolicyBase['taps'][number]> = {};
  for (const bits of WIDTHS) {
    const found = await pool.tapsFor(sideAt(bits));
    if (!found.ok) return found;
    taps[bits] = found.value;
  }
  return { ok: true, value: taps, ms: 0 };
}

/** Scores of policies over the images of all workers; `ms` is the time from here to the result. */
export async function scorePolicies(
  pool: EvalPool,
  key: string,
  base: PolicyBase,
  policies: readonly Policy[],
  signal?: AbortSignal,
): Promise<Outcome<readonly PolicyScore[]>> {
  const from = performance.now();
  const shards = await pool.runInAll('compare-policies', { key, base, policies }, { signal });
  if (!shards.ok) return shards;
  const value = policies.map((_, at) => joinScores(shards.value.map(({ scores }) => scores[at]!)));
  return { ok: true, value, ms: performance.now() - from };
}
