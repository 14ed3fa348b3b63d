import { Arena } from '../simd/arena';
import { simdIsSupported } from '../simd/module';
import type { Floats } from '../types';
import { instantiatePacked, type PackedInstructions } from './module';
import * as plain from './plain';
import {
  outputSize,
  type PackedKernels,
  type PackedSigns,
  type PackedTernary,
  type PatchGeometry,
  type Placed,
  rowWords,
  type Words,
} from './types';

export { outputSize, type PackedKernels, type PackedSigns, type PackedTernary, type PatchGeometry } from './types';

/** What the two implementations do differently. */
interface PackedComputation {
  readonly kind: 'simd' | 'plain';
  rows(values: Float32Array, rows: number, columns: number, plane: plain.Plane): Words;
  patches(image: Float32Array, geometry: PatchGeometry, plane: plain.Plane, border: boolean): Words;
  place(a: PackedSigns | PackedTernary, b: PackedSigns | PackedTernary): Placed;
}

/** The kernels in plain TypeScript. */
export const plainPackedKernels: PackedKernels = kernelsOf({
  kind: 'plain',
  rows: plain.packRows,
  patches: plain.packPatches,
  place: (a, b) => {
    const product = a.kind === 'signs' ? plain.signProduct : plain.ternaryProduct;
    const run = () => product(a.words, b.words, { m: a.rows, n: b.rows, length: a.columns });
    let result: ReturnType<typeof run> | null = null;
    return { run: () => (result = run()), read: () => (result ??= run()) };
  },
});

/** SIMD kernels where they run, else the plain ones, which give the same bits. */
export function loadPackedKernels({ plain: isPlain = false }: { readonly plain?: boolean } = {}): PackedKernels {
  if (isPlain || !simdIsSupported()) return plainPackedKernels;
  try {
    return kernelsOf(simdComputation());
  } catch (error) {
    // A security policy without 'wasm-unsafe-eval' shows only now.
    if (error instanceof WebAssembly.CompileError) return plainPackedKernels;
    throw error;
  }
}

function simdComputation(): PackedComputation {
  const wasm = instantiatePacked();
  const arena = new Arena(wasm);
  return {
    kind: 'simd',
    rows: (values, rows, columns, plane) => {
      arena.reset();
      const count = rows * rowWords(columns);
      const words = arena.reserve(count * 4);
      wasm.packRows(arena.copy(values), words, rows, columns, plain.PLANES[plane]);
      return arena.counts(words, count);
    },
    patches: (image, geometry, plane, border) => patchesIn(wasm, arena, { image, geometry, plane, border }),
    place: placeInSimd,
  };
}

interface Patches {
  readonly image: Float32Array;
  readonly geometry: PatchGeometry;
  readonly plane: plain.Plane;
  readonly border: boolean;
}

function patchesIn(wasm: PackedInstructions, arena: Arena, { image, geometry, plane, border }: Patches): Words {
  const { height, width, channels, kernelHeight, kernelWidth, strides, rows, columns } = geometry;
  const output = outputSize(geometry);
  const perRow = rowWords(kernelHeight * kernelWidth * channels);
  const count = output.height * output.width * perRow;
  arena.reset();
  const words = arena.reserve(count * 4);
  const padded = arena.reserve((height + rows[0] + rows[1]) * (width + columns[0] + columns[1]) * channels);
  const window = arena.reserve(perRow * 32);
  // prettier-ignore
  wasm.packPatches(
    arena.copy(image), padded, window, words, height, width, channels, kernelHeight, kernelWidth, ...strides, ...rows,
    ...columns, plain.PLANES[plane], border ? 1 : 0,
  );
  return arena.counts(words, count);
}

/** In an instance of its own, where the operands stay. */
function placeInSimd(a: PackedSigns | PackedTernary, b: PackedSigns | PackedTernary): Placed {
  const wasm = instantiatePacked();
  const arena = new Arena(wasm);
  const count = a.rows * b.rows;
  const [left, right, result] = [arena.copy(a.words), arena.copy(b.words), arena.reserve(count * 4)];
  const name = a.kind === 'signs' ? 'signProduct' : 'ternaryProduct';
  const run = (): void => wasm[name](left, right, result, a.rows, b.rows, a.columns);
  run();
  return { run, read: () => arena.integers(result, count) };
}

function kernelsOf(computation: PackedComputation): PackedKernels {
  const { kind } = computation;
  const both = (nonZero: Words, positive: Words): Words => {
    const words = new Uint32Array(nonZero.length + positive.length);
    words.set(nonZero);
    words.set(positive, nonZero.length);
    return words;
  };
  const size = (geometry: PatchGeometry) => {
    const { height, width } = outputSize(geometry);
    return { rows: height * width, columns: geometry.kernelHeight * geometry.kernelWidth * geometry.channels };
  };
  return {
    kind,
    packSigns: (values, count, columns) => {
      checkCount(values.length, count * columns);
      return { kind: 'signs', rows: count, columns, words: computation.rows(values, count, columns, 'signs') };
    },
    packTernary: (values, count, columns) => {
      checkCount(values.length, count * columns);
      const plane = (name: plain.Plane) => computation.rows(values, count, columns, name);
      const words = both(plane('nonZero'), plane('positive'));
      return { kind: 'ternary', rows: count, columns, words };
    },
    packSignPatches: (image, geometry, border) => {
      checkImage(image, geometry);
      return { kind: 'signs', ...size(geometry), words: computation.patches(image, geometry, 'signs', border === 1) };
    },
    packTernaryPatches: (image, geometry) => {
      checkImage(image, geometry);
      const plane = (name: plain.Plane) => computation.patches(image, geometry, name, false);
      const words = both(plane('nonZero'), plane('positive'));
      return { kind: 'ternary', ...size(geometry), words };
    },
    place: (a: PackedSigns | PackedTernary, b: PackedSigns | PackedTernary) => {
      if (a.columns !== b.columns || a.kind !== b.kind)
        throw new RangeError(`rows of ${a.columns} ${a.kind} do not multiply rows of ${b.columns} ${b.kind}`);
      return computation.place(a, b);
    },
  };
}

function checkImage(image: Float32Array, geometry: PatchGeometry): void {
  checkCount(image.length, geometry.height * geometry.width * geometry.channels);
  const output = outputSize(geometry);
  if (output.height < 1 || output.width < 1)
    throw new RangeError('the kernel is larger than the image with its border');
}

function checkCount(got: number, want: number): void {
  if (got !== want) throw new RangeError(`${want} values are needed, got ${got}`);
}

/** A float32 matrix product of our own whose operands stay in place. */
export interface PlacedFloats {
  run(): void;
  read(): Floats;
}

/**
 * A [m, k] times B [k, n] on the same vectors, by the same compiler, as the packed products; null without SIMD.
 */
export function placeFloats(a: Float32Array, b: Float32Array, m: number, k: number, n: number): PlacedFloats | null {
  if (!simdIsSupported()) return null;
  const wasm = instantiatePacked();
  const arena = new Arena(wasm);
  const [left, right, result] = [arena.copy(a), arena.copy(b), arena.reserve(m * n * 4)];
  const panel = arena.reserve(k * 32);
  return { run: () => wasm.floatProduct(left, right, result, panel, m, k, n), read: () => arena.floats(result, m * n) };
}
