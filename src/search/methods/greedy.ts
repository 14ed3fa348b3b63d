import { uniformStream } from '../../numerics/random';
import { type Search, type SearchTask, slotCount, slotsCost, toPolicy } from '../task';
import { clamped } from './clamp';

/** Points that a lowered choice counts as losing at least, so that a free one is judged by what it saves. */
const LEAST_LOSS = 0.05;

interface Candidate {
  readonly slot: number;
  /** Points lost for each unit of cost, when it was last tried. */
  readonly price: number;
  /** Policy that it was tried on. */
  readonly round: number;
  readonly accuracy: number;
}

/**
 * From the most bits everywhere down to the budget, one bit at a time where it costs least accuracy for what it saves. Only
 * the candidate that looks best is tried anew before it is taken (lazy greedy, Minoux 1978): one or two scores a bit instead
 * of one for every layer. What is left of the evaluations goes into exchanges: a bit more here, as many less as it takes there.
 */
export function* greedySearch(task: SearchTask): Search {
  let bits: readonly number[] = Array.from({ length: slotCount(task) }, () => task.most);
  let left = task.evaluations;
  const score = function* (
    all: readonly (readonly number[])[],
  ): Generator<NonNullable<Search extends Generator<infer Y> ? Y : never>, readonly number[], readonly number[]> {
    const within = all.slice(0, left);
    left -= within.length;
    return within.length === 0 ? [] : yield { policies: within.map((one) => toPolicy(task, one)), episode: null };
  };
  let accuracy = (yield* score([bits]))[0] ?? 0;
  let candidates: readonly Candidate[] = [];
  for (let round = 0; left > 0 && slotsCost(task, bits) > task.budget; round++) {
    const lowerable = bits.flatMap((b, slot) => (b > task.least ? [slot] : []));
    const known = new Set(candidates.map(({ slot }) => slot));
    const unknown = lowerable.filter((slot) => !known.has(slot));
    const tried = yield* score(unknown.map((slot) => lowered(bits, slot)));
    const made = tried.map((one, at) => priced(task, bits, unknown[at]!, accuracy, one, round));
    candidates = [...candidates, ...made];
    for (;;) {
      const best = cheapest(candidates);
      if (best === null) return;
      if (best.round === round || left === 0) {
        bits = lowered(bits, best.slot);
        accuracy = best.accuracy;
        candidates = candidates.filter(({ slot }) => slot !== best.slot);
        break;
      }
      const [again = 0] = yield* score([lowered(bits, best.slot)]);
      const anew = priced(task, bits, best.slot, accuracy, again, round);
      candidates = candidates.map((one) => (one === best ? anew : one));
    }
  }
  if (slotsCost(task, bits) > task.budget) return;
  yield* exchange(task, bits, accuracy, () => left, score);
}

type Score = (
  all: readonly (readonly number[])[],
) => Generator<NonNullable<Search extends Generator<infer Y> ? Y : never>, readonly number[], readonly number[]>;

function* exchange(
  task: SearchTask,
  start: readonly number[],
  accuracy: number,
  left: () => number,
  score: Score,
): Search {
  const next = uniformStream(task.seed, 'policy-search');
  let [bits, best] = [start, accuracy];
  const seen = new Set([start.join(' ')]);
  for (let idle = 0; left() > 0 && idle < 200; idle++) {
    const up = Math.floor(next() * bits.length);
    const order = bits.map((_, slot) => ({ slot, at: next() })).sort((a, b) => a.at - b.at);
    const other = exchanged(
      task,
      bits,
      up,
      order.map(({ slot }) => slot),
    );
    if (other === null || seen.has(other.join(' '))) continue;
    seen.add(other.join(' '));
    idle = 0;
    const [found = 0] = yield* score([other]);
    if (found >= best) [bits, best] = [other, found];
  }
}

/** One choice a bit higher and others, in the given order, lower until the budget holds; null when that cannot be. */
function exchanged(
  task: SearchTask,
  bits: readonly number[],
  up: number,
  order: readonly number[],
): readonly number[] | null {
  if (bits[up]! >= task.most) return null;
  const now = [...bits];
  now[up]!++;
  for (const slot of order) {
    while (slotsCost(task, now) > task.budget && slot !== up && now[slot]! > task.least) now[slot]!--;
  }
  return slotsCost(task, now) <= task.budget ? now : clamped(task, now);
}

function lowered(bits: readonly number[], slot: number): readonly number[] {
  return bits.map((b, at) => (at === slot ? b - 1 : b));
}

function priced(
  task: SearchTask,
  bits: readonly number[],
  slot: number,
  before: number,
  accuracy: number,
  round: number,
): Candidate {
  const saved = slotsCost(task, bits) - slotsCost(task, lowered(bits, slot));
  const lost = Math.max(before - accuracy, 0) + LEAST_LOSS;
  // A bit that saves nothing by itself may be half of a step that does: it comes after all others that lose as little.
  return { slot, price: saved > 0 ? lost / saved : lost * 1e12, round, accuracy };
}

function cheapest(candidates: readonly Candidate[]): Candidate | null {
  return candidates.reduce<Candidate | null>(
    (best, one) => (best === null || one.price < best.price ? one : best),
    null,
  );
}
