// One layer of the dynamic programme for the best partition of sorted values into runs: see the plain twin.

// What all steps of a layer share; set by `fillRuns`.
let counts: usize = 0;
let firsts: usize = 0;
let seconds: usize = 0;
let previousErrors: usize = 0;
let leastSplits: usize = 0;
let bestErrors: usize = 0;
let splits: usize = 0;

/**
 * Best error and split of the first `to` values in `runs` runs, to = `start` .. n; Infinity and 0 for fewer values.
 * Arrays of n + 1 entries: prefix sums, errors with one run less, splits with one run less, then the two results.
 */
export function fillRuns(
  count: usize, first: usize, second: usize, n: i32, runs: i32, start: i32,
  previous: usize, least: usize, best: usize, split: usize,
): void {
  counts = count;
  firsts = first;
  seconds = second;
  previousErrors = previous;
  leastSplits = least;
  bestErrors = best;
  splits = split;
  for (let to = 0; to < start; to++) {
    store<f64>(best + (<usize>to << 3), Infinity);
    store<i32>(split + (<usize>to << 2), 0);
  }
  fill(start, n, runs - 1, n - 1);
}

/** From the middle outwards: the split of the middle bounds those on both sides. */
function fill(low: i32, high: i32, from: i32, until: i32): void {
  while (low <= high) {
    const middle = (low + high) >> 1;
    const least = load<i32>(leastSplits + (<usize>middle << 2));
    const at = bestSplit(middle, max(from, least), min(until, middle - 1));
    fill(low, middle - 1, from, at);
    low = middle + 1;
    from = at;
  }
}

/** The first best beginning, within [from, until], of the last run of the first `to` values. */
function bestSplit(to: i32, from: i32, until: i32): i32 {
  const end = <usize>to << 3;
  const countTo = v128.load64_splat(counts + end);
  const firstTo = v128.load64_splat(firsts + end);
  let least = f64x2.splat(Infinity);
  let place = f64x2.splat(<f64>from);
  let index = f64x2.replace_lane(f64x2.splat(<f64>from), 1, <f64>from + 1);
  const two = f64x2.splat(2);
  let i = from;
  for (; i < until; i += 2) {
    const total = totals(<usize>i << 3, countTo, firstTo);
    const isLess = f64x2.lt(total, least);
    least = v128.bitselect(total, least, isLess);
    place = v128.bitselect(index, place, isLess);
    index = f64x2.add(index, two);
  }
  let value = f64x2.extract_lane(least, 0);
  let at = <i32>f64x2.extract_lane(place, 0);
  const other = f64x2.extract_lane(least, 1);
  const otherAt = <i32>f64x2.extract_lane(place, 1);
  if (other < value || (other == value && otherAt < at)) {
    value = other;
    at = otherAt;
  }
  if (i == until) {
    const last = totalAt(<usize>i << 3, end);
    if (last < value) {
      value = last;
      at = i;
    }
  }
  store<f64>(bestErrors + end, value + load<f64>(seconds + end));
  store<i32>(splits + (<usize>to << 2), at);
  return at;
}

/** Errors with the last run beginning at two neighbours, less the squares of all values. */
@inline
function totals(at: usize, countTo: v128, firstTo: v128): v128 {
  const sum = f64x2.sub(firstTo, v128.load(firsts + at));
  const spread = f64x2.div(f64x2.mul(sum, sum), f64x2.sub(countTo, v128.load(counts + at)));
  return f64x2.sub(f64x2.sub(v128.load(previousErrors + at), v128.load(seconds + at)), spread);
}

@inline
function totalAt(at: usize, end: usize): f64 {
  const sum = load<f64>(firsts + end) - load<f64>(firsts + at);
  const spread = (sum * sum) / (load<f64>(counts + end) - load<f64>(counts + at));
  return load<f64>(previousErrors + at) - load<f64>(seconds + at) - spread;
}
