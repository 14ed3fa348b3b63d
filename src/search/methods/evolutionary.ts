import { uniformStream } from '../../numerics/random';
import { type Search, type SearchTask, slotCount, toPolicy } from '../task';
import { clamped, drawn } from './clamp';

const POPULATION = 24;
const CHILDREN = 8;
const TOURNAMENT = 3;
/** Times that a child is made anew when it is an old acquaintance. */
const TRIES = 8;

interface Member {
  readonly bits: readonly number[];
  readonly accuracy: number;
}

/**
 * A (24 + 8) evolution: parents by tournament, each choice of a child from one of two parents, one change a child on average,
 * all lowered into the budget; the best 24 live on.
 */
export function* evolutionarySearch(task: SearchTask): Search {
  const next = uniformStream(task.seed, 'policy-search');
  const seen = new Set<string>();
  const fresh = (make: () => readonly number[]): readonly number[] => {
    let bits = make();
    for (let tried = 0; tried < TRIES && seen.has(bits.join(' ')); tried++) bits = make();
    seen.add(bits.join(' '));
    return bits;
  };
  let population: readonly Member[] = [];
  for (let left = task.evaluations; left > 0;) {
    const isFirst = population.length === 0;
    const size = Math.min(isFirst ? POPULATION : CHILDREN, left);
    const make = isFirst ? () => drawn(task, next) : () => child(task, population, next);
    const bits = Array.from({ length: size }, () => fresh(make));
    const scores = yield { policies: bits.map((one) => toPolicy(task, one)), episode: null };
    const born = bits.map((one, at) => ({ bits: one, accuracy: scores[at] ?? 0 }));
    population = [...population, ...born].sort((a, b) => b.accuracy - a.accuracy).slice(0, POPULATION);
    left -= size;
  }
}

function child(task: SearchTask, population: readonly Member[], next: () => number): readonly number[] {
  const [mother, father] = [parent(population, next), parent(population, next)];
  const slots = slotCount(task);
  const bits = Array.from({ length: slots }, (_, slot) => {
    const own = (next() < 0.5 ? mother : father).bits[slot]!;
    if (next() >= 1 / slots) return own;
    const { least, most } = task;
    return least + Math.floor(next() * (most - least + 1));
  });
  return clamped(task, bits);
}

function parent(population: readonly Member[], next: () => number): Member {
  const rivals = Array.from({ length: TOURNAMENT }, () => population[Math.floor(next() * population.length)]!);
  return rivals.reduce((best, one) => (one.accuracy > best.accuracy ? one : best));
}
