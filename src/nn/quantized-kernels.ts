import { keyOf } from '../experiment/key';
import { type Side, recipeFor } from '../experiment/spec';
import type { Kernels } from '../kernels/index';
import { type Model, tensorOf } from '../model/graph';
import { quantizeTensor } from '../quantizers/quantize';
import { ByteCache } from './byte-cache';

/** Values of one kernel under one recipe. Equal `id` means equal values. */
export interface KernelValues {
  readonly id: number;
  readonly values: Float32Array;
  /** float32 scale of all weights, or of each output channel; null when they do not share one. */
  readonly biasScales: readonly number[] | null;
}

const BUDGET = 32 * 2 ** 20;

/** The kernels of a model under any recipe; those of recent recipes are remembered. */
export class QuantizedKernels {
  private readonly cache = new ByteCache<KernelValues>(BUDGET);
  private readonly float: readonly KernelValues[];

  /** @param newId numbers for values; those who compare ids must share it. */
  constructor(
    private readonly model: Model,
    private readonly kernels: Kernels,
    private readonly newId: () => number = counter(),
  ) {
    this.float = model.kernels.map(({ data }) => ({ id: newId(), values: data, biasScales: null }));
  }

  /** The kernels as trained. */
  trained(): readonly KernelValues[] {
    return this.float;
  }

  /** All kernels under the recipes of a side (null: as trained), yielding after each. */
  *under(side: Side | null): Generator<void, readonly KernelValues[], void> {
    this.cache.beginRun();
    const all: KernelValues[] = [];
    for (let index = 0; index < this.float.length; index++) {
      all.push(this.one(index, side));
      yield;
    }
    return all;
  }

  private one(index: number, side: Side | null): KernelValues {
    const [kernel, float] = [this.model.kernels[index], this.float[index]];
    if (kernel === undefined || float === undefined) throw new RangeError(`The model has no kernel ${String(index)}.`);
    if (side === null) return float;
    const recipe = recipeFor(side, kernel.info.name);
    if (recipe.quantizer.id === 'float') return float;
    const key = `${String(index)} ${String(side.seed)} ${keyOf(recipe)}`;
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const { values, scales, regions } = quantizeTensor(tensorOf(kernel), recipe, {
      kernels: this.kernels,
      seed: side.seed,
    });
    const isShared = recipe.quantizer.id === 'uniform' && (regions.kind === 'tensor' || regions.kind === 'channel');
    const made = { id: this.newId(), values, biasScales: isShared ? scales : null };
    this.cache.set(key, made, values.byteLength);
    return made;
  }
}

/** 0, 1, 2 and so on. */
export function counter(): () => number {
  let next = 0;
  return () => next++;
}
