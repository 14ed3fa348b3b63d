/**
 * Weight tensors are tfjs-ordered. Every layout is a row-major matrix of `rows` (the reduction axis, flattened) by
 * `columns` (output channels, fastest):
 * dense [in, out]; conv2d [kh, kw, in, out]; depthwise [kh, kw, in, multiplier] with in*multiplier columns.
 */
export type Layout = 'dense' | 'conv2d' | 'depthwise';

export interface WeightTensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
  readonly layout: Layout;
}
