import { exponential, sumOfLanes } from './lanes';
import { multiplyAdd } from './shared-lanes';

// Normalization, softmax and sums along or over the rows of a matrix [rows, width].

/** Rows whose sums over the rows are added up before they go to the totals. */
const BLOCK: usize = 64;

function sumOf(x: usize, width: usize): f32 {
  let sum = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 4 <= width; i += 4) sum = f32x4.add(sum, v128.load(x + (i << 2)));
  let total = sumOfLanes(sum);
  for (; i < width; i++) total += load<f32>(x + (i << 2));
  return total;
}

function sumOfSquares(x: usize, width: usize, centre: f32): f32 {
  const middle = f32x4.splat(centre);
  let sum = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 4 <= width; i += 4) {
    const d = f32x4.sub(v128.load(x + (i << 2)), middle);
    sum = multiplyAdd(d, d, sum);
  }
  let total = sumOfLanes(sum);
  for (; i < width; i++) {
    const d = load<f32>(x + (i << 2)) - centre;
    total += d * d;
  }
  return total;
}

/** Every row standardized, times gamma, plus beta. */
export function layerNorm(
  x: usize, gamma: usize, beta: usize, y: usize, rows: usize, width: usize, epsilon: f32,
): void {
  for (let r: usize = 0; r < rows; r++) {
    const mean = sumOf(x, width) / <f32>width;
    const factor = <f32>1 / sqrt<f32>(sumOfSquares(x, width, mean) / <f32>width + epsilon);
    let i: usize = 0;
    for (; i + 4 <= width; i += 4) {
      const at = i << 2;
      const value = f32x4.mul(f32x4.sub(v128.load(x + at), f32x4.splat(mean)), f32x4.splat(factor));
      v128.store(y + at, multiplyAdd(value, v128.load(gamma + at), v128.load(beta + at)));
    }
    for (; i < width; i++) {
      const at = i << 2;
      store<f32>(y + at, (load<f32>(x + at) - mean) * factor * load<f32>(gamma + at) + load<f32>(beta + at));
    }
    x += width << 2;
    y += width << 2;
  }
}

/** Bytes of scratch of `layerNormGradient`: the sums of a block of rows. */
export function layerNormScratch(width: usize): usize {
  return (2 * width) << 2;
}

export function layerNormGradient(
  dy: usize, x: usize, gamma: usize, dx: usize, dgamma: usize, dbeta: usize, scratch: usize,
  rows: usize, width: usize, epsilon: f32,
): void {
  const bytes = width << 2;
  memory.fill(dgamma, 0, bytes);
  memory.fill(dbeta, 0, bytes);
  for (let start: usize = 0; start < rows; start += BLOCK) {
    memory.fill(scratch, 0, 2 * bytes);
    const end = min(rows, start + BLOCK);
    for (let r = start; r < end; r++) {
      oneRowGradient(dy + r * bytes, x + r * bytes, gamma, dx + r * bytes, scratch, scratch + bytes, width, epsilon);
    }
    for (let i: usize = 0; i < bytes; i += 4) {
      store<f32>(dgamma + i, load<f32>(dgamma + i) + load<f32>(scratch + i));
      store<f32>(dbeta + i, load<f32>(dbeta + i) + load<f32>(scratch + bytes + i));
    }
  }
}

/** dx = (d - mean(d) - z * mean(d * z)) * factor with d = dy * gamma and z = (x - mean) * factor. */
function oneRowGradient(
  dy: usize, x: usize, gamma: usize, dx: usize, dgamma: usize, dbeta: usize, width: usize, epsilon: f32,
): void {
  const mean = sumOf(x, width) / <f32>width;
  const factor = <f32>1 / sqrt<f32>(sumOfSquares(x, width, mean) / <f32>width + epsilon);
  const middle = f32x4.splat(mean);
  const factors = f32x4.splat(factor);
  let sum = f32x4.splat(0);
  let product = sum;
  const whole = width & ~3;
  for (let i: usize = 0; i < whole; i += 4) {
    const at = i << 2;
    const upstream = v128.load(dy + at);
    const z = f32x4.mul(f32x4.sub(v128.load(x + at), middle), factors);
    const d = f32x4.mul(upstream, v128.load(gamma + at));
    sum = f32x4.add(sum, d);
    product = multiplyAdd(d, z, product);
    v128.store(dgamma + at, multiplyAdd(upstream, z, v128.load(dgamma + at)));
    v128.store(dbeta + at, f32x4.add(v128.load(dbeta + at), upstream));
  }
  let total = sumOfLanes(sum);
  let along = sumOfLanes(product);
  for (let i = whole; i < width; i++) {
    const at = i << 2;
    const upstream = load<f32>(dy + at);
    const z = (load<f32>(x + at) - mean) * factor;
    const d = upstream * load<f32>(gamma + at);
    total += d;
    along += d * z;
    store<f32>(dgamma + at, load<f32>(dgamma + at) + upstream * z);
    store<f32>(dbeta + at, load<f32>(dbeta + at) + upstream);
  }
  total /= <f32>width;
  along /= <f32>width;
  for (let i: usize = 0; i < whole; i += 4) {
    const at = i << 2;
    const z = f32x4.mul(f32x4.sub(v128.load(x + at), middle), factors);
    const d = f32x4.sub(f32x4.mul(v128.load(dy + at), v128.load(gamma + at)), f32x4.splat(total));
    v128.store(dx + at, f32x4.mul(f32x4.sub(d, f32x4.mul(z, f32x4.splat(along))), factors));
  }
  for (let i = whole; i < width; i++) {
    const at = i << 2;
    const z = (load<f32>(x + at) - mean) * factor;
    store<f32>(dx + at, (load<f32>(dy + at) * load<f32>(gamma + at) - total - z * along) * factor);
  }
}

/**
 * loss = mean over the rows of -log softmax(logits)[label], gradient = (softmax - one-hot label) / rows. A label outside
 * 0 .. width - 1 makes both NaN.
 */
export function softmaxCrossEntropy(
  logits: usize, labels: usize, gradient: usize, loss: usize, rows: usize, width: usize,
): void {
  let total: f64 = 0;
  const share = <f32>1 / <f32>rows;
  for (let r: usize = 0; r < rows; r++) {
    const label = <usize>load<u32>(labels + (r << 2));
    const largest = largestOf(logits, width);
    const sum = exponentials(logits, gradient, width, largest);
    const known = label < width;
    const at = known ? label << 2 : 0;
    total += known ? logarithm(<f64>sum) - <f64>(load<f32>(logits + at) - largest) : NaN;
    scaleRow(gradient, width, known ? share / sum : NaN);
    store<f32>(gradient + at, load<f32>(gradient + at) - share);
    logits += width << 2;
    gradient += width << 2;
  }
  store<f32>(loss, <f32>(total / <f64>rows));
}

function largestOf(x: usize, width: usize): f32 {
  let largest: f32 = -Infinity;
  for (let i: usize = 0; i < width; i++) largest = max<f32>(largest, load<f32>(x + (i << 2)));
  return largest;
}

/** to = e^(x - shift); returns the sum. */
function exponentials(x: usize, to: usize, width: usize, shift: f32): f32 {
  const shifts = f32x4.splat(shift);
  let sum = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 4 <= width; i += 4) {
    const e = exponential(f32x4.sub(v128.load(x + (i << 2)), shifts));
    v128.store(to + (i << 2), e);
    sum = f32x4.add(sum, e);
  }
  let total = sumOfLanes(sum);
  for (; i < width; i++) {
    const e = f32x4.extract_lane(exponential(f32x4.splat(load<f32>(x + (i << 2)) - shift)), 0);
    store<f32>(to + (i << 2), e);
    total += e;
  }
  return total;
}

function scaleRow(x: usize, width: usize, factor: f32): void {
  for (let i: usize = 0; i < width; i++) store<f32>(x + (i << 2), load<f32>(x + (i << 2)) * factor);
}

/** ln x of a positive x, by x = 2^e * m and the series of 2 artanh((m - 1) / (m + 1)). */
function logarithm(x: f64): f64 {
  if (!(x > 0 && x < Infinity)) return x == 0 ? -Infinity : x;
  const bits = reinterpret<u64>(x);
  const e = <f64>(<i64>(bits >> 52) - 1023);
  const m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  const t = (m - 1) / (m + 1);
  const square = t * t;
  let power = t;
  let sum: f64 = 0;
  // |t| <= 1/3: the terms left out are below 1e-15.
  for (let n: f64 = 1; n <= 29; n += 2) {
    sum += power / n;
    power *= square;
  }
  return e * 0.6931471805599453 + 2 * sum;
}

/** sums[id] += row, for every row; rows whose id is outside 0 .. segments - 1 are left out. */
export function segmentSum(x: usize, ids: usize, sums: usize, rows: usize, width: usize, segments: usize): void {
  memory.fill(sums, 0, (segments * width) << 2);
  for (let r: usize = 0; r < rows; r++) {
    const id = <usize>load<u32>(ids + (r << 2));
    if (id < segments) addTo(sums + ((id * width) << 2), x, width);
    x += width << 2;
  }
}

function addTo(to: usize, x: usize, width: usize): void {
  let i: usize = 0;
  for (; i + 4 <= width; i += 4) v128.store(to + (i << 2), f32x4.add(v128.load(to + (i << 2)), v128.load(x + (i << 2))));
  for (; i < width; i++) store<f32>(to + (i << 2), load<f32>(to + (i << 2)) + load<f32>(x + (i << 2)));
}
