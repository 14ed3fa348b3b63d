import {
  type GradSaveFunc,
  type KernelConfig,
  type Tensor,
  customGrad,
  engine,
  getBackend,
  getKernel,
} from '@tensorflow/tfjs-core';

type Inputs = Readonly<Record<string, Tensor>>;
type Attributes = Readonly<Record<string, number | string | boolean>>;

/** Whether the running backend has one of our own kernels. Its type hides that a kernel may be missing. */
export function hasOwn(name: string): boolean {
  return (getKernel(name, getBackend()) as KernelConfig | undefined) !== undefined;
}

/**
 * Outputs of one of our own kernels, whose names no kernel of tfjs bears; null where the running backend has none, and
 * the caller composes the same out of plain operations.
 */
export function runOwn(name: string, inputs: Inputs, attributes: Attributes = {}): Tensor[] | null {
  if (!hasOwn(name)) return null;
  const outputs: Tensor | Tensor[] = engine().runKernel(name, { ...inputs }, { ...attributes });
  return Array.isArray(outputs) ? outputs : [outputs];
}

/** What a forward pass returns, and the tensors of it that its gradient reads. */
export interface Forward {
  readonly value: Tensor;
  readonly saved: readonly Tensor[];
}

/**
 * An operation with a gradient of its own.
 * @param gradient from the gradient to the output and the saved tensors to the gradients to `inputs`, one each.
 */
export function differentiable<T extends Tensor>(
  inputs: readonly Tensor[],
  forward: () => Forward,
  gradient: (dy: T, saved: readonly Tensor[]) => Tensor[],
): T {
  const op = customGrad((...given) => {
    const { value, saved } = forward();
    (given.at(-1) as GradSaveFunc)([...saved]);
    return { value, gradFunc: (dy: Tensor, kept: Tensor[]) => gradient(dy as T, kept) };
  });
  return op(...inputs) as T;
}
