import type { TaskId } from '../model/types';
import type { Measurement, Score } from './score';

/** The vertical axis of values. */
export interface ValueAxis {
  /** Value at the lower and at the upper end. */
  readonly domain: readonly [number, number];
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
  /** What knowing nothing gives; null where there is no such thing or it is not known yet. */
  readonly guess: { readonly value: number; readonly label: string } | null;
}

/** How a result is put into words for the explanation of its cause. */
export interface TaskWords {
  /** How much worse than float, in the unit that `cost` names; at most 0 when it is not worse. */
  readonly harm: (value: number, float: number) => number;
  /** Harm up to which nothing can be said, and up to which a result is still near float. */
  readonly noise: number;
  readonly small: number;
  /** "conv1 alone costs 12.3 points". */
  readonly alone: (layer: string, value: number, float: number) => string;
  /** None of `what` does much: "No layer alone costs more than 0.4 points". */
  readonly spread: (what: string, value: number, float: number) => string;
  /** Nothing was lost: "0.3 points lost, within what 2,000 images can tell." */
  readonly unharmed: (score: { readonly value: number; readonly n: number }, float: number) => string;
}

/** Numbers of a link's digest. */
export interface TaskDigest {
  /** Values in the unit of the task instead of counts. */
  readonly inUnit: boolean;
  /** What the numbers are: "right of 2,000". */
  readonly head: (of: number) => string;
  /** The number that stands for a score; equal numbers, equal results. */
  readonly of: (score: Score) => number;
  readonly text: (number: number) => string;
  /** "3 images". */
  readonly difference: (a: number, b: number) => string;
}

/**
 * What a model is for: what is measured, in which unit, and how it reads. Charts, the result of a recipe, badges, links and
 * explanations all take it from here.
 */
export interface Task {
  readonly id: TaskId;
  /** "Accuracy". */
  readonly metric: string;
  readonly unit: string;
  /** The unit as it is read out. */
  readonly spokenUnit: string;
  readonly higherIsBetter: boolean;
  /** "2,000 images", "2,000 test images". */
  readonly items: (n: number) => string;
  readonly testItems: (n: number) => string;
  /** One item and the whole set, for choices: "Test images". */
  readonly itemsTitle: string;
  /** "Predictions changed"; null where nothing is counted. */
  readonly changed: string | null;
  /** Stands for a value that is not known yet, as wide as one. */
  readonly dash: string;
  readonly format: (value: number) => string;
  /** How far two values are apart, with the unit: "40.5 points"; null where the digits shown are the same. */
  readonly advantage: (high: number, low: number) => string | null;
  /** "−3.4 vs float". */
  readonly versusFloat: (score: Score, float: Score) => string;
  /** The ends of a score's interval. */
  readonly range: (score: Score) => string;
  /** What the interval is, with its ends: "95 % interval 83.2 to 86.3, n = 2,000". */
  readonly interval: (score: Score) => string;
  /** Whether it is called as good as float, and what that means: "within one point of float". */
  readonly good: { readonly test: (value: number, float: number) => boolean; readonly text: string };
  /** @param classes classes or characters; 0 while unknown. */
  readonly axis: (values: readonly number[], classes: number) => ValueAxis;
  /** What a table says of a score. */
  readonly columns: {
    readonly heads: readonly string[];
    readonly cells: (score: Score) => readonly (string | number)[];
  };
  readonly score: (measured: Measurement) => Score;
  readonly words: TaskWords;
  readonly digest: TaskDigest;
}
