import { keyOf } from '../experiment/key';
import { type Recipe, type Side, recipeFor } from '../experiment/spec';
import type { Kernels } from '../kernels/index';
import { type Model, tensorOf } from '../model/graph';
import type { LayerWeights } from '../jobs/reports';
import { biasScalesOf, quantizeTensor } from '../quantizers/quantize';
import { ByteCache } from './byte-cache';

/** Values of one kernel under one recipe. Equal `id` means equal values. */
export interface KernelValues extends Omit<LayerWeights, 'layer'> {
  readonly id: number;
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

  /** Takes over weights that another worker has quantized under the recipes of a side: the same that this one would find. */
  put(side: Side, given: readonly LayerWeights[]): void {
    this.cache.beginRun();
    for (const { layer, values, biasScales } of given) {
      const index = this.model.kernels.findIndex(({ info }) => info.name === layer);
      if (this.model.kernels[index]?.data.length !== values.length)
        throw new RangeError(`The model has no layer "${layer}" with ${String(values.length)} weights.`);
      const key = keyAt(index, side, recipeFor(side, layer));
      if (this.cache.get(key) === undefined) this.keep(key, { id: this.newId(), values, biasScales });
    }
  }

  private one(index: number, side: Side | null): KernelValues {
    const [kernel, float] = [this.model.kernels[index], this.float[index]];
    if (kernel === undefined || float === undefined) throw new RangeError(`The model has no kernel ${String(index)}.`);
    if (side === null) return float;
    const recipe = recipeFor(side, kernel.info.name);
    if (recipe.quantizer.id === 'float') return float;
    const key = keyAt(index, side, recipe);
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const quantized = quantizeTensor(tensorOf(kernel), recipe, { kernels: this.kernels, seed: side.seed });
    const { values } = quantized;
    return this.keep(key, { id: this.newId(), values, biasScales: biasScalesOf(recipe, quantized) });
  }

  private keep(key: string, made: KernelValues): KernelValues {
    this.cache.set(key, made, made.values.byteLength);
    return made;
  }
}

function keyAt(index: number, { seed }: Side, recipe: Recipe): string {
  return `${String(index)} ${String(seed)} ${keyOf(recipe)}`;
}

/** 0, 1, 2 and so on. */
export function counter(): () => number {
  let next = 0;
  return () => next++;
}
