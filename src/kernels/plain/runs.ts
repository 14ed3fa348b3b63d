import { singleRuns } from '../runs';
import type { Doubles, Integers, RunPrefix, RunSplits } from '../types';

interface Layer {
  /** Best errors with one run less. */
  readonly previous: Doubles;
  /** Where the last of one run less begins: this one does not begin before. */
  readonly least: Integers;
  /** Best error of the first `to` values. */
  readonly best: Doubles;
  /** Where the last run begins. */
  readonly split: Integers;
}

export function bestRuns(prefix: RunPrefix, k: number): RunSplits {
  const n = prefix.count.length - 1;
  const splits: Integers[] = [];
  let best = singleRuns(prefix);
  let least = new Int32Array(n + 1);
  for (let runs = 2; runs <= k; runs++) {
    const layer = { previous: best, least, best: new Float64Array(n + 1).fill(Infinity), split: new Int32Array(n + 1) };
    // Of the last layer only the whole is asked for.
    fillLayer(prefix, layer, runs, runs === k ? n : runs);
    best = layer.best;
    least = layer.split;
    splits.push(layer.split);
  }
  return { splits, error: best[n]! };
}

/** Fills a layer, from `start` values on, from the middle outwards: the split of the middle bounds those on both sides. */
function fillLayer(prefix: RunPrefix, layer: Layer, runs: number, start: number): void {
  const n = layer.best.length - 1;
  const stack = [start, n, runs - 1, n - 1];
  while (stack.length > 0) {
    const until = stack.pop()!;
    const from = stack.pop()!;
    const high = stack.pop()!;
    const low = stack.pop()!;
    const middle = (low + high) >> 1;
    const at = bestSplit(prefix, layer, middle, Math.max(from, layer.least[middle]!), Math.min(until, middle - 1));
    if (low < middle) stack.push(low, middle - 1, from, at);
    if (middle < high) stack.push(middle + 1, high, at, until);
  }
}

/** The first best beginning, within [from, until], of the last run of the first `to` values. */
function bestSplit({ count, first, second }: RunPrefix, layer: Layer, to: number, from: number, until: number): number {
  const { previous } = layer;
  const [countTo, firstTo, secondTo] = [count[to]!, first[to]!, second[to]!];
  let least = Infinity;
  let at = from;
  for (let i = from; i <= until; i++) {
    const sum = firstTo - first[i]!;
    const total = previous[i]! - second[i]! - (sum * sum) / (countTo - count[i]!);
    if (total < least) {
      least = total;
      at = i;
    }
  }
  layer.best[to] = least + secondTo;
  layer.split[to] = at;
  return at;
}
