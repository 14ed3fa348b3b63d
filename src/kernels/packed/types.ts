/**
 * Signs and ternary values packed to bits, and products of them by XOR and popcount. Two implementations, WebAssembly SIMD
 * and plain TypeScript, agree in every bit; every product is exactly the dot product of the values.
 *
 * Bits lie least significant first. A row takes whole vectors of 128 bits, those past its end are 0: two rows differ in
 * none of them, so that they count for nothing in n − 2 popcount(a xor b).
 */
import type { Integers } from '../types';

export type Words = Uint32Array<ArrayBuffer>;

interface PackedRows {
  readonly rows: number;
  /** Values of a row. */
  readonly columns: number;
  /** `rowWords(columns)` of them a row. */
  readonly words: Words;
}

/** A bit for each value: 1 for +1, 0 for −1. */
export interface PackedSigns extends PackedRows {
  readonly kind: 'signs';
}

/** Two bits for each value: the plane of those that are not 0, after it the plane of those above 0. */
export interface PackedTernary extends PackedRows {
  readonly kind: 'ternary';
}

/** A convolution of one image [height, width, channels], row-major, seen from one output: which values it takes. */
export interface PatchGeometry {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strides: readonly [number, number];
  /** Rows above and below the image, columns at its left and right. */
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

/** A product whose operands stay in place, so that it can be repeated without moving them. */
export interface Placed {
  run(): void;
  /** Result of the last run, [rows of a, rows of b]. */
  read(): Integers;
}

export interface PackedKernels {
  readonly kind: 'simd' | 'plain';
  /** sign(x) of a row-major matrix; sign(0) = +1, and NaN counts as −1. */
  packSigns(values: Float32Array, rows: number, columns: number): PackedSigns;
  /** Values that are −1, 0 or 1, or any others by their signs. */
  packTernary(values: Float32Array, rows: number, columns: number): PackedTernary;
  /**
   * The signs under the kernel at every output, one row [kernelHeight, kernelWidth, channels] each. A sign cannot be 0: what
   * lies outside the image is `border`.
   */
  packSignPatches(image: Float32Array, geometry: PatchGeometry, border: 1 | -1): PackedSigns;
  /** The same of ternary values, which are 0 outside the image. */
  packTernaryPatches(image: Float32Array, geometry: PatchGeometry): PackedTernary;
  /** a bᵀ of rows of equal length, in integers. @throws RangeError for rows of different lengths or kinds. */
  place(a: PackedSigns, b: PackedSigns): Placed;
  place(a: PackedTernary, b: PackedTernary): Placed;
}

/** 32-bit words of a row of so many values: whole vectors of 128 bits. */
export function rowWords(columns: number): number {
  return Math.ceil(columns / 128) * 4;
}

/** Rows and columns of outputs. */
export function outputSize({ height, width, kernelHeight, kernelWidth, strides, rows, columns }: PatchGeometry) {
  return {
    height: Math.floor((height + rows[0] + rows[1] - kernelHeight) / strides[0]) + 1,
    width: Math.floor((width + columns[0] + columns[1] - kernelWidth) / strides[1]) + 1,
  };
}
