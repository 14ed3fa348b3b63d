import type { NetworkReport } from '../jobs/reports';
import type { Task } from '../tasks/task';
import type { Side } from './spec';

/** The value of the task with one layer quantized and all else float, by layer; empty until measured. */
export type ValuesAlone = Readonly<Record<string, number>>;

/** What the explanation is made of: measured numbers of one side. */
export interface ExplainInput {
  readonly side: Side;
  readonly network: NetworkReport;
  /** What the network is for. */
  readonly task: Task;
  /** Values of this side and of the float network on the same `n` items; null before the first result. */
  readonly score: {
    readonly n: number;
    readonly value: number;
    readonly float: number;
    /** Predictions that differ, and predictions in all. */
    readonly changed: number;
    readonly of: number;
  } | null;
  /** With the weights of one layer quantized. */
  readonly alone: ValuesAlone;
  /** With the input of one layer quantized and all weights float. */
  readonly aloneActivations: ValuesAlone;
}

export interface Explanation {
  readonly title: string;
  /** One cause in plain English, made of the measured numbers. */
  readonly cause: string;
  /** One change of the settings that removes the cause. */
  readonly action: { readonly label: string; readonly side: Side };
}

/** @param lost harm of the present result; null before the first. */
export function titleOf({ words, higherIsBetter }: Task, lost: number | null): string {
  if (lost !== null && lost < words.small) return 'What remains?';
  return higherIsBetter ? 'Why so low?' : 'Why so high?';
}

export const decimal = (v: number): string => v.toFixed(1).replace('-', '−');
