import { allocateBits } from '../allocate';
import { type Search, type SearchTask, toPolicy } from '../task';

/**
 * One policy: the bits that minimise the sum of the objective inside the budget (Yao et al. 2021, HAWQ-V3, section 3.4),
 * found exactly. The policy is the only one that is scored.
 */
export function* integerProgram(task: SearchTask): Search {
  const { least, most, cost, budget } = task;
  const widths = Array.from({ length: most - least + 1 }, (_, at) => least + at);
  const found = task.activations ? jointly(task, widths) : weightsOnly(task, widths);
  const inside = allocateBits(
    found.objective,
    cost.map((_, layer) => found.cost[layer]!),
    budget,
  );
  if (inside === null) return;
  yield {
    policies: [
      toPolicy(
        task,
        inside.choices.flatMap((choice) => found.bits[choice]!),
      ),
    ],
    episode: null,
  };
}

interface Choices {
  /** By layer and choice. */
  readonly objective: readonly (readonly number[])[];
  readonly cost: readonly (readonly number[])[];
  /** Bits of a layer's slots for each choice. */
  readonly bits: readonly (readonly number[])[];
}

function weightsOnly({ cost, objective, fixedActivations }: SearchTask, widths: readonly number[]): Choices {
  return {
    objective: cost.map((_, layer) => widths.map((w) => objective[layer]![w]!)),
    cost: cost.map((layer) => widths.map((w) => layer[w]![fixedActivations]!)),
    bits: widths.map((w) => [w]),
  };
}

function jointly({ cost, objective }: SearchTask, widths: readonly number[]): Choices {
  const pairs = widths.flatMap((w) => widths.map((a) => [w, a] as const));
  return {
    objective: cost.map((_, layer) => pairs.map(([w, a]) => objective[2 * layer]![w]! + objective[2 * layer + 1]![a]!)),
    cost: cost.map((layer) => pairs.map(([w, a]) => layer[w]![a]!)),
    bits: pairs,
  };
}
