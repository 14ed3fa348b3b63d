import { binary } from '../binary';

type Pointer = number;

/** What the assembly folder exports. Pointers are byte addresses, all other sizes numbers of elements. */
export interface Instructions {
  readonly memory: WebAssembly.Memory;
  heapBase(): Pointer;
  transpose(from: Pointer, to: Pointer, rows: number, columns: number): void;
  absMax(data: Pointer, count: number, rows: number, length: number, result: Pointer): void;
  minMax(data: Pointer, count: number, rows: number, length: number, low: Pointer, high: Pointer): void;
  quantize(
    data: Pointer,
    count: number,
    rows: number,
    length: number,
    scales: Pointer,
    zeroPoints: Pointer,
    qmin: number,
    qmax: number,
    rounding: number,
    uniforms: Pointer,
    codes: Pointer,
    values: Pointer,
  ): void;
  quantizeFloats(
    data: Pointer,
    rows: number,
    columns: number,
    first: Pointer,
    divisors: Pointer,
    scales: Pointer,
    mantissaBits: number,
    smallestExponent: number,
    largestCode: number,
    largest: number,
    nanCode: number,
    rounding: number,
    codes: Pointer,
    values: Pointer,
  ): void;
  errorSums(x: Pointer, y: Pointer, count: number, result: Pointer): void;
  /** Number of finite values; `tables` are 3 x 2048 zeroed counters. */
  sortFinite(
    data: Pointer,
    count: number,
    magnitudes: boolean,
    first: Pointer,
    second: Pointer,
    tables: Pointer,
  ): number;
  histogram(data: Pointer, count: number, low: number, high: number, bins: number, counts: Pointer): void;
  /** Bytes of scratch of the three functions below. */
  thresholdScratch(gridSize: number): number;
  bestThresholds(
    data: Pointer,
    count: number,
    rows: number,
    length: number,
    absMax: Pointer,
    qmin: number,
    qmax: number,
    divisor: number,
    gridSize: number,
    scratch: Pointer,
    gridIndex: Pointer,
    mse: Pointer,
  ): void;
  bestRanges(
    data: Pointer,
    count: number,
    rows: number,
    length: number,
    low: Pointer,
    high: Pointer,
    qmin: number,
    qmax: number,
    gridSize: number,
    scratch: Pointer,
    gridIndex: Pointer,
    mse: Pointer,
  ): void;
  thresholdCurve(
    data: Pointer,
    count: number,
    absMax: number,
    qmin: number,
    qmax: number,
    divisor: number,
    gridSize: number,
    scratch: Pointer,
    result: Pointer,
  ): void;
  countBoundaries(data: Pointer, count: number, boundaries: Pointer, bounds: number, codes: Pointer): void;
  assignNearest(data: Pointer, count: number, centroids: Pointer, k: number, codes: Pointer): void;
  fillRuns(
    count: Pointer,
    first: Pointer,
    second: Pointer,
    n: number,
    runs: number,
    start: number,
    previous: Pointer,
    least: Pointer,
    best: Pointer,
    split: Pointer,
  ): void;
  /** 0 at a code out of range. */
  clusterSums(
    data: Pointer,
    count: number,
    codes: Pointer,
    k: number,
    scratch: Pointer,
    sums: Pointer,
    counts: Pointer,
  ): number;
}

/** A function of type () -> v128 that returns i32x4.splat(0): the smallest module that needs SIMD. */
const PROBE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x0a, 0x08, 0x01, 0x06, 0x00, 0x41, 0x00, 0xfd, 0x11, 0x0b],
);

export function simdIsSupported(): boolean {
  return typeof WebAssembly !== 'undefined' && WebAssembly.validate(PROBE);
}

/** @throws WebAssembly.CompileError where the page's security policy forbids WebAssembly. */
export function instantiate(): Instructions {
  const bytes = Uint8Array.from(atob(binary), (character) => character.charCodeAt(0));
  const { exports }: { readonly exports: unknown } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return exports as Instructions;
}
