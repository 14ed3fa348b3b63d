import {
  type Tensor,
  add,
  greater,
  matMul,
  mul,
  relu,
  reshape,
  square,
  sub,
  sum,
  tensor,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { OutputLoss } from '../../rounding/output-loss';
import type { PatchPair } from './moments';
import type { Roundable } from './roundable';

/** What the loss needs to know of a layer. */
type Compared = Pick<Roundable, 'choices' | 'reading' | 'rows' | 'columns' | 'bias'>;

/** A loss whose data lives on the backend. */
export interface OwnedLoss extends OutputLoss {
  dispose(): void;
}

/** A layer as two products of what its output positions see: with weights, and back from slopes of the outputs. */
interface Products {
  readonly of: (x: Tensor, weights: Tensor) => Tensor;
  readonly back: (x: Tensor, slopes: Tensor) => Tensor;
  readonly seen: (values: Float32Array) => Tensor;
  readonly weights: (values: Float32Array) => Tensor;
}

/**
 * The loss of AdaRound behind a ReLU, bias included: what the ReLU cuts off does not count (Nagel et al. 2020, equation 25).
 * It sees every output position in every step, where a loss without activation needs second moments only.
 */
export function reluLoss(pair: PatchPair, layer: Compared): OwnedLoss {
  const { choices, columns } = layer;
  const products = layer.reading.depthwise ? depthwiseProducts(pair, layer) : matrixProducts(pair, layer);
  const bias = tensor(layer.bias ?? new Float32Array(columns), [columns]);
  const [x, q] = [products.seen(pair.float), products.seen(pair.quantized)];
  const outputs = (seen: Tensor, values: Float32Array): Tensor =>
    add(reshape(products.of(seen, products.weights(values)), [pair.positions, columns]), bias);
  const want = tidy(() => relu(outputs(x, Float32Array.from(choices.weights))));
  return {
    evaluate: (values) => {
      const [error, slopes]: Tensor[] = tidy(() => {
        const y = outputs(q, Float32Array.from(values));
        const off = sub(relu(y), want);
        const passed = mul(mul(off, greater(y, 0)), 2 / pair.positions);
        return [sum(square(off)), products.back(q, passed)];
      });
      const gradient = Float64Array.from(slopes?.dataSync() ?? []);
      const total = error?.dataSync()[0] ?? 0;
      error?.dispose();
      slopes?.dispose();
      return { error: total / pair.positions, gradient };
    },
    errorOnFloatInputs: (values) => {
      const error = tidy(() => sum(square(sub(relu(outputs(x, Float32Array.from(values))), want))));
      const total = error.dataSync()[0] ?? 0;
      error.dispose();
      return total / pair.positions;
    },
    dispose: () => [bias, x, q, want].forEach((each) => each.dispose()),
  };
}

function matrixProducts({ positions }: PatchPair, { rows, columns }: Compared): Products {
  return {
    of: (x, weights) => matMul(x, weights),
    back: (x, slopes) => matMul(x, slopes, true),
    seen: (values) => tensor2d(values, [positions, rows]),
    weights: (values) => tensor2d(values, [rows, columns]),
  };
}

/** Each channel by itself: [positions, taps, channels, multiplier]. */
function depthwiseProducts({ positions }: PatchPair, { rows, columns, reading }: Compared): Products {
  const channels = reading.shape[2];
  const multiplier = columns / channels;
  return {
    of: (x, weights) => sum(mul(x, weights), 1),
    back: (x, slopes) => sum(mul(x, reshape(slopes, [positions, 1, channels, multiplier])), 0),
    seen: (values) => tensor(values, [positions, rows, channels, 1]),
    weights: (values) => tensor(values, [1, rows, channels, multiplier]),
  };
}
