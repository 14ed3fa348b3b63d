import { binary } from '../binary-packed';

type Pointer = number;

/** What the folder assembly-packed exports. Pointers are byte addresses, all other sizes numbers of elements. */
export interface PackedInstructions {
  readonly memory: WebAssembly.Memory;
  heapBase(): Pointer;
  packRows(values: Pointer, words: Pointer, rows: number, columns: number, plane: number): void;
  packPatches(
    image: Pointer,
    padded: Pointer,
    window: Pointer,
    words: Pointer,
    height: number,
    width: number,
    channels: number,
    kernelHeight: number,
    kernelWidth: number,
    strideHeight: number,
    strideWidth: number,
    top: number,
    bottom: number,
    left: number,
    right: number,
    plane: number,
    border: number,
  ): void;
  signProduct(a: Pointer, b: Pointer, c: Pointer, m: number, n: number, length: number): void;
  ternaryProduct(a: Pointer, b: Pointer, c: Pointer, m: number, n: number, length: number): void;
  floatProduct(a: Pointer, b: Pointer, c: Pointer, panel: Pointer, m: number, k: number, n: number): void;
}

let compiled: object | null = null;

/**
 * An instance with a memory of its own.
 * @throws WebAssembly.CompileError where WebAssembly, or its SIMD instructions, cannot be used.
 */
export function instantiatePacked(): PackedInstructions {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(binary), (character) => character.charCodeAt(0)));
  const { exports }: { readonly exports: unknown } = new WebAssembly.Instance(compiled);
  return exports as PackedInstructions;
}
