const SIGN_OFF: u32 = 0x7fffffff;
const INFINITY_BITS: u32 = 0x7f800000;

/** Largest finite |x| of each segment; `count` values in channels of `rows`. */
export function absMax(data: usize, count: usize, rows: usize, length: usize, result: usize): void {
  for (let channel: usize = 0; channel < count; channel += rows) {
    for (let start: usize = 0; start < rows; start += length) {
      store<f32>(result, absMaxOf(data + ((channel + start) << 2), min(length, rows - start)));
      result += 4;
    }
  }
}

function absMaxOf(data: usize, count: usize): f32 {
  const end = data + (count << 2);
  let a = i32x4.splat(0);
  let b = i32x4.splat(0);
  for (; data + 32 <= end; data += 32) {
    a = i32x4.max_s(a, finiteMagnitude(v128.load(data)));
    b = i32x4.max_s(b, finiteMagnitude(v128.load(data, 16)));
  }
  for (; data < end; data += 4) a = i32x4.max_s(a, finiteMagnitude(v128.load32_zero(data)));
  a = i32x4.max_s(a, b);
  const low = max(i32x4.extract_lane(a, 0), i32x4.extract_lane(a, 1));
  const high = max(i32x4.extract_lane(a, 2), i32x4.extract_lane(a, 3));
  return reinterpret<f32>(max(low, high));
}

/** Bits of |x|, or 0 when it is not finite. The bits of positive floats are ordered like the floats. */
@inline
function finiteMagnitude(x: v128): v128 {
  const magnitude = v128.and(x, i32x4.splat(SIGN_OFF));
  return v128.and(magnitude, i32x4.lt_s(magnitude, i32x4.splat(INFINITY_BITS)));
}

/** Smallest and largest finite value of each segment, 0 and 0 if there is none. */
export function minMax(data: usize, count: usize, rows: usize, length: usize, low: usize, high: usize): void {
  for (let channel: usize = 0; channel < count; channel += rows) {
    for (let start: usize = 0; start < rows; start += length) {
      minMaxOf(data + ((channel + start) << 2), min(length, rows - start), low, high);
      low += 4;
      high += 4;
    }
  }
}

function minMaxOf(data: usize, count: usize, lowResult: usize, highResult: usize): void {
  const end = data + (count << 2);
  let low = f32x4.splat(Infinity);
  let high = f32x4.splat(-Infinity);
  while (data < end) {
    let x: v128;
    if (data + 16 <= end) {
      x = v128.load(data);
      data += 16;
    } else {
      x = v128.load32_splat(data);
      data += 4;
    }
    const finite = f32x4.lt(f32x4.abs(x), f32x4.splat(Infinity));
    low = f32x4.pmin(low, v128.bitselect(x, low, finite));
    high = f32x4.pmax(high, v128.bitselect(x, high, finite));
  }
  const smallest = min(
    min(f32x4.extract_lane(low, 0), f32x4.extract_lane(low, 1)),
    min(f32x4.extract_lane(low, 2), f32x4.extract_lane(low, 3)),
  );
  const largest = max(
    max(f32x4.extract_lane(high, 0), f32x4.extract_lane(high, 1)),
    max(f32x4.extract_lane(high, 2), f32x4.extract_lane(high, 3)),
  );
  const none = smallest > largest;
  // Adding 0 makes a -0 positive.
  store<f32>(lowResult, none ? 0 : smallest + 0);
  store<f32>(highResult, none ? 0 : largest + 0);
}
