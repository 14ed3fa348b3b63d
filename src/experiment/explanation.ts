import type { NetworkReport } from '../jobs/reports';
import type { Side } from './spec';

/** Right predictions with one layer quantized and all else float, by layer; empty until measured. */
export type CorrectAlone = Readonly<Record<string, number>>;

/** What the explanation is made of: measured numbers of one side. */
export interface ExplainInput {
  readonly side: Side;
  readonly network: NetworkReport;
  /** Right predictions of the float network and of this side on the same `n` images; null before the first result. */
  readonly score: {
    readonly n: number;
    readonly correct: number;
    readonly floatCorrect: number;
    readonly changed: number;
  } | null;
  /** With the weights of one layer quantized. */
  readonly alone: CorrectAlone;
  /** With the input of one layer quantized and all weights float. */
  readonly aloneActivations: CorrectAlone;
}

export interface Explanation {
  readonly title: string;
  /** One cause in plain English, made of the measured numbers. */
  readonly cause: string;
  /** One change of the settings that removes the cause. */
  readonly action: { readonly label: string; readonly side: Side };
}

/** Points below float under which the loss is inside what 2,000 images can tell (one standard deviation near 90 %). */
export const NOISE_POINTS = 0.7;

/** Points lost, from counts of right predictions of the same images. */
export function pointsLost({ n, floatCorrect }: { n: number; floatCorrect: number }, correct: number): number {
  return ((floatCorrect - correct) / n) * 100;
}

export const decimal = (v: number): string => v.toFixed(1).replace('-', '−');
