import { decreaseToBudget } from '../haq';
import { type SearchTask, slotCount, slotsCost } from '../task';

/** The bits, lowered from the last choice to the first until they are inside the budget. */
export function clamped(task: SearchTask, bits: readonly number[]): readonly number[] {
  return decreaseToBudget(bits, task.least, task.budget, (now) => slotsCost(task, now)).bits;
}

/** Bits drawn evenly, inside the budget. */
export function drawn(task: SearchTask, next: () => number): readonly number[] {
  const { least, most } = task;
  const bits = Array.from({ length: slotCount(task) }, () => least + Math.floor(next() * (most - least + 1)));
  return clamped(task, bits);
}
