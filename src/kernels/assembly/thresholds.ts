import { finiteMask, loadPair, loadSingle, total } from './lanes';

/** Values of one pass: 16 kB of float64, which stay in the first-level cache while all thresholds are tried. */
const CHUNK: usize = 2048;

/** Bytes of scratch: per threshold a scale and four partial sums, then one chunk. */
export function thresholdScratch(gridSize: usize): usize {
  return gridSize * 40 + (CHUNK << 3);
}

/** Per segment the first grid index with the smallest mean squared error, and that error. */
export function bestThresholds(
  data: usize, count: usize, rows: usize, length: usize, absMax: usize,
  qmin: f64, qmax: f64, divisor: f64, gridSize: i32, scratch: usize, gridIndex: usize, mse: usize,
): void {
  const errors = scratch + <usize>gridSize * 8;
  for (let channel: usize = 0; channel < count; channel += rows) {
    for (let start: usize = 0; start < rows; start += length) {
      const inSegment = min(length, rows - start);
      thresholdErrors(
        data + ((channel + start) << 2), inSegment, <f64>load<f32>(absMax), qmin, qmax, divisor, gridSize, scratch,
      );
      // All errors can be infinite: a threshold may round beyond the largest float32.
      let best = load<f64>(errors);
      store<i32>(gridIndex, 1);
      for (let i: i32 = 1; i < gridSize; i++) {
        const error = load<f64>(errors + (<usize>i << 5));
        if (error < best) {
          best = error;
          store<i32>(gridIndex, i + 1);
        }
      }
      store<f64>(mse, best);
      absMax += 4;
      gridIndex += 4;
      mse += 8;
    }
  }
}

/** Mean squared errors of one segment at every threshold, to `result`. */
export function thresholdCurve(
  data: usize, count: usize, absMax: f64,
  qmin: f64, qmax: f64, divisor: f64, gridSize: i32, scratch: usize, result: usize,
): void {
  thresholdErrors(data, count, absMax, qmin, qmax, divisor, gridSize, scratch);
  const errors = scratch + <usize>gridSize * 8;
  for (let i: usize = 0; i < <usize>gridSize; i++) store<f64>(result + (i << 3), load<f64>(errors + (i << 5)));
}

/** Leaves the mean squared error of threshold i + 1 in the first of its partial sums. */
function thresholdErrors(
  data: usize, count: usize, absMax: f64, qmin: f64, qmax: f64, divisor: f64, gridSize: i32, scratch: usize,
): void {
  const sums = scratch + <usize>gridSize * 8;
  const chunk = sums + <usize>gridSize * 32;
  for (let i: i32 = 0; i < gridSize; i++) {
    const scale = safeScale((absMax * <f64>(i + 1)) / <f64>gridSize / divisor);
    store<f64>(scratch + (<usize>i << 3), scale);
  }
  memory.fill(sums, 0, <usize>gridSize * 32);
  for (let done: usize = 0; done < count; done += CHUNK) {
    const end = promoteChunk(data + (done << 2), min(CHUNK, count - done), chunk);
    for (let i: usize = 0; i < <usize>gridSize; i++) {
      addErrors(chunk, end, load<f64>(scratch + (i << 3)), qmin, qmax, sums + (i << 5));
    }
  }
  for (let i: usize = 0; i < <usize>gridSize; i++) {
    const partial = sums + (i << 5);
    store<f64>(partial, total(v128.load(partial), v128.load(partial, 16)) / <f64>count);
  }
}

function safeScale(scale: f64): f64 {
  const stored = <f32>scale;
  return stored != 0 && abs(stored) < Infinity ? <f64>stored : 1;
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

function addErrors(chunk: usize, end: usize, scale: f64, qmin: f64, qmax: f64, partial: usize): void {
  const s = f64x2.splat(scale);
  const low = f64x2.splat(qmin);
  const high = f64x2.splat(qmax);
  let p01 = v128.load(partial);
  let p23 = v128.load(partial, 16);
  for (; chunk < end; chunk += 32) {
    p01 = f64x2.add(p01, squaredError(v128.load(chunk), s, low, high));
    p23 = f64x2.add(p23, squaredError(v128.load(chunk, 16), s, low, high));
  }
  v128.store(partial, p01);
  v128.store(partial, p23, 16);
}

// @ts-ignore: decorator
@inline
function squaredError(x: v128, s: v128, low: v128, high: v128): v128 {
  const code = f64x2.pmin(f64x2.pmax(f64x2.nearest(f64x2.div(x, s)), low), high);
  const value = f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(f64x2.mul(code, s)));
  const difference = f64x2.sub(x, value);
  return f64x2.mul(difference, difference);
}
