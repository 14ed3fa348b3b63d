import { clamped } from './lanes';
import { multiplyAdd } from './shared-lanes';

/** Windows whose values are listed before a panel is gone through: their lists and the panel stay near. */
const WINDOWS: usize = 8;
/** Bytes of a row of a panel of 32 columns, as a power of two. */
const ROW: usize = 7;

/** For each four-bit mask the bytes that bring the chosen ones of four float32 to the front. */
const CHOSEN: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  4, 5, 6, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0, 0, 0, 0, 0,
  8, 9, 10, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 2, 3, 8, 9, 10, 11, 0, 0, 0, 0, 0, 0, 0, 0,
  4, 5, 6, 7, 8, 9, 10, 11, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 0, 0, 0,
  12, 13, 14, 15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 2, 3, 12, 13, 14, 15, 0, 0, 0, 0, 0, 0, 0, 0,
  4, 5, 6, 7, 12, 13, 14, 15, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 0, 0, 0, 0,
  8, 9, 10, 11, 12, 13, 14, 15, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 0, 0, 0, 0,
  4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 0, 0, 0,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
]);

/**
 * What `product` computes, to the same bits, for windows of many zeros: those are passed over. A product with 0 is 0 and
 * changes no sum but one of -0, which there is only under a bias of -0; where there is one, and where weights are not finite,
 * `keepsZeros` is to be set. Columns are a multiple of 32, in panels of as many; `lists` has room for 8 lists of
 * 8 * (runCount * steps) + 40 bytes.
 */
export function sparseProduct(
  from: usize, to: usize, m: usize, runs: usize, runCount: usize, steps: usize, panels: usize, n: usize, low: f32, high: f32,
  lists: usize, keepsZeros: bool,
): void {
  const lowest = f32x4.splat(low);
  const highest = f32x4.splat(high);
  const rows = runCount * steps + 1;
  const room = (rows << 3) + 32;
  const kept = keepsZeros ? 15 : 0;
  for (let i: usize = 0; i < m; i += WINDOWS) {
    const count = min(WINDOWS, m - i);
    for (let w: usize = 0; w < count; w++)
      listValues(load<u32>(from + ((i + w) << 2)), runs, runCount, steps, lists + w * room, kept);
    let panel = panels;
    for (let column: usize = 0; column < n << 2; column += 128) {
      for (let w: usize = 0; w < count; w++)
        listedRow(lists + w * room, panel, load<u32>(to + ((i + w) << 2)) + column, lowest, highest);
      panel += rows << ROW;
    }
  }
}

/** A list: the address of its end, and from its 8th byte on each value that is not 0 with the place of its row of weights. */
@inline
function listValues(x: usize, runs: usize, runCount: usize, steps: usize, list: usize, kept: i32): void {
  let at = list + 8;
  let row: u32 = 0;
  for (let r: usize = 0; r < runCount; r++) {
    let from = x + load<u32>(runs + (r << 2));
    let places = i32x4.add(i32x4.splat(row << ROW), i32x4(0, 128, 256, 384));
    row += steps;
    for (let left: i32 = steps; left > 0; left -= 4) {
      const values = v128.load(from);
      let mask = i32x4.bitmask(f32x4.ne(values, f32x4.splat(0))) | kept;
      if (left < 4) mask &= (1 << left) - 1;
      const chosen = v128.load(CHOSEN + (<usize>mask << 4));
      const value = i8x16.swizzle(values, chosen);
      const place = i8x16.swizzle(places, chosen);
      v128.store(at, v128.shuffle<u32>(value, place, 0, 4, 1, 5));
      v128.store(at, v128.shuffle<u32>(value, place, 2, 6, 3, 7), 16);
      at += <usize>popcnt<i32>(mask) << 3;
      places = i32x4.add(places, i32x4.splat(512));
      from += 16;
    }
  }
  store<u32>(list, at);
}

/** One window, 32 columns. */
@inline
function listedRow(list: usize, panel: usize, to: usize, low: v128, high: v128): void {
  let c0 = v128.load(panel);
  let c1 = v128.load(panel, 16);
  let c2 = v128.load(panel, 32);
  let c3 = v128.load(panel, 48);
  let c4 = v128.load(panel, 64);
  let c5 = v128.load(panel, 80);
  let c6 = v128.load(panel, 96);
  let c7 = v128.load(panel, 112);
  const end: usize = load<u32>(list);
  const weights = panel + 128;
  for (let at = list + 8; at < end; at += 8) {
    const a = v128.load32_splat(at);
    const b = weights + load<u32>(at, 4);
    c0 = multiplyAdd(a, v128.load(b), c0);
    c1 = multiplyAdd(a, v128.load(b, 16), c1);
    c2 = multiplyAdd(a, v128.load(b, 32), c2);
    c3 = multiplyAdd(a, v128.load(b, 48), c3);
    c4 = multiplyAdd(a, v128.load(b, 64), c4);
    c5 = multiplyAdd(a, v128.load(b, 80), c5);
    c6 = multiplyAdd(a, v128.load(b, 96), c6);
    c7 = multiplyAdd(a, v128.load(b, 112), c7);
  }
  v128.store(to, clamped(c0, low, high));
  v128.store(to, clamped(c1, low, high), 16);
  v128.store(to, clamped(c2, low, high), 32);
  v128.store(to, clamped(c3, low, high), 48);
  v128.store(to, clamped(c4, low, high), 64);
  v128.store(to, clamped(c5, low, high), 80);
  v128.store(to, clamped(c6, low, high), 96);
  v128.store(to, clamped(c7, low, high), 112);
}
