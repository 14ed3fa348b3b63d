import { binary } from './binary-inference';
import { simdIsSupported } from './simd/module';

type Pointer = number;

/** Where the values lie, and how many. */
type Planes = [x: Pointer, y: Pointer, images: number, channels: number];

/** Windows that go over them. */
type Windows = [
  inHeight: number,
  inWidth: number,
  outHeight: number,
  outWidth: number,
  kernelHeight: number,
  kernelWidth: number,
  strideHeight: number,
  strideWidth: number,
];

type Pool = [
  ...planes: Planes,
  ...windows: Windows,
  top: number,
  left: number,
  xImage: number,
  xRow: number,
  yImage: number,
  yRow: number,
  isMax: boolean,
];

type Product = [
  from: Pointer,
  to: Pointer,
  m: number,
  runs: Pointer,
  runCount: number,
  steps: number,
  panels: Pointer,
  n: number,
  low: number,
  high: number,
];

/**
 * What the folder assembly-inference exports, which says what each function computes. Pointers are byte addresses, strides
 * bytes, all other sizes numbers of elements.
 */
export interface InferenceInstructions {
  readonly memory: WebAssembly.Memory;
  heapBase(): Pointer;
  product(...args: Product): void;
  sparseProduct(...args: [...product: Product, lists: Pointer, keepsZeros: boolean]): void;
  depthwise(
    x: Pointer,
    y: Pointer,
    weights: Pointer,
    images: number,
    height: number,
    width: number,
    channels: number,
    xImage: number,
    xRow: number,
    xColumn: number,
    yImage: number,
    yRow: number,
    kernelHeight: number,
    kernelWidth: number,
    tapRow: number,
    tapColumn: number,
    low: number,
    high: number,
  ): void;
  pool(...args: Pool): void;
  copy(
    x: Pointer,
    y: Pointer,
    images: number,
    rows: number,
    columns: number,
    count: number,
    xImage: number,
    xRow: number,
    xColumn: number,
    yImage: number,
    yRow: number,
    yColumn: number,
    low: number,
    high: number,
  ): void;
  add(
    a: Pointer,
    b: Pointer,
    y: Pointer,
    images: number,
    rows: number,
    count: number,
    aImage: number,
    aRow: number,
    bImage: number,
    bRow: number,
    yImage: number,
    yRow: number,
    low: number,
    high: number,
  ): void;
  roundToGrid(
    x: Pointer,
    images: number,
    rows: number,
    count: number,
    xImage: number,
    xRow: number,
    grid: Pointer,
    period: number,
    margin: number,
  ): void;

  /** Of the four below the codes are int16 with their zero point taken away; `bits` is 16, 8 or 4. */
  codeProduct(
    from: Pointer,
    to: Pointer,
    m: number,
    runs: Pointer,
    runCount: number,
    steps: number,
    panels: Pointer,
    n: number,
    bits: number,
    wide: Pointer,
    isSums: boolean,
    low: number,
    high: number,
  ): void;
  codeDepthwise(
    x: Pointer,
    y: Pointer,
    weights: Pointer,
    images: number,
    height: number,
    width: number,
    channels: number,
    xImage: number,
    xRow: number,
    xColumn: number,
    yImage: number,
    yRow: number,
    taps: Pointer,
    tapCount: number,
    tapRow: number,
    low: number,
    high: number,
  ): void;
  codeCopy(x: Pointer, y: Pointer, images: number, rows: number, count: number, yImage: number, yRow: number): void;
  codePool(...args: [...pool: Pool, zeroPoint: number, low: number, high: number]): void;

  /** Of the three below the inputs are int32 sums without gaps; `heads` hold a multiplier for each channel. */
  codeScale(
    x: Pointer,
    y: Pointer,
    images: number,
    height: number,
    width: number,
    channels: number,
    yImage: number,
    yRow: number,
    heads: Pointer,
    low: number,
    high: number,
  ): void;
  codeAdd(
    a: Pointer,
    b: Pointer,
    y: Pointer,
    points: number,
    channels: number,
    headsA: Pointer,
    headsB: Pointer,
    low: number,
    high: number,
  ): void;
  codeMean(
    ...args: [
      ...planes: Planes,
      ...windows: Windows,
      yImage: number,
      yRow: number,
      heads: Pointer,
      low: number,
      high: number,
    ]
  ): void;
}

let compiled: object | null = null;

/** An instance with a memory of its own; null where WebAssembly or its SIMD instructions cannot be used. */
export function instantiateInference(): InferenceInstructions | null {
  if (!simdIsSupported()) return null;
  try {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(binary), (character) => character.charCodeAt(0)));
    const { exports }: { readonly exports: unknown } = new WebAssembly.Instance(compiled);
    return exports as InferenceInstructions;
  } catch (error) {
    // A security policy without 'wasm-unsafe-eval' shows only now.
    if (error instanceof WebAssembly.CompileError) return null;
    throw error;
  }
}
