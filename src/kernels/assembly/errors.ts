import { finiteMask, loadPair, loadSingle, total } from './lanes';

/** Writes sum x^2, sum (x - y)^2, max |x - y| and the number of non-finite pairs, four float64. */
export function errorSums(x: usize, y: usize, count: usize, result: usize): void {
  const end = x + (count << 2);
  let signal01 = f64x2.splat(0);
  let signal23 = f64x2.splat(0);
  let error01 = f64x2.splat(0);
  let error23 = f64x2.splat(0);
  let maxError = f64x2.splat(0);
  let nonFinite = i64x2.splat(0);
  while (x < end) {
    const left = end - x;
    const x01 = left >= 8 ? loadPair(x) : loadSingle(x);
    const d01 = f64x2.sub(x01, left >= 8 ? loadPair(y) : loadSingle(y));
    const finite01 = finiteMask(d01);
    signal01 = f64x2.add(signal01, v128.and(f64x2.mul(x01, x01), finite01));
    error01 = f64x2.add(error01, v128.and(f64x2.mul(d01, d01), finite01));
    maxError = f64x2.pmax(maxError, v128.and(f64x2.abs(d01), finite01));
    nonFinite = i64x2.sub(nonFinite, v128.not(finite01));
    if (left <= 8) break;
    const x23 = left >= 16 ? loadPair(x + 8) : loadSingle(x + 8);
    const d23 = f64x2.sub(x23, left >= 16 ? loadPair(y + 8) : loadSingle(y + 8));
    const finite23 = finiteMask(d23);
    signal23 = f64x2.add(signal23, v128.and(f64x2.mul(x23, x23), finite23));
    error23 = f64x2.add(error23, v128.and(f64x2.mul(d23, d23), finite23));
    maxError = f64x2.pmax(maxError, v128.and(f64x2.abs(d23), finite23));
    nonFinite = i64x2.sub(nonFinite, v128.not(finite23));
    x += 16;
    y += 16;
  }
  store<f64>(result, total(signal01, signal23));
  store<f64>(result, total(error01, error23), 8);
  store<f64>(result, max(f64x2.extract_lane(maxError, 0), f64x2.extract_lane(maxError, 1)), 16);
  store<f64>(result, <f64>(i64x2.extract_lane(nonFinite, 0) + i64x2.extract_lane(nonFinite, 1)), 24);
}
