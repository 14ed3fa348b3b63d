import { fold, periodOf, repeat, sumPeriods } from './columns';
import { loadPart } from './lanes';
import { multiplyAdd, storePart } from './shared-lanes';

const BLOCK: usize = 64;

/** Bytes of scratch of both functions: four vectors over a period, three over the channels. */
export function batchNormScratch(channels: usize): usize {
  return (4 * periodOf(channels) + 3 * channels) << 2;
}

/** Statistics of every channel, then y = (x - mean) * gamma / sqrt(variance + epsilon) + beta. */
export function batchNorm(
  x: usize, gamma: usize, beta: usize, y: usize, mean: usize, variance: usize, scratch: usize,
  count: usize, channels: usize, epsilon: f32,
): void {
  const period = periodOf(channels);
  const means = scratch;
  const scales = means + (period << 2);
  const shifts = scales + (period << 2);
  const factors = shifts + (period << 2);
  const share = <f32>(1 / (<f64>count / <f64>channels));
  sumPeriods(x, count, period, scales);
  fold(scales, channels, period, share, mean);
  repeat(mean, channels, period, means);
  sumSquares(x, count, period, means, scales);
  fold(scales, channels, period, share, variance);
  for (let c: usize = 0; c < channels; c++) {
    const at = c << 2;
    store<f32>(factors + at, load<f32>(gamma + at) / sqrt<f32>(load<f32>(variance + at) + epsilon));
  }
  repeat(factors, channels, period, scales);
  repeat(beta, channels, period, shifts);
  for (let left = count; left; ) {
    const width = min(left, period);
    let p: usize = 0;
    for (; p + 4 <= width; p += 4) {
      const at = p << 2;
      const centred = f32x4.sub(v128.load(x + at), v128.load(means + at));
      v128.store(y + at, multiplyAdd(centred, v128.load(scales + at), v128.load(shifts + at)));
    }
    if (p < width) {
      const at = p << 2;
      const centred = f32x4.sub(loadPart(x + at, width - p), v128.load(means + at));
      storePart(y + at, multiplyAdd(centred, v128.load(scales + at), v128.load(shifts + at)), width - p);
    }
    x += width << 2;
    y += width << 2;
    left -= width;
  }
}

/** sums[p] = sum of (x - means[p])^2 over the rows. */
function sumSquares(x: usize, count: usize, period: usize, means: usize, sums: usize): void {
  memory.fill(sums, 0, period << 2);
  const row = period << 2;
  for (let left = count / period; left; ) {
    const rows = min(left, BLOCK);
    for (let p: usize = 0; p < row; p += 16) {
      const mean = v128.load(means + p);
      let from = x + p;
      let sum = f32x4.splat(0);
      for (let r = rows; r; r--) {
        const centred = f32x4.sub(v128.load(from), mean);
        sum = multiplyAdd(centred, centred, sum);
        from += row;
      }
      v128.store(sums + p, f32x4.add(v128.load(sums + p), sum));
    }
    x += rows * row;
    left -= rows;
  }
  const rest = count % period;
  for (let p: usize = 0; p < rest; p += 4) {
    const width = min<usize>(4, rest - p);
    const at = p << 2;
    const centred = f32x4.sub(loadPart(x + at, width), loadPart(means + at, width));
    storePart(sums + at, multiplyAdd(centred, centred, loadPart(sums + at, width)), width);
  }
}

/**
 * Gradients to x, gamma and beta, where `dmean` and `dvariance` are those to the statistics. With n values per channel,
 * inv = 1 / sqrt(variance + epsilon), s1 = sum dy and s2 = sum dy * (x - mean):
 *   dx = gamma * inv * (dy - s1 / n - (x - mean) * inv^2 * s2 / n) + dmean / n + 2 * dvariance * (x - mean) / n.
 */
export function batchNormGradient(
  x: usize, dy: usize, gamma: usize, mean: usize, variance: usize, dmean: usize, dvariance: usize,
  dx: usize, dgamma: usize, dbeta: usize, scratch: usize, count: usize, channels: usize, epsilon: f32,
): void {
  const period = periodOf(channels);
  const means = scratch;
  const first = means + (period << 2);
  const second = first + (period << 2);
  const third = second + (period << 2);
  const factors = third + (period << 2);
  const slopes = factors + (channels << 2);
  const shifts = slopes + (channels << 2);
  repeat(mean, channels, period, means);
  sumProducts(x, dy, count, period, means, first, second);
  fold(first, channels, period, 1, dbeta);
  fold(second, channels, period, 1, dgamma);
  const share = <f32>(1 / (<f64>count / <f64>channels));
  for (let c: usize = 0; c < channels; c++) {
    const at = c << 2;
    const inverse = <f32>1 / sqrt<f32>(load<f32>(variance + at) + epsilon);
    const factor = load<f32>(gamma + at) * inverse;
    const s2 = load<f32>(dgamma + at);
    store<f32>(factors + at, factor);
    store<f32>(slopes + at, (<f32>2 * load<f32>(dvariance + at) - factor * inverse * inverse * s2) * share);
    store<f32>(shifts + at, (load<f32>(dmean + at) - factor * load<f32>(dbeta + at)) * share);
    store<f32>(dgamma + at, s2 * inverse);
  }
  repeat(factors, channels, period, first);
  repeat(slopes, channels, period, second);
  repeat(shifts, channels, period, third);
  for (let left = count; left; ) {
    const width = min(left, period);
    let p: usize = 0;
    for (; p + 4 <= width; p += 4) {
      const at = p << 2;
      const along = multiplyAdd(f32x4.sub(v128.load(x + at), v128.load(means + at)), v128.load(second + at), v128.load(third + at));
      v128.store(dx + at, multiplyAdd(v128.load(dy + at), v128.load(first + at), along));
    }
    if (p < width) {
      const at = p << 2;
      const along = multiplyAdd(f32x4.sub(loadPart(x + at, width - p), v128.load(means + at)), v128.load(second + at), v128.load(third + at));
      storePart(dx + at, multiplyAdd(loadPart(dy + at, width - p), v128.load(first + at), along), width - p);
    }
    x += width << 2;
    dy += width << 2;
    dx += width << 2;
    left -= width;
  }
}

/** plain[p] = sum of dy and centred[p] = sum of dy * (x - means[p]) over the rows. */
function sumProducts(x: usize, dy: usize, count: usize, period: usize, means: usize, plain: usize, centred: usize): void {
  memory.fill(plain, 0, period << 2);
  memory.fill(centred, 0, period << 2);
  const row = period << 2;
  for (let left = count / period; left; ) {
    const rows = min(left, BLOCK);
    for (let p: usize = 0; p < row; p += 16) {
      const mean = v128.load(means + p);
      let at = p;
      let sum = f32x4.splat(0);
      let product = sum;
      for (let r = rows; r; r--) {
        const d = v128.load(dy + at);
        sum = f32x4.add(sum, d);
        product = multiplyAdd(d, f32x4.sub(v128.load(x + at), mean), product);
        at += row;
      }
      v128.store(plain + p, f32x4.add(v128.load(plain + p), sum));
      v128.store(centred + p, f32x4.add(v128.load(centred + p), product));
    }
    x += rows * row;
    dy += rows * row;
    left -= rows;
  }
  const rest = count % period;
  for (let p: usize = 0; p < rest; p += 4) {
    const width = min<usize>(4, rest - p);
    const at = p << 2;
    const d = loadPart(dy + at, width);
    const offset = f32x4.sub(loadPart(x + at, width), loadPart(means + at, width));
    storePart(plain + at, f32x4.add(loadPart(plain + at, width), d), width);
    storePart(centred + at, multiplyAdd(d, offset, loadPart(centred + at, width)), width);
  }
}
