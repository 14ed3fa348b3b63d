import { ModelError } from './errors';
import type { Borders, Pair, Padding } from './graph';

/** A window that slides over an image. */
export interface Sliding {
  readonly size: Pair;
  readonly strides: Pair;
  readonly dilation: Pair;
  readonly padding: Padding;
}

/** The input as [height, width, channels]. Throws ModelError `bad-shape` when it has another rank. */
export function imageShape(shape: readonly number[] | undefined, owner: string): readonly [number, number, number] {
  const [height, width, channels] = shape ?? [];
  if (shape?.length !== 3 || height === undefined || width === undefined || channels === undefined) {
    throw new ModelError(
      'bad-shape',
      `${owner} needs an input [height, width, channels], not [${(shape ?? []).join(', ')}].`,
    );
  }
  return [height, width, channels];
}

/** Height and width after a sliding window (TensorFlow's rule for `same` and `valid`). Throws ModelError `bad-shape`. */
export function windowed([height, width]: Pair, window: Sliding, owner: string): Pair {
  const along = (length: number, axis: 0 | 1): number => {
    if (window.padding === 'same') return Math.ceil(length / window.strides[axis]);
    return Math.floor((length - extent(window, axis)) / window.strides[axis]) + 1;
  };
  const out = [along(height, 0), along(width, 1)] as const;
  if (out[0] < 1 || out[1] < 1) throw new ModelError('bad-shape', `The window of ${owner} is larger than its input.`);
  return out;
}

/** The zeros that `same` or `valid` stands for; an odd one goes to the bottom or the right (TensorFlow's rule). */
export function bordersOf([height, width]: Pair, window: Sliding): Borders {
  const along = (length: number, axis: 0 | 1): Pair => {
    if (window.padding === 'valid') return [0, 0];
    const out = Math.ceil(length / window.strides[axis]);
    const total = Math.max(0, (out - 1) * window.strides[axis] + extent(window, axis) - length);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  };
  return { rows: along(height, 0), columns: along(width, 1) };
}

function extent({ size, dilation }: Sliding, axis: 0 | 1): number {
  return (size[axis] - 1) * dilation[axis] + 1;
}

/** Shape of an element-wise sum with broadcasting from the last axis. Throws ModelError `bad-shape`. */
export function broadcast(shapes: readonly (readonly number[])[], owner: string): readonly number[] {
  const rank = shapes[0]?.length ?? 0;
  return Array.from({ length: rank }, (_, axis) => {
    const dims = shapes.map((shape) => shape[axis] ?? 0);
    const wanted = Math.max(...dims);
    if (shapes.some((shape) => shape.length !== rank) || dims.some((dim) => dim !== wanted && dim !== 1)) {
      throw new ModelError('bad-shape', `The inputs of ${owner} have different shapes: ${listed(shapes)}.`);
    }
    return wanted;
  });
}

/** Shape after joining along `axis` (0 is the first axis after the batch). Throws ModelError `bad-shape`. */
export function joined(shapes: readonly (readonly number[])[], axis: number, owner: string): readonly number[] {
  const [first = []] = shapes;
  const fits = shapes.every(
    (shape) => shape.length === first.length && shape.every((dim, at) => at === axis || dim === first[at]),
  );
  if (!fits || axis < 0 || axis >= first.length) {
    throw new ModelError('bad-shape', `${owner} cannot join ${listed(shapes)}.`);
  }
  return first.map((dim, at) => (at === axis ? shapes.reduce((sum, shape) => sum + (shape[at] ?? 0), 0) : dim));
}

function listed(shapes: readonly (readonly number[])[]): string {
  return shapes.map((shape) => `[${shape.join(', ')}]`).join(', ');
}
