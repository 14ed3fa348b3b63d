import {
  type Scalar,
  type Tensor,
  type Tensor2D,
  mean,
  reshape,
  square,
  sub,
  tensor,
  tensor1d,
} from '@tensorflow/tfjs-core';
import type { TrainingSettings } from '../../training/settings';
import { softmaxCrossEntropy } from '../gradients/ops';

/** Mean over the batch, and over the positions of a text. `outputs` are logits [batch, ..., classes] for cross-entropy. */
export function lossOf(kind: TrainingSettings['loss'], outputs: Tensor, targets: Int32Array | Float32Array): Scalar {
  if (kind === 'mean-squared-error')
    return mean(square(sub(outputs, tensor(Float32Array.from(targets), outputs.shape, 'float32'))));
  const logits: Tensor2D = reshape(outputs, [targets.length, outputs.size / targets.length]);
  return softmaxCrossEntropy(logits, tensor1d(Int32Array.from(targets), 'int32'));
}
