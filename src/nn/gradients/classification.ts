import {
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  cast,
  exp,
  gather,
  logSoftmax,
  mean,
  mul,
  neg,
  oneHot,
  sub,
  sum,
  tidy,
} from '@tensorflow/tfjs-core';
import { differentiable, runOwn } from './own';

/**
 * Mean over the rows of -log softmax(logits)[label].
 * @param logits [rows, classes]. @param labels int32 [rows], each in 0 .. classes - 1.
 */
export function softmaxCrossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  return differentiable<Scalar>(
    [logits],
    () => {
      const whole = cast(labels, 'int32');
      const [loss, gradient] = runOwn('SoftmaxCrossEntropy', { logits, labels: whole }) ?? composed(logits, whole);
      return { value: loss!, saved: [gradient!] };
    },
    (dy, saved) => [mul(saved[0]!, dy)],
  );
}

/** [loss, its gradient to the logits]. */
function composed(logits: Tensor2D, labels: Tensor1D): Tensor[] {
  return tidy(() => {
    const [rows, classes] = logits.shape;
    const hot = cast(oneHot(labels, classes), 'float32');
    const logarithms = logSoftmax(logits);
    return [neg(mean(sum(mul(hot, logarithms), 1))), mul(sub(exp(logarithms), hot), 1 / rows)];
  });
}

/** Rows of `table` [words, width] by number: [...shape of ids, width]. The gradient adds up the rows taken twice. */
export function embedding(table: Tensor2D, ids: Tensor): Tensor {
  return gather(table, cast(ids, 'int32'));
}
