/** What a student has to reach, beside what was measured on the shipped networks (`npm run bars` writes the file). */
import DATA from './bars.json' with { type: 'json' };

/** One measured value of a step and its bar. */
export interface Bar {
  /** What is measured: `accuracy` and `gain` in percent and points, `bits` stored bits per weight, others in their unit. */
  readonly quantity: string;
  readonly unit: string;
  /** Which side of the bar counts: reaching it, or not exceeding it. */
  readonly is: 'at least' | 'at most';
  readonly bar: number;
  readonly solution: number;
  readonly naive: number;
  /** Standard errors of the two; 0 for values that no sample decides. */
  readonly solutionError: number;
  readonly naiveError: number;
}

export interface Bars {
  readonly model: string;
  /** Test images that accuracies were measured on, from the first of all 10,000; null where none are. */
  readonly images: { readonly from: number; readonly to: number } | null;
  /** The reference solution, and the attempt that must not do, in words. */
  readonly solution: string;
  readonly naive: string;
  readonly bars: readonly Bar[];
}

const ALL = DATA as Readonly<Record<string, Bars>>;

/** Ids of the steps and challenges that have bars. */
export const BAR_IDS: readonly string[] = Object.keys(ALL);

/** The bars of a step. Throws RangeError for a step without. */
export function barsOf(id: string): Bars {
  const found = Object.hasOwn(ALL, id) ? ALL[id] : undefined;
  if (found === undefined) throw new RangeError(`Step ${id} has no bars.`);
  return found;
}

/** The bar of one quantity of a step. Throws RangeError where there is none. */
export function barOf(id: string, quantity: string): number {
  const found = barsOf(id).bars.find((bar) => bar.quantity === quantity);
  if (found === undefined) throw new RangeError(`Step ${id} has no bar for ${quantity}.`);
  return found.bar;
}

/** Whether measured values meet every bar of a step; one that is missing does not. */
export function meetsBars(id: string, measured: Readonly<Record<string, number | undefined>>): boolean {
  return barsOf(id).bars.every(({ quantity, is, bar }) => {
    const value = measured[quantity];
    return value !== undefined && (is === 'at least' ? value >= bar : value <= bar);
  });
}
