/** Columns of a panel of weights, and of the last one where four or fewer are left. */
const WIDE = 8;
const NARROW = 4;
/** Columns of a panel where zeros are passed over. */
const WIDEST = 32;

/** float32 of a packed kernel [k, n] with its biases. */
export function panelFloats(k: number, n: number): number {
  return (k + 1) * (Math.floor(n / WIDE) * WIDE + panelTail(n % WIDE));
}

/** Whether a kernel of n columns fits panels that zeros are passed over with. */
export function isWidest(n: number): boolean {
  return n % WIDEST === 0;
}

function panelTail(left: number): number {
  if (left === 0) return 0;
  return left > NARROW ? WIDE : NARROW;
}

/** A kernel [k, n] in panels of columns, each after its biases; columns that are not there are 0. */
export function packPanels(kernel: Float32Array, bias: Float32Array | null, n: number, into: Float32Array): void {
  const k = kernel.length / n;
  let at = 0;
  for (let start = 0; start < n;) {
    const width = n - start > NARROW ? WIDE : NARROW;
    const filled = Math.min(width, n - start);
    for (let column = 0; column < width; column++)
      into[at + column] = column < filled ? (bias?.[start + column] ?? 0) : 0;
    at += width;
    for (let row = 0; row < k; row++, at += width) {
      const from = row * n + start;
      for (let column = 0; column < filled; column++) into[at + column] = kernel[from + column]!;
      for (let column = filled; column < width; column++) into[at + column] = 0;
    }
    start += width;
  }
}

/** A kernel [k, n] of a multiple of 32 columns in panels of as many, each after its biases. */
export function packWidest(kernel: Float32Array, bias: Float32Array | null, n: number, into: Float32Array): void {
  let at = 0;
  for (let start = 0; start < n; start += WIDEST) {
    for (let column = start; column < start + WIDEST; column++) into[at++] = bias?.[column] ?? 0;
    for (let from = start; from < kernel.length; from += n, at += WIDEST)
      into.set(kernel.subarray(from, from + WIDEST), at);
  }
}

/** Whether a product with 0 changes no sum: it would where a weight is not finite, and where a sum begins with -0. */
export function zerosCountForNothing(kernel: Float32Array, bias: Float32Array | null): boolean {
  return kernel.every(Number.isFinite) && (bias === null || !bias.some((value) => Object.is(value, -0)));
}

/** float32 of a packed depthwise kernel [points, channels] with its biases. */
export function blockFloats(points: number, channels: number): number {
  return Math.ceil(channels / NARROW) * NARROW * (points + 1);
}

/** A depthwise kernel [points, channels] in blocks of four channels, each after its biases. */
export function packBlocks(
  kernel: Float32Array,
  bias: Float32Array | null,
  channels: number,
  into: Float32Array,
): void {
  const points = kernel.length / channels;
  let at = 0;
  for (let start = 0; start < channels; start += NARROW) {
    for (let point = -1; point < points; point++) {
      for (let lane = 0; lane < NARROW; lane++) {
        const channel = start + lane;
        const value = point < 0 ? bias?.[channel] : kernel[point * channels + channel];
        into[at++] = channel < channels ? (value ?? 0) : 0;
      }
    }
  }
}
