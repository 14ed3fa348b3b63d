/** The operations of a transformer in tfjs, each differentiable. Tensors are [batch, time, channels]. */
import {
  type Tensor,
  type Tensor2D,
  add,
  cast,
  customGrad,
  gather,
  matMul,
  mean,
  mul,
  oneHot,
  reshape,
  rsqrt,
  slice,
  softmax,
  split,
  square,
  sub,
  tensor2d,
  transpose,
  zeros,
} from '@tensorflow/tfjs-core';

/** What a score is lowered by where a position may not look; the exponential of what is left is 0 in float32. */
const HIDDEN = -1e9;

/**
 * Rows of `table` [tokens, channels] by the indices `ids` [...]. The gradient sums the rows of equal indices as a product
 * with one-hot columns, because the WebAssembly backend lacks the kernel that the gradient of `gather` calls.
 */
export function embed(ids: Tensor, table: Tensor2D): Tensor {
  const [tokens, channels] = table.shape;
  const flat = reshape(cast(ids, 'int32'), [-1]);
  const lookUp = customGrad((...args) => {
    const [rows, save] = args as unknown as [Tensor2D, (tensors: Tensor[]) => void];
    // The gradient may be asked for after the scope of the forward pass has ended.
    save([flat]);
    return {
      value: gather(rows, flat),
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        matMul(oneHot(saved[0] as Tensor, tokens, 1, 0, 'float32') as Tensor2D, dy as Tensor2D, true),
    };
  });
  return reshape(lookUp(table), [...ids.shape, channels]);
}

/** The first rows of `table` [positions, channels] in the shape of x [batch, time, channels]. */
export function positions(x: Tensor, table: Tensor2D): Tensor {
  const [batch = 0, time = 0, channels = 0] = x.shape;
  return add(slice(table, [0, 0], [time, channels]), zeros([batch, 1, 1]));
}

/** Mean 0 and variance 1 along the last axis, then scaled and shifted. */
export function layerNorm(x: Tensor, gamma: Tensor | null, beta: Tensor | null, epsilon: number): Tensor {
  const centred = sub(x, mean(x, -1, true));
  const normal = mul(centred, rsqrt(add(mean(square(centred), -1, true), epsilon)));
  const scaled = gamma === null ? normal : mul(normal, gamma);
  return beta === null ? scaled : add(scaled, beta);
}

/** Causal attention over q, k and v side by side: [batch, time, 3 channels] to [batch, time, channels]. */
export function attend(qkv: Tensor, heads: number): Tensor {
  const [batch = 0, time = 0, width = 0] = qkv.shape;
  const size = width / (3 * heads);
  // q, k and v along the first axis: there the backend takes them apart, and puts gradients together, without moving rows.
  const parts = split(transpose(reshape(qkv, [batch, time, 3, width / 3]), [2, 0, 1, 3]), 3, 0);
  const byHead = (part: number): Tensor => reshape(parts[part] as Tensor, [batch, time, heads, size]);
  const q = transpose(byHead(0), [0, 2, 1, 3]);
  const keys = transpose(byHead(1), [0, 2, 3, 1]);
  const v = transpose(byHead(2), [0, 2, 1, 3]);
  const scores = matMul(mul(q, 1 / Math.sqrt(size)), keys);
  const mixed = matMul(softmax(add(scores, causalMask(time))), v);
  return reshape(transpose(mixed, [0, 2, 1, 3]), [batch, time, heads * size]);
}

/** [time, time]: 0 up to the diagonal, HIDDEN after it. */
function causalMask(time: number): Tensor2D {
  const values = Float32Array.from({ length: time * time }, (_, at) =>
    at % time > Math.floor(at / time) ? HIDDEN : 0,
  );
  return tensor2d(values, [time, time]);
}
