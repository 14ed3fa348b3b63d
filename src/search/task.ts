import type { CostTable } from '../hardware/costs';
import type { LayerWork } from '../hardware/layer-work';
import type { Policy } from './policy';

export type Method = 'greedy' | 'random' | 'evolutionary' | 'ilp' | 'haq';

/** Everything that decides what a search does; the scores of its policies come from outside. */
export interface SearchTask {
  readonly method: Method;
  readonly layers: readonly LayerWork[];
  readonly cost: CostTable;
  /** In the unit of `cost`. */
  readonly budget: number;
  readonly least: number;
  readonly most: number;
  /** Whether the inputs of the layers get bits of their own; otherwise they count as `fixedActivations`. */
  readonly activations: boolean;
  readonly fixedActivations: number;
  /** Policies that may be scored. */
  readonly evaluations: number;
  readonly seed: number;
  /** Accuracy of the float network on the same images, in percent. */
  readonly floatAccuracy: number;
  /** Objective of the integer program by slot and bits; empty for other methods. */
  readonly objective: readonly (readonly number[])[];
}

/** One episode of the agent. */
export interface Episode {
  /** What the actor said with its exploration, in [0, 1], one for each slot. */
  readonly actions: readonly number[];
  /** Bits of the actions, and after bits were taken away to meet the budget. */
  readonly proposed: readonly number[];
  readonly bits: readonly number[];
  /** Standard deviation of the exploration; null while actions are uniform. */
  readonly noise: number | null;
}

/** Policies whose scores a search waits for; `episode` tells how an agent came to its one. */
export interface Ask {
  readonly policies: readonly Policy[];
  readonly episode: Episode | null;
}

/** A search: asks for scores (accuracy in percent, in the order of the policies) until it ends. `null` asks for a breath. */
export type Search = Generator<Ask | null, void, readonly number[]>;

/**
 * The choices of a policy one after the other: for each layer its weights, then its activations where they are searched too.
 */
export function slotCount({ layers, activations }: Pick<SearchTask, 'layers' | 'activations'>): number {
  return layers.length * (activations ? 2 : 1);
}

export function toPolicy({ activations }: Pick<SearchTask, 'activations'>, bits: readonly number[]): Policy {
  if (!activations) return { weights: bits, activations: null };
  return {
    weights: bits.filter((_, slot) => slot % 2 === 0),
    activations: bits.filter((_, slot) => slot % 2 === 1),
  };
}

/** The reverse of `toPolicy`. */
export function toSlots({ weights, activations }: Policy): readonly number[] {
  return activations === null ? weights : weights.flatMap((bits, layer) => [bits, activations[layer] ?? 0]);
}

type Costed = Pick<SearchTask, 'cost' | 'activations' | 'fixedActivations'>;

/** Cost of the choices of a policy, slot by slot. */
export function slotsCost({ cost, activations, fixedActivations }: Costed, bits: readonly number[]): number {
  let sum = 0;
  for (let layer = 0; layer < cost.length; layer++) {
    const weights = activations ? bits[2 * layer]! : bits[layer]!;
    sum += cost[layer]![weights]![activations ? bits[2 * layer + 1]! : fixedActivations]!;
  }
  return sum;
}

/** The least that any policy of the task costs. */
export function leastCost(task: Costed & Pick<SearchTask, 'least' | 'layers'>): number {
  return slotsCost(
    task,
    Array.from({ length: slotCount(task) }, () => task.least),
  );
}

/** Cost of any policy, also of one with layers in float; its inputs count as `fixedActivations` where it says nothing of them. */
export function policyCost(
  { cost, fixedActivations }: Pick<SearchTask, 'cost' | 'fixedActivations'>,
  { weights, activations }: Policy,
): number {
  return weights.reduce((sum, bits, layer) => sum + cost[layer]![bits]![activations?.[layer] ?? fixedActivations]!, 0);
}
