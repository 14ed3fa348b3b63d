import { finiteMask, loadPair, loadSingle, total } from './lanes';

/** Values of one pass: 16 kB of float64, which stay in the first-level cache while all candidates are tried. */
const CHUNK: usize = 2048;

// Scratch: the four partial sums of every candidate, then scale, lowest and highest code of every candidate and whether it
// is out of the race, then a chunk.
const RECORD_SHIFT: usize = 5;
const IS_OUT: usize = 24;

/** Bytes of scratch. */
export function thresholdScratch(gridSize: usize): usize {
  return (gridSize << (RECORD_SHIFT + 1)) + (CHUNK << 3);
}

/** Per segment the first symmetric threshold with the smallest mean squared error, and that error. */
export function bestThresholds(
  data: usize, count: usize, rows: usize, length: usize, absMax: usize,
  qmin: f64, qmax: f64, divisor: f64, gridSize: usize, scratch: usize, gridIndex: usize, mse: usize,
): void {
  for (let channel: usize = 0; channel < count; channel += rows) {
    for (let start: usize = 0; start < rows; start += length) {
      symmetricCandidates(<f64>load<f32>(absMax), qmin, qmax, divisor, gridSize, scratch);
      leastErrors(data + ((channel + start) << 2), min(length, rows - start), gridSize, scratch);
      firstBest(gridSize, scratch, gridIndex, mse);
      absMax += 4;
      gridIndex += 4;
      mse += 8;
    }
  }
}

/** Per segment the first affine range with the smallest mean squared error, and that error. */
export function bestRanges(
  data: usize, count: usize, rows: usize, length: usize, low: usize, high: usize,
  qmin: f64, qmax: f64, gridSize: usize, scratch: usize, gridIndex: usize, mse: usize,
): void {
  for (let channel: usize = 0; channel < count; channel += rows) {
    for (let start: usize = 0; start < rows; start += length) {
      affineCandidates(load<f64>(low), load<f64>(high), qmin, qmax, gridSize, scratch);
      leastErrors(data + ((channel + start) << 2), min(length, rows - start), gridSize, scratch);
      firstBest(gridSize, scratch, gridIndex, mse);
      low += 8;
      high += 8;
      gridIndex += 4;
      mse += 8;
    }
  }
}

/** Mean squared errors of one segment at every symmetric threshold, to `result`. */
export function thresholdCurve(
  data: usize, count: usize, absMax: f64,
  qmin: f64, qmax: f64, divisor: f64, gridSize: usize, scratch: usize, result: usize,
): void {
  symmetricCandidates(absMax, qmin, qmax, divisor, gridSize, scratch);
  meanErrors(data, count, gridSize, scratch);
  for (let i: usize = 0; i < gridSize; i++) store<f64>(result + (i << 3), load<f64>(scratch + (i << RECORD_SHIFT)));
}

function symmetricCandidates(absMax: f64, qmin: f64, qmax: f64, divisor: f64, gridSize: usize, scratch: usize): void {
  let candidate = scratch + (gridSize << RECORD_SHIFT);
  for (let i: usize = 1; i <= gridSize; i++) {
    store<f64>(candidate, safeScale((absMax * <f64>i) / <f64>gridSize / divisor));
    store<f64>(candidate, qmin, 8);
    store<f64>(candidate, qmax, 16);
    store<u64>(candidate, 0, IS_OUT);
    candidate += 1 << RECORD_SHIFT;
  }
}

/** clamp(r + z, qmin, qmax) - z = clamp(r, qmin - z, qmax - z), so the zero point moves into the range of codes. */
function affineCandidates(low: f64, high: f64, qmin: f64, qmax: f64, gridSize: usize, scratch: usize): void {
  let candidate = scratch + (gridSize << RECORD_SHIFT);
  for (let i: usize = 1; i <= gridSize; i++) {
    const lowest = (low * <f64>i) / <f64>gridSize;
    const highest = (high * <f64>i) / <f64>gridSize;
    const scale = safeScale((highest - lowest) / (qmax - qmin));
    const zeroPoint = min(max(qmin - nearest(lowest / scale), qmin), qmax);
    store<f64>(candidate, scale);
    store<f64>(candidate, qmin - zeroPoint, 8);
    store<f64>(candidate, qmax - zeroPoint, 16);
    store<u64>(candidate, 0, IS_OUT);
    candidate += 1 << RECORD_SHIFT;
  }
}

function safeScale(scale: f64): f64 {
  const stored = <f32>scale;
  return stored != 0 && abs(stored) < Infinity ? <f64>stored : 1;
}

/** Leaves the mean squared error of every candidate in the first of its partial sums. */
function meanErrors(data: usize, count: usize, gridSize: usize, sums: usize): void {
  memory.fill(sums, 0, gridSize << RECORD_SHIFT);
  addAll(data, 0, count, count, gridSize, sums, Infinity);
  for (let i: usize = 0; i < gridSize; i++) store<f64>(sums + (i << RECORD_SHIFT), meanOf(sums, i, count));
}

/**
 * The same for the candidates that can be the best; Infinity for the others. Sums only grow: a candidate whose sum over a
 * part is already beyond that of another over everything is out of the race.
 */
function leastErrors(data: usize, count: usize, gridSize: usize, sums: usize): void {
  const first = min(CHUNK, count);
  memory.fill(sums, 0, gridSize << RECORD_SHIFT);
  addAll(data, 0, first, count, gridSize, sums, Infinity);
  if (first < count) {
    let leader: usize = 0;
    for (let i: usize = 1; i < gridSize; i++) {
      if (meanOf(sums, i, count) < meanOf(sums, leader, count)) leader = i;
    }
    const candidates = sums + (gridSize << RECORD_SHIFT);
    addOne(data, first, count, candidates + (gridSize << RECORD_SHIFT), candidates, sums, leader);
    const mark = candidates + (leader << RECORD_SHIFT);
    store<u64>(mark, 1, IS_OUT);
    addAll(data, first, count, count, gridSize, sums, meanOf(sums, leader, count));
    store<u64>(mark, 0, IS_OUT);
  }
  for (let i: usize = 0; i < gridSize; i++) {
    const isOut = load<u64>(sums + ((gridSize + i) << RECORD_SHIFT), IS_OUT) != 0;
    store<f64>(sums + (i << RECORD_SHIFT), isOut ? Infinity : meanOf(sums, i, count));
  }
}

/** Mean of the partial sums of a candidate over `count` values. */
@inline
function meanOf(sums: usize, candidate: usize, count: usize): f64 {
  const partial = sums + (candidate << RECORD_SHIFT);
  return total(v128.load(partial), v128.load(partial, 16)) / <f64>count;
}

/** Adds the errors of values `from` to `to`, of `count`; after each chunk those with a mean above `bound` are out. */
function addAll(data: usize, from: usize, to: usize, count: usize, gridSize: usize, sums: usize, bound: f64): void {
  const candidates = sums + (gridSize << RECORD_SHIFT);
  const chunk = candidates + (gridSize << RECORD_SHIFT);
  for (let done = from; done < to; done += CHUNK) {
    const end = promoteChunk(data + (done << 2), min(CHUNK, to - done), chunk);
    for (let i: usize = 0; i < gridSize; i++) {
      const candidate = candidates + (i << RECORD_SHIFT);
      if (load<u64>(candidate, IS_OUT) != 0) continue;
      addErrors(chunk, end, candidate, sums + (i << RECORD_SHIFT));
      if (meanOf(sums, i, count) > bound) store<u64>(candidate, 1, IS_OUT);
    }
  }
}

/** Adds the errors of values `from` to `to` for a single candidate. */
function addOne(
  data: usize, from: usize, to: usize, chunk: usize, candidates: usize, sums: usize, candidate: usize,
): void {
  for (let done = from; done < to; done += CHUNK) {
    const end = promoteChunk(data + (done << 2), min(CHUNK, to - done), chunk);
    addErrors(chunk, end, candidates + (candidate << RECORD_SHIFT), sums + (candidate << RECORD_SHIFT));
  }
}

/** Float64 copies, 0 for what is not finite and up to a multiple of four: a 0 adds no error. Returns their end. */
function promoteChunk(data: usize, count: usize, chunk: usize): usize {
  const end = data + (count << 2);
  for (; data < end; data += 8) {
    const x = data + 8 <= end ? loadPair(data) : loadSingle(data);
    v128.store(chunk, v128.and(x, finiteMask(x)));
    chunk += 16;
  }
  if (((count + 1) >> 1) & 1) {
    v128.store(chunk, f64x2.splat(0));
    chunk += 16;
  }
  return chunk;
}

function addErrors(chunk: usize, end: usize, candidate: usize, partial: usize): void {
  const s = v128.load64_splat(candidate);
  const low = v128.load64_splat(candidate, 8);
  const high = v128.load64_splat(candidate, 16);
  let p01 = v128.load(partial);
  let p23 = v128.load(partial, 16);
  for (; chunk < end; chunk += 32) {
    p01 = f64x2.add(p01, squaredError(v128.load(chunk), s, low, high));
    p23 = f64x2.add(p23, squaredError(v128.load(chunk, 16), s, low, high));
  }
  v128.store(partial, p01);
  v128.store(partial, p23, 16);
}

@inline
function squaredError(x: v128, s: v128, low: v128, high: v128): v128 {
  const code = f64x2.pmin(f64x2.pmax(f64x2.nearest(f64x2.div(x, s)), low), high);
  const value = f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(f64x2.mul(code, s)));
  const difference = f64x2.sub(x, value);
  return f64x2.mul(difference, difference);
}

function firstBest(gridSize: usize, errors: usize, gridIndex: usize, mse: usize): void {
  // All errors can be infinite: a threshold may round beyond the largest float32.
  let best = load<f64>(errors);
  store<i32>(gridIndex, 1);
  for (let i: usize = 1; i < gridSize; i++) {
    const error = load<f64>(errors + (i << RECORD_SHIFT));
    if (error < best) {
      best = error;
      store<i32>(gridIndex, <i32>i + 1);
    }
  }
  store<f64>(mse, best);
}
