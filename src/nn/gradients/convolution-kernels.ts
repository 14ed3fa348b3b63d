import {
  Conv2D,
  type Conv2DAttrs,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  DepthwiseConv2dNative,
  type DepthwiseConv2dNativeAttrs,
  DepthwiseConv2dNativeBackpropFilter,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInput,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  MaxPoolGrad,
  type MaxPoolGradAttrs,
  type Tensor4D,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { ChannelGeometry, Geometry } from '../../kernels/training';
import { depthwiseFilterGradient, depthwiseInputGradient } from './composed-convolution';
import { type Info, describe, describeDepthwise, describePool } from './describe';
import type { Heap } from './heap';
import { type Call, type Kernel, type Stock, kernel } from './kernel';

interface FilterInputs {
  readonly x: Tensor4D;
  readonly dy: Tensor4D;
}

interface ProductInputs {
  readonly x: Tensor4D;
  readonly filter: Tensor4D;
}

interface InputInputs {
  readonly dy: Tensor4D;
  readonly filter: Tensor4D;
}

/** Convolutions and their gradients, for any stride and padding; tfjs admits no dilation in gradients. */
export function convolutionKernels(heap: Heap, stock: Stock): Kernel[] {
  const stockConvolution = stock(Conv2D);
  return [
    kernel<ProductInputs, Conv2DAttrs>(Conv2D, (call) => convolution(heap, call) ?? stockConvolution(call)),
    kernel<FilterInputs, Conv2DBackpropFilterAttrs>(Conv2DBackpropFilter, ({ inputs: { x, dy }, attrs }) => {
      return filterGradient(heap, x, dy, describe(x.shape, attrs.filterShape, attrs));
    }),
    kernel<InputInputs, Conv2DBackpropInputAttrs>(Conv2DBackpropInput, ({ inputs: { dy, filter }, attrs }) => {
      return inputGradient(heap, dy, filter, describe(attrs.inputShape, filter.shape, attrs));
    }),
  ];
}

function geometry(info: Info): Geometry {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  // prettier-ignore
  return [
    batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels,
    filterHeight, filterWidth, strideHeight, strideWidth, padInfo.top, padInfo.left,
  ];
}

/** Sums in the order of XNNPACK, from weights that are packed anew, as they are new in every step. Null for what is dilated. */
function convolution(
  heap: Heap,
  { inputs: { x, filter }, attrs }: Call<ProductInputs, Conv2DAttrs>,
): TensorInfo | null {
  const isDilated = [attrs.dilations].flat().some((rate) => rate !== 1);
  if (isDilated || attrs.dataFormat !== 'NHWC') return null;
  const info = describe(x.shape, filter.shape, attrs);
  const { inChannels, outChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const y = heap.output(info.outShape);
  const { instructions } = heap;
  const bytes = instructions.convolveScratch(
    inChannels,
    outHeight,
    outWidth,
    outChannels,
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
  );
  instructions.convolve(heap.at(x), heap.at(filter), heap.at(y), heap.scratch(bytes), ...geometry(info));
  return y;
}

function filterGradient(heap: Heap, x: TensorInfo, dy: TensorInfo, info: Info): TensorInfo {
  const { inChannels, outChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const dw = heap.output(info.filterShape);
  const { instructions } = heap;
  const bytes = instructions.convFilterScratch(
    inChannels,
    outHeight,
    outWidth,
    outChannels,
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
  );
  instructions.convFilterGradient(heap.at(x), heap.at(dy), heap.at(dw), heap.scratch(bytes), ...geometry(info));
  return dw;
}

function inputGradient(heap: Heap, dy: TensorInfo, filter: TensorInfo, info: Info): TensorInfo {
  const { inHeight, inWidth, inChannels, outChannels, filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const dx = heap.output(info.inShape);
  const { instructions } = heap;
  const bytes = instructions.convInputScratch(
    inHeight,
    inWidth,
    inChannels,
    outChannels,
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
    info.padInfo.top,
    info.padInfo.left,
  );
  instructions.convInputGradient(heap.at(dy), heap.at(filter), heap.at(dx), heap.scratch(bytes), ...geometry(info));
  return dx;
}

/** What handles every channel by itself: depthwise convolution with its gradients, and the gradient of max-pooling. */
export function channelKernels(heap: Heap, stock: Stock): Kernel[] {
  const { instructions } = heap;
  const stockDepthwise = stock(DepthwiseConv2dNative);
  return [
    kernel<ProductInputs, DepthwiseConv2dNativeAttrs>(
      DepthwiseConv2dNative,
      (call) => depthwise(heap, call) ?? stockDepthwise(call),
    ),
    kernel<FilterInputs, DepthwiseConv2dNativeBackpropFilterAttrs>(
      DepthwiseConv2dNativeBackpropFilter,
      ({ inputs: { x, dy }, attrs }) => {
        const info = describeDepthwise(x.shape, attrs.filterShape, attrs);
        if (attrs.filterShape[3] !== 1) return depthwiseFilterGradient(x, dy, info);
        const dw = heap.output(attrs.filterShape);
        instructions.depthwiseFilterGradient(heap.at(x), heap.at(dy), heap.at(dw), ...channelGeometry(info));
        return dw;
      },
    ),
    kernel<InputInputs, DepthwiseConv2dNativeBackpropInputAttrs>(
      DepthwiseConv2dNativeBackpropInput,
      ({ inputs: { dy, filter }, attrs }) => {
        const info = describeDepthwise(attrs.inputShape, filter.shape, attrs);
        if (filter.shape[3] !== 1) return depthwiseInputGradient(dy, filter, info);
        const dx = heap.output(attrs.inputShape);
        const { strideHeight, strideWidth, filterHeight, filterWidth, padInfo } = info;
        const isPadded = padInfo.top < filterHeight && padInfo.left < filterWidth;
        if (strideHeight === 1 && strideWidth === 1 && isPadded) upstreamGradient(heap, dy, filter, dx, info);
        else instructions.depthwiseInputGradient(heap.at(dy), heap.at(filter), heap.at(dx), ...channelGeometry(info));
        return dx;
      },
    ),
    kernel<{ dy: TensorInfo; input: TensorInfo }, MaxPoolGradAttrs>(MaxPoolGrad, ({ inputs: { dy, input }, attrs }) => {
      const info = describePool(input.shape, attrs);
      const dx = heap.output(input.shape);
      instructions.maxPoolGradient(heap.at(input), heap.at(dy), heap.at(dx), ...channelGeometry(info));
      return dx;
    }),
  ];
}

/** Null for what is dilated and for several outputs a channel. */
function depthwise(
  heap: Heap,
  { inputs: { x, filter }, attrs }: Call<ProductInputs, DepthwiseConv2dNativeAttrs>,
): TensorInfo | null {
  const isDilated = [attrs.dilations].flat().some((rate) => rate !== 1);
  if (isDilated || filter.shape[3] !== 1) return null;
  const info = describeDepthwise(x.shape, filter.shape, attrs);
  const { inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const y = heap.output(info.outShape);
  const { instructions } = heap;
  const bytes = instructions.depthwiseScratch(
    inChannels,
    outHeight,
    outWidth,
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
  );
  const places = [heap.at(x), heap.at(filter), heap.at(y), heap.scratch(bytes)] as const;
  instructions.depthwiseConvolve(...places, ...channelGeometry(info));
  return y;
}

function upstreamGradient(heap: Heap, dy: TensorInfo, filter: TensorInfo, dx: TensorInfo, info: Info): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, padInfo } = info;
  const { instructions } = heap;
  const bytes = instructions.upstreamScratch(inHeight, inWidth, inChannels, filterHeight, filterWidth);
  const places = [heap.at(dy), heap.at(filter), heap.at(dx), heap.scratch(bytes)] as const;
  // prettier-ignore
  instructions.depthwiseUpstream(
    ...places, batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth,
    padInfo.top, padInfo.left,
  );
}

function channelGeometry(info: Info): ChannelGeometry {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  // prettier-ignore
  return [
    batchSize, inHeight, inWidth, inChannels, outHeight, outWidth,
    filterHeight, filterWidth, strideHeight, strideWidth, padInfo.top, padInfo.left,
  ];
}
