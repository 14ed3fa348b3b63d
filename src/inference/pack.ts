/** Columns of a panel of weights, and of the last one where four or fewer are left. */
const WIDE = 8;
const NARROW = 4;

/** float32 of a packed kernel [k, n] with its biases. */
export function panelFloats(k: number, n: number): number {
  return (k + 1) * (Math.floor(n / WIDE) * WIDE + panelTail(n % WIDE));
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
