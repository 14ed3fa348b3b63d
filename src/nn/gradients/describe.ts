import { type Conv2DBackpropFilterAttrs, type MaxPoolGradAttrs, backend_util } from '@tensorflow/tfjs-core';

type Shape4D = [number, number, number, number];

/** Sizes, strides and padding of a convolution or pooling. */
export type Info = backend_util.Conv2DInfo;

type Window = Pick<Conv2DBackpropFilterAttrs, 'strides' | 'pad' | 'dimRoundingMode'>;

/** @throws Error when the shapes do not fit together. */
export function describe(inShape: number[], filterShape: number[], window: Window): Info {
  return convolution(inShape, filterShape, window, false);
}

/** @throws Error when the shapes do not fit together. */
export function describeDepthwise(inShape: number[], filterShape: number[], window: Window): Info {
  return convolution(inShape, filterShape, window, true);
}

function convolution(inShape: number[], filterShape: number[], window: Window, depthwise: boolean): Info {
  const { strides, pad, dimRoundingMode } = window;
  const [images, kernel] = [inShape as Shape4D, filterShape as Shape4D];
  return backend_util.computeConv2DInfo(images, kernel, strides, 1, pad, dimRoundingMode, depthwise);
}

export function describePool(inShape: number[], attributes: MaxPoolGradAttrs): Info {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  return backend_util.computePool2DInfo(inShape as Shape4D, filterSize, strides, 1, pad, dimRoundingMode);
}
