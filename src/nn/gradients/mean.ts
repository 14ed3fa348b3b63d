import {
  type GradConfig,
  Mean,
  type MeanAttrs,
  type Tensor,
  div,
  mul,
  ones,
  reshape,
  util,
} from '@tensorflow/tfjs-core';
import { sizeOf } from './heap';
import { runOwn } from './own';

/** Of a mean: tfjs divides after it has filled the shape with ones, in JavaScript, and multiplied; the values are the same. */
export const meanGradient: GradConfig = {
  kernelName: Mean,
  inputsToSave: ['x'],
  gradFunc: (dy, saved, attrs) => {
    const { shape } = saved[0]!;
    const axes = util.parseAxisParam((attrs as unknown as MeanAttrs).axis, shape).sort((a, b) => a - b);
    return { x: () => spread(dy as Tensor, shape, axes) };
  },
};

/** dy over the number of places that each of its values goes to: along the axes of a shape. */
function spread(dy: Tensor, shape: number[], axes: readonly number[]): Tensor {
  const [first = 0, last = -1] = [axes[0], axes.at(-1)];
  const [before, rows, width] = [shape.slice(0, first), shape.slice(first, last + 1), shape.slice(last + 1)].map(
    sizeOf,
  );
  const share = div(
    dy,
    axes.reduce((count, axis) => count * shape[axis]!, 1),
  );
  const isTogether = axes.length > 0 && last - first + 1 === axes.length;
  const own = isTogether ? runOwn('Spread', { x: share }, { before: before!, rows: rows!, width: width! }) : null;
  if (own !== null) return reshape(own[0]!, shape);
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return mul(reshape(share, kept), ones(shape));
}
