import { rowBytes } from './lanes';

/** Which values become a 1: 0 those >= 0, 1 those that are not 0, 2 those above 0. */
type Plane = i32;

@inline
function mask(x: v128, plane: Plane): v128 {
  const zero = f32x4.splat(0);
  return plane == 0 ? f32x4.ge(x, zero) : plane == 1 ? f32x4.ne(x, zero) : f32x4.gt(x, zero);
}

@inline
function isSet(x: f32, plane: Plane): bool {
  return plane == 0 ? x >= 0 : plane == 1 ? x != 0 : x > 0;
}

/** All bits of a byte set for each of 16 float32 that is in the plane. */
@inline
function bytesOf(from: usize, plane: Plane): v128 {
  const low = i16x8.narrow_i32x4_s(mask(v128.load(from), plane), mask(v128.load(from, 16), plane));
  const high = i16x8.narrow_i32x4_s(mask(v128.load(from, 32), plane), mask(v128.load(from, 48), plane));
  return i8x16.narrow_i16x8_s(low, high);
}

/** One bit for each of `count` float32, least significant first. The words must be 0. */
function packRun(from: usize, to: usize, count: usize, plane: Plane): void {
  let at: usize = 0;
  for (; at + 16 <= count; at += 16) {
    store<u16>(to + (at >> 3), <u16>i8x16.bitmask(bytesOf(from + (at << 2), plane)));
  }
  for (; at < count; at++) {
    if (!isSet(load<f32>(from + (at << 2)), plane)) continue;
    const byte = to + (at >> 3);
    store<u8>(byte, load<u8>(byte) | (1 << <u8>(at & 7)));
  }
}

/** Rows of `columns` float32 as bits, each row in whole vectors; bits past its end are 0. */
export function packRows(values: usize, words: usize, rows: usize, columns: usize, plane: i32): void {
  const bytes = rowBytes(columns);
  memory.fill(words, 0, rows * bytes);
  for (let row: usize = 0; row < rows; row++) {
    packRun(values + ((row * columns) << 2), words + row * bytes, columns, plane);
  }
}

/** One byte, all bits set or none, for each of `count` float32. */
function spreadRun(from: usize, to: usize, count: usize, plane: Plane): void {
  let at: usize = 0;
  for (; at + 16 <= count; at += 16) v128.store(to + at, bytesOf(from + (at << 2), plane));
  for (; at < count; at++) store<u8>(to + at, isSet(load<f32>(from + (at << 2)), plane) ? 0xff : 0);
}

/**
 * The window under every output of a convolution of one image [height, width, channels] as a row of bits
 * [kernelHeight, kernelWidth, channels]. What lies outside the image has the bit `border`.
 * @param padded scratch: (height + paddings) * (width + paddings) * channels bytes.
 * @param window scratch: 8 * rowBytes(row).
 */
export function packPatches(
  image: usize, padded: usize, window: usize, words: usize,
  height: usize, width: usize, channels: usize,
  kernelHeight: usize, kernelWidth: usize, strideHeight: usize, strideWidth: usize,
  top: usize, bottom: usize, left: usize, right: usize, plane: i32, border: i32,
): void {
  const paddedHeight = height + top + bottom;
  const paddedWidth = width + left + right;
  memory.fill(padded, border ? 0xff : 0, paddedHeight * paddedWidth * channels);
  for (let row: usize = 0; row < height; row++) {
    spreadRun(image + ((row * width * channels) << 2), padded + ((row + top) * paddedWidth + left) * channels, width * channels, plane);
  }
  const run = kernelWidth * channels;
  const bytes = rowBytes(kernelHeight * run);
  memory.fill(window, 0, bytes << 3);
  for (let y: usize = 0; y + kernelHeight <= paddedHeight; y += strideHeight) {
    for (let x: usize = 0; x + kernelWidth <= paddedWidth; x += strideWidth) {
      for (let i: usize = 0; i < kernelHeight; i++) {
        memory.copy(window + i * run, padded + ((y + i) * paddedWidth + x) * channels, run);
      }
      for (let at: usize = 0; at < bytes; at += 2) {
        store<u16>(words + at, <u16>i8x16.bitmask(v128.load(window + (at << 3))));
      }
      words += bytes;
    }
  }
}
