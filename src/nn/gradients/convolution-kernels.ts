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
import type { ChannelGeometry, Geometry, Product, Scratch } from '../../kernels/training';
import { depthwiseFilterGradient, depthwiseInputGradient } from './composed-convolution';
import { type Info, describe, describeDepthwise, describePool } from './describe';
import type { Heap } from './heap';
import { type Kernel, type Stock, kernel } from './kernel';

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

/** A kernel of ours on two tensors, and the bytes of scratch that it asks for. */
interface Work<Sizes extends Geometry | ChannelGeometry> {
  readonly scratch: Scratch<Sizes>;
  readonly run: Product<Sizes>;
}

function computed<Sizes extends Geometry | ChannelGeometry>(
  heap: Heap,
  [a, b]: readonly [TensorInfo, TensorInfo],
  shape: readonly number[],
  geometry: Sizes,
  { scratch, run }: Work<Sizes>,
): TensorInfo {
  const to = heap.output(shape);
  run(heap.at(a), heap.at(b), heap.at(to), heap.scratch(scratch(...geometry)), ...geometry);
  return to;
}

/** Ours know neither dilation nor channels before the pixels. */
function isPlain({ dilations, dataFormat }: Pick<Conv2DAttrs, 'dilations' | 'dataFormat'>): boolean {
  return dataFormat === 'NHWC' && [dilations].flat().every((rate) => rate === 1);
}

/**
 * Convolutions and their gradients, for any stride and padding; tfjs admits no dilation in gradients. Sums run in the order of
 * XNNPACK, from weights that are packed anew, as they are new in every step.
 */
export function convolutionKernels(heap: Heap, stock: Stock): Kernel[] {
  const { instructions } = heap;
  const stockConvolution = stock(Conv2D);
  const forward: Work<Geometry> = { scratch: instructions.convolveScratch, run: instructions.convolve };
  const toFilter: Work<Geometry> = { scratch: instructions.convFilterScratch, run: instructions.convFilterGradient };
  const toInput: Work<Geometry> = { scratch: instructions.convInputScratch, run: instructions.convInputGradient };
  return [
    kernel<ProductInputs, Conv2DAttrs>(Conv2D, (call) => {
      const { x, filter } = call.inputs;
      if (!isPlain(call.attrs)) return stockConvolution(call);
      const info = describe(x.shape, filter.shape, call.attrs);
      return computed(heap, [x, filter], info.outShape, geometry(info), forward);
    }),
    kernel<FilterInputs, Conv2DBackpropFilterAttrs>(Conv2DBackpropFilter, ({ inputs: { x, dy }, attrs }) => {
      const info = describe(x.shape, attrs.filterShape, attrs);
      return computed(heap, [x, dy], info.filterShape, geometry(info), toFilter);
    }),
    kernel<InputInputs, Conv2DBackpropInputAttrs>(Conv2DBackpropInput, ({ inputs: { dy, filter }, attrs }) => {
      const info = describe(attrs.inputShape, filter.shape, attrs);
      return computed(heap, [dy, filter], info.inShape, geometry(info), toInput);
    }),
  ];
}

function geometry(info: Info): Geometry {
  const [batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, ...window] = channelGeometry(info);
  return [batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, info.outChannels, ...window];
}

/** What handles every channel by itself: depthwise convolution with its gradients, and the gradient of max-pooling. */
export function channelKernels(heap: Heap, stock: Stock): Kernel[] {
  const { instructions } = heap;
  const stockDepthwise = stock(DepthwiseConv2dNative);
  const forward: Work<ChannelGeometry> = {
    scratch: instructions.depthwiseConvolveScratch,
    run: instructions.depthwiseConvolve,
  };
  const toInput: Work<ChannelGeometry> = {
    scratch: instructions.depthwiseInputScratch,
    run: instructions.depthwiseInputGradient,
  };
  return [
    kernel<ProductInputs, DepthwiseConv2dNativeAttrs>(DepthwiseConv2dNative, (call) => {
      const { x, filter } = call.inputs;
      if (!isPlain(call.attrs) || filter.shape[3] !== 1) return stockDepthwise(call);
      const info = describeDepthwise(x.shape, filter.shape, call.attrs);
      return computed(heap, [x, filter], info.outShape, channelGeometry(info), forward);
    }),
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
        return computed(heap, [dy, filter], attrs.inputShape, channelGeometry(info), toInput);
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

function channelGeometry(info: Info): ChannelGeometry {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  // prettier-ignore
  return [
    batchSize, inHeight, inWidth, inChannels, outHeight, outWidth,
    filterHeight, filterWidth, strideHeight, strideWidth, padInfo.top, padInfo.left,
  ];
}
