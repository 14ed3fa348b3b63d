/** What the WebAssembly backend of tfjs lacks or gets wrong, composed of its other operations: no module of our own. */
import {
  BatchMatMul,
  type BatchMatMulAttrs,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  DepthwiseConv2dNativeBackpropFilter,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInput,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  MaxPoolGrad,
  type MaxPoolGradAttrs,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  UnsortedSegmentSum,
  type UnsortedSegmentSumAttrs,
  cast,
  matMul,
  oneHot,
  reshape,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import {
  convFilterGradient,
  convInputGradient,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  maxPoolGradient,
} from './composed-convolution';
import { describe, describeDepthwise, describePool } from './describe';
import { type Kernel, type Stock, kernel } from './kernel';

interface FilterInputs {
  readonly x: Tensor4D;
  readonly dy: Tensor4D;
}

interface InputInputs {
  readonly dy: Tensor4D;
  readonly filter: Tensor4D;
}

export function composedKernels(stock: Stock): Kernel[] {
  const stockProduct = stock(BatchMatMul);
  return [
    kernel<FilterInputs, Conv2DBackpropFilterAttrs>(Conv2DBackpropFilter, ({ inputs: { x, dy }, attrs }) =>
      convFilterGradient(x, dy, describe(x.shape, attrs.filterShape, attrs)),
    ),
    kernel<InputInputs, Conv2DBackpropInputAttrs>(Conv2DBackpropInput, ({ inputs: { dy, filter }, attrs }) =>
      convInputGradient(dy, filter, describe(attrs.inputShape, filter.shape, attrs)),
    ),
    kernel<FilterInputs, DepthwiseConv2dNativeBackpropFilterAttrs>(
      DepthwiseConv2dNativeBackpropFilter,
      ({ inputs: { x, dy }, attrs }) =>
        depthwiseFilterGradient(x, dy, describeDepthwise(x.shape, attrs.filterShape, attrs)),
    ),
    kernel<InputInputs, DepthwiseConv2dNativeBackpropInputAttrs>(
      DepthwiseConv2dNativeBackpropInput,
      ({ inputs: { dy, filter }, attrs }) =>
        depthwiseInputGradient(dy, filter, describeDepthwise(attrs.inputShape, filter.shape, attrs)),
    ),
    kernel<{ dy: Tensor4D; input: Tensor4D; output: Tensor4D }, MaxPoolGradAttrs>(
      MaxPoolGrad,
      ({ inputs: { dy, input, output }, attrs }) =>
        maxPoolGradient(dy, input, output, describePool(input.shape, attrs)),
    ),
    kernel<{ a: Tensor; b: Tensor }, BatchMatMulAttrs>(BatchMatMul, (call) => {
      const { a, b } = call.inputs;
      const { transposeA, transposeB } = call.attrs;
      if (!transposeA && !transposeB) return stockProduct(call);
      return tidy(() => matMul(transposeA ? turned(a) : a, transposeB ? turned(b) : b));
    }),
    kernel<{ x: Tensor; segmentIds: Tensor }, UnsortedSegmentSumAttrs>(
      UnsortedSegmentSum,
      ({ inputs: { x, segmentIds }, attrs: { numSegments } }) =>
        tidy(() => {
          const [rows = 0, ...rest] = x.shape;
          const membership = cast(oneHot(cast(segmentIds, 'int32'), numSegments), 'float32');
          const sums: Tensor2D = matMul(turned(membership), reshape(x, [rows, -1]));
          return reshape(sums, [numSegments, ...rest]);
        }),
    ),
  ];
}

/** The matrices of the last two axes transposed. */
function turned(t: Tensor): Tensor {
  const axes = t.shape.map((_, axis) => axis);
  return transpose(t, [...axes.slice(0, -2), t.rank - 1, t.rank - 2]);
}
