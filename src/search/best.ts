import type { Policy } from './policy';
import { type SearchTask, slotsCost, toSlots } from './task';

/** Policies in the order in which they were scored; accuracies in percent. */
interface Scored {
  readonly task: SearchTask;
  readonly policies: readonly Policy[];
  readonly accuracies: readonly number[];
}

export interface Best {
  /** Place among the policies. */
  readonly at: number;
  readonly policy: Policy;
  /** In percent, on the search images. */
  readonly accuracy: number;
  readonly cost: number;
}

/** The best policy inside the budget; of equals the cheapest, then the first. */
export function bestOf({ task, policies, accuracies }: Scored): Best | null {
  let best: Best | null = null;
  accuracies.forEach((accuracy, at) => {
    const policy = policies[at]!;
    const cost = slotsCost(task, toSlots(policy));
    if (cost > task.budget) return;
    if (best === null || accuracy > best.accuracy || (accuracy === best.accuracy && cost < best.cost))
      best = { at, policy, accuracy, cost };
  });
  return best;
}
