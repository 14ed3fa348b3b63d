import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { quantizeDynamic, quantizeFixed } from '../activations/apply';
import { activationGranularities } from '../activations/granularities';
import { type Tap, tapsOf } from '../activations/taps';
import type { TapScales } from '../activations/technique';
import { keyOf } from '../experiment/key';
import { type Recipe, type Side, activationRecipeFor } from '../experiment/spec';
import { roundBias } from '../integer/bias';
import type { CodeGrid } from '../inference/float-grid';
import type { CalibratedTaps } from '../jobs/activation-reports';
import type { Kernels } from '../kernels/index';
import type { Model } from '../model/graph';
import type { Feed } from './operations';
import type { KernelValues } from './quantized-kernels';

/** What one network does to its activations. */
export interface VariantTaps {
  /** Of each kernel: equal texts, equal effect at its tap and on its bias. Empty in float32. */
  readonly ids: readonly string[];
  /** Images that a forward pass must take together; null when they do not depend on each other. */
  readonly batch: number | null;
  /** Replaces the input of a kernel by its quantized values. */
  readonly feed: Feed;
  /** The same for values outside the backend; null where the input stays as it is. Items stand for themselves if `batch` is null. */
  readonly replace: (kernel: number, input: Float32Array) => Float32Array | null;
  /** The same as grids, by kernel, where it is no more than rounding to one. */
  readonly grids: ReadonlyMap<number, CodeGrid>;
  /** Rounded biases, by node; the others stay as they are. */
  readonly biases: ReadonlyMap<number, Float32Array>;
}

/** Equal `id`, equal scales. */
export interface NamedScales {
  readonly id: string;
  readonly scales: TapScales;
}

interface TapRecipe {
  readonly tap: Tap;
  readonly recipe: Recipe;
  /** Null: found in the values themselves. */
  readonly scales: TapScales | null;
}

/** Quantized activations of a model under any settings. */
export class QuantizedTaps {
  private readonly taps: readonly Tap[];
  private readonly grids = new WeakMap<TapScales, CodeGrid>();

  constructor(
    private readonly model: Model,
    private readonly kernels: Kernels,
  ) {
    this.taps = tapsOf(model);
  }

  /**
   * What a side asks for. `calibrated` has the scales of every tap with a fixed range.
   * Throws RangeError where they are missing.
   */
  under(side: Side | null, calibrated: CalibratedTaps, kernels: readonly KernelValues[]): VariantTaps {
    const found = new Map<number, TapRecipe>();
    for (const tap of side === null ? [] : this.taps) {
      const recipe = side === null ? null : activationRecipeFor(side, tap.layer);
      if (recipe !== null) found.set(tap.kernel, { tap, recipe, scales: scalesOf(tap, recipe, calibrated) });
    }
    const isRounded = side?.activations?.bias === 'int32';
    const biases = isRounded ? roundedBiases(this.model.nodes, found, kernels) : new Map<number, Float32Array>();
    const ids = this.model.kernels.map((_, kernel) => idOf(found.get(kernel), biases));
    return this.variant(found, ids, biases);
  }

  /** Every tap under one recipe with scales that are given; where they are null its input stays as it is. */
  fixed(recipe: Recipe, scalesOf: (slot: number) => NamedScales | null): VariantTaps {
    const found = new Map<number, TapRecipe>();
    const ids = this.model.kernels.map(() => '');
    this.taps.forEach((tap, slot) => {
      const known = scalesOf(slot);
      if (known === null) return;
      found.set(tap.kernel, { tap, recipe, scales: known.scales });
      ids[tap.kernel] = known.id;
    });
    return this.variant(found, ids, new Map());
  }

  private variant(
    found: ReadonlyMap<number, TapRecipe>,
    ids: readonly string[],
    biases: VariantTaps['biases'],
  ): VariantTaps {
    const replace = (kernel: number, input: Float32Array) => this.quantized(found.get(kernel), input);
    return {
      ids,
      batch: batchOf([...found.values()]),
      feed: (kernel, input) => (found.has(kernel) ? fed(input, (data) => replace(kernel, data)) : input),
      replace,
      grids: new Map([...found].flatMap(([kernel, at]) => this.gridOf(at).map((grid) => [kernel, grid] as const))),
      biases,
    };
  }

  /** The grid of a tap; none where its codes are another matter. */
  private gridOf({ recipe, scales }: TapRecipe): readonly CodeGrid[] {
    if (scales === null || recipe.rounder.id !== 'nearest-even') return [];
    const known = this.grids.get(scales) ?? gridOf(scales);
    this.grids.set(scales, known);
    return [known];
  }

  private quantized(at: TapRecipe | undefined, data: Float32Array): Float32Array | null {
    if (at === undefined) return null;
    const { tap, recipe, scales } = at;
    return scales === null
      ? quantizeDynamic(data, tap, recipe, this.kernels).values
      : quantizeFixed(data, scales, recipe, this.kernels).values;
  }
}

/** clip(round(x / s) + z, a, b) - z = clip(round(x / s), a - z, b - z). */
function gridOf({ scales, zeroPoints, qmin, qmax }: TapScales): CodeGrid {
  return {
    scales: scales.map(Math.fround),
    low: zeroPoints.map((zero) => qmin - zero),
    high: zeroPoints.map((zero) => qmax - zero),
  };
}

function fed(input: Tensor, replace: (data: Float32Array) => Float32Array | null): Tensor {
  const values = replace(input.dataSync() as Float32Array);
  return values === null ? input : tensor(values, input.shape);
}

function roundedBiases(
  nodes: Model['nodes'],
  found: ReadonlyMap<number, TapRecipe>,
  kernels: readonly KernelValues[],
): Map<number, Float32Array> {
  const rounded = new Map<number, Float32Array>();
  for (const [kernel, { tap, scales }] of found) {
    const op = nodes[tap.node]?.op;
    const bias = op !== undefined && 'bias' in op && tap.kernel === lastKernel(op) ? op.bias : null;
    const weightScales = kernels[kernel]?.biasScales ?? null;
    if (bias === null || scales?.scales.length !== 1 || weightScales === null) continue;
    rounded.set(tap.node, roundBias(bias, weightScales, scales.scales[0] ?? 1));
  }
  return rounded;
}

function lastKernel(op: Model['nodes'][number]['op']): number | null {
  if (op.kind === 'separable') return op.pointwise;
  return 'kernel' in op ? op.kernel : null;
}

function scalesOf(tap: Tap, recipe: Recipe, calibrated: CalibratedTaps): TapScales | null {
  if (activationGranularities[recipe.granularity.id]?.moment === 'dynamic') return null;
  const known = calibrated[tap.layer];
  if (known !== undefined) return known;
  throw new RangeError(`The range of the input of ${tap.layer} has not been calibrated.`);
}

function idOf(at: TapRecipe | undefined, biases: ReadonlyMap<number, unknown>): string {
  if (at === undefined) return '';
  const { tap, recipe, scales } = at;
  return keyOf([scales ?? recipe, recipe.rounder.id, biases.has(tap.node)]);
}

/** The batch of the dynamic ranges. Throws RangeError when layers ask for different ones. */
function batchOf(taps: readonly TapRecipe[]): number | null {
  const sizes = taps.flatMap(({ recipe: { granularity } }) =>
    granularity.id === 'batch' ? [Number(granularity.params['batchSize'])] : [],
  );
  const [size = null] = sizes;
  if (sizes.some((other) => other !== size))
    throw new RangeError('Dynamic ranges of all layers must have one batch size.');
  return size;
}
