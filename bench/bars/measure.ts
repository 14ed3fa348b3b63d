import type { Bar } from '../../src/course/bars';
import type { Side } from '../../src/experiment/spec';
import type { Lab } from '../lab';

/** A value and its standard error; 0 where no sample decides it. */
export interface Value {
  readonly value: number;
  readonly se: number;
}

/** Values by quantity. */
export type Values = Readonly<Record<string, Value>>;

/** One way to do a step. */
export interface Attempt {
  readonly words: string;
  readonly measure: (lab: Lab) => Promise<Values>;
}

/** A step or challenge: what has to be reached, by a way that does it and one that does not. */
export interface BarSource {
  readonly model: string;
  readonly images: Images | null;
  readonly bars: readonly Pick<Bar, 'quantity' | 'unit' | 'is' | 'bar'>[];
  readonly solution: Attempt;
  readonly naive: Attempt;
}

export interface Images {
  readonly from: number;
  readonly to: number;
}

/** The test images that the app opens with. */
export const FIRST: Images = { from: 0, to: 2000 };
/** Those that challenges are scored on: students tune on the first. */
export const OTHERS: Images = { from: 2000, to: 10_000 };

export const exact = (value: number): Value => ({ value, se: 0 });

/** Percent of right predictions, with the standard error of a share. */
export async function accuracy(lab: Lab, side: Side | null, { from, to }: Images): Promise<Value> {
  const right = (await lab.right(side, to)).subarray(from);
  return shareOf(sum(right), right.length);
}

/** A share in percent, with its standard error. */
export function shareOf(correct: number, images: number): Value {
  const share = correct / images;
  return { value: 100 * share, se: 100 * Math.sqrt((share * (1 - share)) / images) };
}

/** Points that the second side gains on the first over the same images; the error is that of the paired difference. */
export async function gain(lab: Lab, a: Side | null, b: Side | null, { from, to }: Images): Promise<Value> {
  const [before, after] = [(await lab.right(a, to)).subarray(from), (await lab.right(b, to)).subarray(from)];
  const differences = Array.from(after, (right, i) => right - (before[i] ?? 0));
  const n = differences.length;
  const mean = sum(differences) / n;
  const variance = sum(differences.map((d) => (d - mean) ** 2)) / (n - 1);
  return { value: 100 * mean, se: 100 * Math.sqrt(variance / n) };
}

/** Stored bits per weight of the whole network. */
export async function bits(lab: Lab, side: Side): Promise<Value> {
  return exact((await lab.network(side)).bitsPerWeight);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** What a challenge asks for: accuracy on the images it was not tuned on, and stored bits. */
export function scored(words: string, sideOf: (lab: Lab) => Side): Attempt {
  return {
    words,
    measure: async (lab) => {
      const side = sideOf(lab);
      return { accuracy: await accuracy(lab, side, OTHERS), bits: await bits(lab, side) };
    },
  };
}

/** Points between two sides on the first test images. */
export function gained(words: string, a: Side, b: Side): Attempt {
  return { words, measure: async (lab) => ({ gain: await gain(lab, a, b, FIRST) }) };
}

export const atLeast = (quantity: string, bar: number, unit: string) =>
  ({ quantity, unit, is: 'at least', bar }) as const;
export const atMost = (quantity: string, bar: number, unit: string) =>
  ({ quantity, unit, is: 'at most', bar }) as const;
