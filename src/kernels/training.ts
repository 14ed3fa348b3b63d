import { binary } from './binary-training';

type Pointer = number;

/** Of a convolution or pooling over [batch, height, width, channels], in the order in which the kernels take it. */
export type Geometry = readonly [
  batch: number,
  inHeight: number,
  inWidth: number,
  inChannels: number,
  outHeight: number,
  outWidth: number,
  outChannels: number,
  kernelHeight: number,
  kernelWidth: number,
  strideHeight: number,
  strideWidth: number,
  padTop: number,
  padLeft: number,
];

/** The same for what handles every channel by itself. */
export type ChannelGeometry = readonly [
  batch: number,
  inHeight: number,
  inWidth: number,
  channels: number,
  outHeight: number,
  outWidth: number,
  kernelHeight: number,
  kernelWidth: number,
  strideHeight: number,
  strideWidth: number,
  padTop: number,
  padLeft: number,
];

/** Bytes of scratch of the `Product` that is named after it. */
export type Scratch<Sizes extends Geometry | ChannelGeometry> = (...geometry: Sizes) => number;

/** A result out of two tensors. */
export type Product<Sizes extends Geometry | ChannelGeometry> = (
  a: Pointer,
  b: Pointer,
  to: Pointer,
  scratch: Pointer,
  ...geometry: Sizes
) => void;

/** Weights between two codes, and what draws them to one. */
type SoftGrid = readonly [base: Pointer, scale: Pointer, low: Pointer, high: Pointer];
type Stretch = readonly [zeta: number, gamma: number];
type Pull = readonly [growth: number, sharpness: number];

/**
 * What the folder assembly-training exports, which says what each function computes. Pointers are byte addresses of
 * float32, all other sizes numbers of elements. Where a function takes scratch, one named after it tells its bytes.
 */
export interface TrainingInstructions {
  readonly convolveScratch: Scratch<Geometry>;
  /** From x and w. */
  readonly convolve: Product<Geometry>;
  readonly convFilterScratch: Scratch<Geometry>;
  /** From x and dy. */
  readonly convFilterGradient: Product<Geometry>;
  readonly convInputScratch: Scratch<Geometry>;
  /** From dy and w. */
  readonly convInputGradient: Product<Geometry>;
  readonly depthwiseConvolveScratch: Scratch<ChannelGeometry>;
  /** From x and w. */
  readonly depthwiseConvolve: Product<ChannelGeometry>;
  depthwiseFilterGradient(x: Pointer, dy: Pointer, dw: Pointer, ...geometry: ChannelGeometry): void;
  readonly depthwiseInputScratch: Scratch<ChannelGeometry>;
  /** From dy and w. */
  readonly depthwiseInputGradient: Product<ChannelGeometry>;
  maxPoolGradient(x: Pointer, dy: Pointer, dx: Pointer, ...geometry: ChannelGeometry): void;

  matMulScratch(m: number, n: number, k: number, transposeB: boolean): number;
  matMul(
    a: Pointer,
    b: Pointer,
    c: Pointer,
    scratch: Pointer,
    m: number,
    n: number,
    k: number,
    transposeA: boolean,
    transposeB: boolean,
  ): void;
  columnSumsScratch(width: number): number;
  columnSums(
    x: Pointer,
    to: Pointer,
    scratch: Pointer,
    before: number,
    rows: number,
    width: number,
    factor: number,
  ): void;
  spread(x: Pointer, to: Pointer, before: number, rows: number, width: number): void;
  segmentSum(x: Pointer, ids: Pointer, sums: Pointer, rows: number, width: number, segments: number): void;

  biasScratch(channels: number): number;
  biasAdd(
    x: Pointer,
    bias: Pointer,
    y: Pointer,
    range: Pointer,
    scratch: Pointer,
    count: number,
    channels: number,
    low: number,
    high: number,
  ): void;
  biasGradient(
    dy: Pointer,
    y: Pointer,
    dx: Pointer,
    dbias: Pointer,
    scratch: Pointer,
    count: number,
    channels: number,
    low: number,
    high: number,
  ): void;
  gelu(x: Pointer, y: Pointer, count: number): void;
  geluGradient(dy: Pointer, x: Pointer, dx: Pointer, count: number): void;

  batchNormScratch(channels: number): number;
  batchNorm(
    x: Pointer,
    gamma: Pointer,
    beta: Pointer,
    y: Pointer,
    mean: Pointer,
    variance: Pointer,
    scratch: Pointer,
    count: number,
    channels: number,
    epsilon: number,
  ): void;
  batchNormGradient(
    x: Pointer,
    dy: Pointer,
    gamma: Pointer,
    mean: Pointer,
    variance: Pointer,
    dmean: Pointer,
    dvariance: Pointer,
    dx: Pointer,
    dgamma: Pointer,
    dbeta: Pointer,
    scratch: Pointer,
    count: number,
    channels: number,
    epsilon: number,
  ): void;
  layerNorm(x: Pointer, gamma: Pointer, beta: Pointer, y: Pointer, rows: number, width: number, epsilon: number): void;
  layerNormScratch(width: number): number;
  layerNormGradient(
    dy: Pointer,
    x: Pointer,
    gamma: Pointer,
    dx: Pointer,
    dgamma: Pointer,
    dbeta: Pointer,
    scratch: Pointer,
    rows: number,
    width: number,
    epsilon: number,
  ): void;

  quantizeScratch(channels: number): number;
  fakeQuantize(
    x: Pointer,
    scales: Pointer,
    y: Pointer,
    scratch: Pointer,
    count: number,
    channels: number,
    qmin: number,
    qmax: number,
  ): void;
  fakeQuantizeGradient(
    dy: Pointer,
    x: Pointer,
    scales: Pointer,
    dx: Pointer,
    scratch: Pointer,
    count: number,
    channels: number,
    qmin: number,
    qmax: number,
    rounded: boolean,
  ): void;
  absMaxScale(x: Pointer, scales: Pointer, scratch: Pointer, count: number, channels: number, qmax: number): void;
  /** Writes two values. */
  valueRange(x: Pointer, range: Pointer, count: number): void;
  rectifiedSigmoid(v: Pointer, h: Pointer, count: number, zeta: number, gamma: number): void;
  rectifiedSigmoidGradient(dh: Pointer, v: Pointer, dv: Pointer, count: number, zeta: number, gamma: number): void;
  softValues(v: Pointer, ...rest: readonly [...SoftGrid, values: Pointer, count: number, ...Stretch]): void;
  softGradient(
    over: Pointer,
    v: Pointer,
    ...rest: readonly [...SoftGrid, lambda: Pointer, gradient: Pointer, count: number, ...Stretch, ...Pull]
  ): void;

  /** `labels` are int32; writes one value to `loss`. */
  softmaxCrossEntropy(
    logits: Pointer,
    labels: Pointer,
    gradient: Pointer,
    loss: Pointer,
    rows: number,
    width: number,
  ): void;
  adamStep(
    value: Pointer,
    m: Pointer,
    v: Pointer,
    gradient: Pointer,
    newValue: Pointer,
    newM: Pointer,
    newV: Pointer,
    count: number,
    rate: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    epsilon: number,
    scale1: number,
    scale2: number,
  ): void;
}

/**
 * The training kernels on a memory of somebody else's, of which they use nothing but what a call points to.
 * @throws WebAssembly.CompileError where WebAssembly, or its SIMD instructions, cannot be used.
 */
export function instantiateTraining(memory: WebAssembly.Memory): TrainingInstructions {
  const bytes = Uint8Array.from(atob(binary), (character) => character.charCodeAt(0));
  const instance: { readonly exports: unknown } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    env: { memory },
  });
  return instance.exports as TrainingInstructions;
}
