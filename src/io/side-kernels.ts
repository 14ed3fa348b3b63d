import { type Recipe, type Side, recipeFor } from '../experiment/spec';
import type { Kernels } from '../kernels/index';
import { type Kernel, type Model, tensorOf } from '../model/graph';
import { type QuantizedTensor, quantizeTensor } from '../quantizers/quantize';

/** A kernel of a network under one side. */
export interface SideKernel {
  readonly kernel: Kernel;
  /** Null both: it stays as it is. */
  readonly recipe: Recipe | null;
  readonly quantized: QuantizedTensor | null;
}

/** Every kernel of a model in flow order under a side (null: float), yielding after each. */
export function* sideKernels(
  model: Model,
  side: Side | null,
  kernels: Kernels,
): Generator<{ done: number; total: number }, readonly SideKernel[], void> {
  const all: SideKernel[] = [];
  for (const kernel of model.kernels) {
    const recipe = side === null ? null : recipeFor(side, kernel.info.name);
    const isFloat = side === null || recipe === null || recipe.quantizer.id === 'float';
    all.push(
      isFloat
        ? { kernel, recipe: null, quantized: null }
        : { kernel, recipe, quantized: quantizeTensor(tensorOf(kernel), recipe, { kernels, seed: side.seed }) },
    );
    yield { done: all.length, total: model.kernels.length };
  }
  return all;
}
