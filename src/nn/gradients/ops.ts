/**
 * What training needs beyond the operations of tfjs. Each runs as one kernel of our own where `registerTrainingKernels`
 * has found WebAssembly SIMD, and is composed of plain operations elsewhere; the results agree to float32 rounding.
 * All work inside `grad`, `variableGrads` and the optimizers of tfjs; tensors are disposed of as there.
 */
export { adamStep } from './adam';
export { biasAdd, gelu } from './activations';
export { embedding, softmaxCrossEntropy } from './classification';
export { absMaxScale, fakeQuantize, observedRange } from './fake-quantize';
export { batchNormTraining, layerNorm } from './normalization';
export { type ScaledGrid, rectifiedFakeQuantize } from './rectified-grid';
export { rectifiedSigmoid } from './rectified-sigmoid';
