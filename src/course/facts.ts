/** What single screens have measured while a step is open, as plain values. */
import type { BinaryMethod } from '../training/binary-methods';
import type { ClippingFact } from './clipping-fact';
import type { CurveMethod } from '../experiment/bit-curves';
import type { ScaleRule } from '../experiment/spec';
import type { Method } from '../search/task';

/** `key`: all that decides its numbers. A fact with a known key takes the place of the old one. */
interface Keyed {
  readonly key: string;
}

/** One output of a layer, rounded in every way; mean squared errors of that output. */
export interface RowFact extends Keyed {
  readonly kind: 'row';
  readonly layer: string;
  readonly row: number;
  readonly weights: number;
  readonly nearest: number;
  /** Of all roundings; null where they are too many to try. */
  readonly best: number | null;
}

/** AdaRound on one layer, run to its end. */
export interface LayerRoundingFact extends Keyed {
  readonly kind: 'layer-rounding';
  readonly layer: string;
  readonly weights: number;
  /** Shares of the weights. */
  readonly undecided: number;
  readonly flipped: number;
  /** Output errors of the layer on the calibration images. */
  readonly nearest: number;
  readonly hard: number;
}

/** The whole network rounded to nearest and by AdaRound; shares of right predictions. */
export interface NetworkRoundingFact extends Keyed {
  readonly kind: 'network-rounding';
  readonly bits: number;
  readonly lambda: number;
  readonly nearest: number;
  readonly adaround: number;
  /** Share of all weights. */
  readonly undecided: number;
  /** The layer whose output error fell most, and how many times. */
  readonly best: { readonly layer: string; readonly times: number } | null;
}

/** A training that has ended. */
export interface TrainingFact extends Keyed {
  readonly kind: 'training';
  readonly side: 'a' | 'b' | 'float';
  readonly scale: ScaleRule;
  readonly epochs: number;
  readonly images: number;
  /** Share of right predictions. */
  readonly after: number;
  readonly seconds: number;
  /** Of the selected layer: shares of the weights that changed their code, and that are 0; null where it has no codes. */
  readonly changed: number | null;
  readonly zeros: number | null;
  /** Largest |w| over the mean |w| there. */
  readonly spread: number | null;
}

/** A point of accuracy over bits. */
export interface CurveFact extends Keyed {
  readonly kind: 'curve';
  readonly method: CurveMethod;
  readonly bits: number;
  readonly value: number;
  readonly seconds: number;
}

/** Accuracy of a binary or ternary method. */
export interface BinaryFact extends Keyed {
  readonly kind: 'binary';
  readonly method: BinaryMethod;
  readonly floatEnds: boolean;
  readonly isTrained: boolean;
  readonly value: number;
}

/** The weights of one layer under binary and ternary levels as the Binary screen has them. */
export interface LevelsFact extends Keyed {
  readonly kind: 'levels';
  readonly layer: string;
  /** Threshold over mean |w|, its squared error over that of the best threshold, and where that is. */
  readonly factor: number;
  readonly errorOver: number;
  readonly best: number;
  readonly zeros: number;
  /** Scale of the signs over mean |w|. */
  readonly alpha: number;
  readonly mean: number;
  /** Variance of |w|: what the best scale leaves. */
  readonly variance: number;
  readonly largest: number;
}

/** Stochastic signs of one weight. */
export interface SignsFact extends Keyed {
  readonly kind: 'signs';
  readonly weight: number;
  readonly draws: number;
  readonly mean: number;
  readonly probability: number;
}

/** A product of signs by counting. */
export interface ProductFact extends Keyed {
  readonly kind: 'product';
  readonly n: number;
  readonly agreeing: number;
  readonly dot: number;
  readonly floatDot: number;
}

/** What the Mixed-precision lab knows of the network on its search images. */
export interface GroundFact extends Keyed {
  readonly kind: 'ground';
  readonly layers: readonly { readonly name: string; readonly weights: number }[];
  /** Policies scored in a second; null before that is known. */
  readonly rate: number | null;
  /** Points that each layer alone costs, in the order of the layers; empty before all are known. */
  readonly costs: readonly number[];
  readonly images: number;
}

/** Modelled latencies of every layer, under A and under B. */
export interface LatencyFact extends Keyed {
  readonly kind: 'latency';
  readonly machine: string;
  readonly layers: readonly {
    readonly name: string;
    readonly bits: { readonly a: number; readonly b: number };
    readonly seconds: { readonly a: number; readonly b: number };
    readonly bound: 'compute' | 'memory';
  }[];
}

/** A search that has ended; accuracies in percent on the search images. */
export interface SearchFact extends Keyed {
  readonly kind: 'search';
  readonly method: Method;
  readonly machine: string;
  readonly evaluations: number;
  readonly best: number;
  /** Whether its best policy keeps the budget. */
  readonly fits: boolean;
  /** 4 bits everywhere; null where that is not scored. */
  readonly uniform: number | null;
  readonly layers: readonly string[];
  readonly bits: readonly number[];
}

/** Latencies in seconds of the policies made for two machines, on both: [policy][machine]. */
export interface HomeFact extends Keyed {
  readonly kind: 'home';
  readonly machines: readonly [string, string];
  readonly seconds: readonly (readonly [number, number])[];
}

/** Blanks of a worked example that the student has filled in rightly. */
export interface PaperFact extends Keyed {
  readonly kind: 'paper';
  readonly sheet: string;
  readonly filled: number;
}

/** A run of the toy with one weight. */
export interface ToyFact extends Keyed {
  readonly kind: 'toy';
  readonly ste: boolean;
  /** Whether the float copy is kept, or overwritten by its code. */
  readonly keeps: boolean;
  readonly steps: number;
  /** How far the float copy has moved. */
  readonly moved: number;
  /** Share of the last 50 steps in which the code was 1. */
  readonly ups: number;
}

/** The channels of a layer by their largest |w|. */
export interface ChannelsFact extends Keyed {
  readonly kind: 'channels';
  readonly layer: string;
  readonly loudest: number;
  readonly median: number;
}

export type Fact =
  | ChannelsFact
  | ClippingFact
  | RowFact
  | LayerRoundingFact
  | NetworkRoundingFact
  | TrainingFact
  | CurveFact
  | BinaryFact
  | LevelsFact
  | SignsFact
  | ProductFact
  | GroundFact
  | LatencyFact
  | SearchFact
  | HomeFact
  | PaperFact
  | ToyFact;

interface WithFacts {
  readonly facts: readonly Fact[];
}

type OfKind<K extends Fact['kind']> = Extract<Fact, { readonly kind: K }>;

/** The facts of one kind, oldest first. */
export function factsOf<K extends Fact['kind']>({ facts }: WithFacts, kind: K): readonly OfKind<K>[] {
  return facts.filter((fact): fact is OfKind<K> => fact.kind === kind);
}

/** The latest fact of a kind; undefined where there is none. */
export function lastFact<K extends Fact['kind']>(from: WithFacts, kind: K): OfKind<K> | undefined {
  return factsOf(from, kind).at(-1);
}

/** A list with new facts at its end, each in place of one with the same key; the same list when nothing is new. */
export function withFacts(known: readonly Fact[], found: readonly Fact[]): readonly Fact[] {
  const fresh = found.filter((fact) => !known.some((old) => JSON.stringify(old) === JSON.stringify(fact)));
  if (fresh.length === 0) return known;
  const keys = new Set(fresh.map(({ kind, key }) => `${kind} ${key}`));
  return [...known.filter(({ kind, key }) => !keys.has(`${kind} ${key}`)), ...fresh];
}
