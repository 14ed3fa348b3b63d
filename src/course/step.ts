import type { AreaId } from '../experiment/screens/registry';
import type { Experiment } from '../experiment/spec';
import type { Did, Measured } from './measured';

/** What a student may say beforehand. Nothing depends on it but the comparison with the measured value. */
export type Predict =
  | { readonly kind: 'choice'; readonly question: string; readonly options: readonly string[] }
  | {
      readonly kind: 'number';
      readonly question: string;
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly start: number;
      readonly unit: string;
    }
  | {
      readonly kind: 'curve';
      readonly question: string;
      /** What stands under the points. */
      readonly x: readonly number[];
      readonly xLabel: string;
      readonly min: number;
      readonly max: number;
      readonly start: number;
      readonly unit: string;
    };

/** A prediction: the chosen option's place, a number, or a number for each x of a curve. */
export type Prediction = number | readonly number[];

/** What the measurement says to the same question, in the same form; a point of a curve may be missing. */
export type Answer = number | readonly (number | null)[];

/** A part of the screen that a step points at: a control or a panel by its accessible name. */
export interface Target {
  readonly kind: 'control' | 'panel';
  readonly name: string;
}

/** The sentence that says why. */
export interface Why {
  /** False: the measured numbers do not show the effect, and the text says so. */
  readonly shown: boolean;
  readonly text: string;
}

export interface Variation {
  readonly label: string;
  readonly change: (now: Experiment) => Experiment;
}

/** A question between two steps; answering it is never needed. */
export interface Check {
  readonly question: string;
  readonly options: readonly string[];
  readonly right: number;
  /** Why the right answer is right. */
  readonly because: string;
}

/** One thing to find out: predict, act, see, explain, vary. */
export interface Step {
  /** `2.2`, `welcome`, `challenge-2`; part of links, so it never changes. */
  readonly id: string;
  readonly title: string;
  /** The screen on which it takes place. */
  readonly area: AreaId;
  readonly layer?: string;
  /** What is set when the step is opened. */
  readonly preset: () => Experiment;
  readonly predict: Predict | null;
  /** What the markers 1, 2, 3 of the texts stand for. */
  readonly marks: readonly Target[];
  /** Holds once the student's own action has led to the measured effect. */
  readonly done: (measured: Measured, did: Did) => boolean;
  /** What `predict` asked for; null before it is measured. */
  readonly answer: (measured: Measured) => Answer | null;
  /** Numbers that the texts carry, written out; one that is not yet measured is left out. */
  readonly numbers: (measured: Measured) => Readonly<Record<string, string>>;
  /** One sentence with the measured result; null before there is one. */
  readonly result: (measured: Measured) => string | null;
  readonly why: (measured: Measured) => Why | null;
  readonly vary: readonly Variation[];
  readonly check?: Check;
  /** Ids of worked examples to be filled in, shown with what is to be done. */
  readonly worked?: readonly string[];
  /** A toy to be run beside the screen. */
  readonly toy?: 'one-weight';
  /** Present in challenges. */
  readonly challenge?: Challenge;
}

/** A goal that any recipe may reach. */
export interface Challenge {
  readonly goal: string;
  /** From where to look to nearly the answer. */
  readonly hints: readonly [string, string, string];
}

export interface Chapter {
  /** `welcome`, `1` to `7`. */
  readonly id: string;
  readonly title: string;
  /** What the student can do afterwards. */
  readonly goals: string;
  readonly steps: readonly Step[];
}
