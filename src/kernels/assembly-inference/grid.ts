import { storePart } from './shared-lanes';

/**
 * x = s * clip(round(x / s), low, high) in place, ties to even, NaN as 0, over rows of `count` float32. `grid` holds the
 * scales, then the lowest and then the highest integers of the values of a row in turn: `period` bytes each, a multiple of 16.
 * A quotient in float32 that is within `margin` of a tie is taken anew in float64, so that the codes are those of float64.
 */
export function roundToGrid(
  x: usize, images: usize, rows: usize, count: usize, xImage: usize, xRow: usize, grid: usize, period: usize, margin: f32,
): void {
  for (let image: usize = 0; image < images; image++) {
    for (let row: usize = 0; row < rows; row++) roundRow(x + image * xImage + row * xRow, count, grid, period, margin);
  }
}

function roundRow(at: usize, count: usize, grid: usize, period: usize, margin: f32): void {
  const nearTie = f32x4.splat(0.5 - margin);
  const last = grid + period;
  let entry = grid;
  for (let left = count; left; ) {
    const width = min<usize>(left, 4);
    const rounded = onGrid(v128.load(at), v128.load(entry), v128.load(entry + period), v128.load(entry + 2 * period), nearTie);
    if (width == 4) v128.store(at, rounded);
    else storePart(at, rounded, width);
    at += 16;
    left -= width;
    entry += 16;
    if (entry == last) entry = grid;
  }
}

@inline
function onGrid(x: v128, s: v128, low: v128, high: v128, nearTie: v128): v128 {
  const quotient = f32x4.div(x, s);
  const q = f32x4.pmin(f32x4.pmax(v128.and(quotient, f32x4.eq(quotient, quotient)), low), high);
  let code = f32x4.nearest(q);
  if (v128.any_true(f32x4.gt(f32x4.abs(f32x4.sub(q, code)), nearTie))) code = exactCodes(x, s, low, high);
  // A code of -0 becomes 0.
  return f32x4.mul(f32x4.add(code, f32x4.splat(0)), s);
}

function exactCodes(x: v128, s: v128, low: v128, high: v128): v128 {
  const left = codePair(x, s, low, high);
  const right = codePair(upper(x), upper(s), upper(low), upper(high));
  return v128.shuffle<u64>(left, right, 0, 2);
}

/** Codes of the two lower lanes. */
@inline
function codePair(x: v128, s: v128, low: v128, high: v128): v128 {
  const quotient = f64x2.div(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(s));
  const v = v128.and(quotient, f64x2.eq(quotient, quotient));
  const q = f64x2.pmin(f64x2.pmax(v, f64x2.promote_low_f32x4(low)), f64x2.promote_low_f32x4(high));
  return f32x4.demote_f64x2_zero(f64x2.nearest(q));
}

@inline
function upper(x: v128): v128 {
  return v128.shuffle<u64>(x, x, 1, 1);
}
