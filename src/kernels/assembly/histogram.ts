import { loadPair, loadSingle } from './lanes';

/**
 * Counts into `counts`, 4 tables of `bins` + 1 zeroed 32-bit counters: neighbours go to different tables, so that equal
 * bins do not wait for one another. The last counter of a table takes NaN.
 */
export function histogram(data: usize, count: usize, low: f64, high: f64, bins: u32, counts: usize): void {
  const table = (<usize>bins + 1) << 2;
  const end = data + (count << 2);
  for (; data + 16 <= end; data += 16) {
    const a = binPair(loadPair(data), low, high, bins);
    const b = binPair(loadPair(data + 8), low, high, bins);
    countOne(counts, i32x4.extract_lane(a, 0));
    countOne(counts + table, i32x4.extract_lane(a, 1));
    countOne(counts + table * 2, i32x4.extract_lane(b, 0));
    countOne(counts + table * 3, i32x4.extract_lane(b, 1));
  }
  for (; data < end; data += 4) countOne(counts, i32x4.extract_lane(binPair(loadSingle(data), low, high, bins), 0));
  for (let i: usize = 0; i < table; i += 4) {
    const sum = load<u32>(counts + i) + load<u32>(counts + table + i);
    store<u32>(counts + i, sum + load<u32>(counts + table * 2 + i) + load<u32>(counts + table * 3 + i));
  }
}

@inline
function binPair(x: v128, low: f64, high: f64, bins: u32): v128 {
  const scaled = f64x2.mul(f64x2.sub(x, f64x2.splat(low)), f64x2.splat(<f64>bins));
  const position = f64x2.div(scaled, f64x2.splat(high - low));
  // pmax gives its first operand unless it is less than the second, so 0 / 0 becomes 0.
  const inside = f64x2.pmin(f64x2.pmax(f64x2.splat(0), position), f64x2.splat(<f64>bins - 1));
  return i32x4.trunc_sat_f64x2_u_zero(v128.bitselect(inside, f64x2.splat(<f64>bins), f64x2.eq(x, x)));
}

@inline
function countOne(table: usize, bin: u32): void {
  const counter = table + (<usize>bin << 2);
  store<u32>(counter, load<u32>(counter) + 1);
}
