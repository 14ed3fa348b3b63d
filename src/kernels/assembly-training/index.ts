export { biasAdd, biasGradient, biasScratch } from './bias';
export { columnSums, columnSumsScratch, spread } from './columns';
export { convFilterGradient, convFilterScratch, convInputGradient, convInputScratch } from './convolution';
export { convolve, convolveScratch } from './forward';
export { depthwiseFilterGradient, depthwiseInputGradient, depthwiseInputScratch } from './depthwise-gradients';
export { depthwiseConvolve, depthwiseConvolveScratch } from './depthwise-windows';
export { matMul, matMulScratch } from './matrix';
export { batchNorm, batchNormGradient, batchNormScratch } from './normalize';
export { adamStep, gelu, geluGradient, rectifiedSigmoid, rectifiedSigmoidGradient } from './pointwise';
export { maxPoolGradient } from './pool';
export { absMaxScale, fakeQuantize, fakeQuantizeGradient, quantizeScratch, valueRange } from './quantize';
export {
  layerNorm,
  layerNormGradient,
  layerNormScratch,
  segmentSum,
  softmaxCrossEntropy,
} from './rows';
export { softGradient, softValues } from './rounding';
