import type { AreaId } from './screens/registry';
import type { Experiment, SideId } from './spec';

/**
 * What an assignment can lock on one side: the technique and its parameters but the bits (`format`), the bits, who shares a
 * scale, the clipping, the rounding, the seed, that layers have settings of their own, activations, weights made elsewhere.
 */
export const LOCKABLE_PARTS = [
  'format',
  'bits',
  'granularity',
  'clipper',
  'rounder',
  'seed',
  'layers',
  'activations',
  'weights',
] as const;

export type LockablePart = (typeof LOCKABLE_PARTS)[number];

/** A thing that an assignment can lock: `model`, `images`, `b.granularity`. */
export type LockId = 'model' | 'images' | `${SideId}.${LockablePart}`;

/** Every lockable thing. Once released, an id keeps its meaning. */
export const LOCK_IDS: readonly LockId[] = [
  'model',
  'images',
  ...(['a', 'b'] as const).flatMap((side) => LOCKABLE_PARTS.map((part): LockId => `${side}.${part}`)),
];

/** Panels of the Lab that an assignment can hide. Links count them: one keeps its place, new ones go to the end. */
export const HIDEABLE_PANELS = [
  'network',
  'histogram',
  'channels',
  'errors',
  'accuracy',
  'rounding',
  'formula',
  'integer',
  'speed',
  'confusion',
  'changed',
  'continuation',
  'pictures',
  'why',
  'no-network',
] as const;

export type PanelId = (typeof HIDEABLE_PANELS)[number];

/**
 * A measured value that a goal is about, of B where nothing else is said: accuracy in percent, points above A, points below
 * float, predictions that differ from float, stored bits per weight, average bits of the codes alone, SQNR of the weights of
 * a layer in dB, bits per character, PSNR in dB.
 */
export const QUANTITIES = ['accuracy', 'gain', 'loss', 'changed', 'bits', 'codes', 'sqnr', 'bpc', 'psnr'] as const;

export type Quantity = (typeof QUANTITIES)[number];

/** A relation that a measured value has to satisfy. */
export interface Goal {
  readonly quantity: Quantity;
  readonly is: 'at least' | 'at most';
  readonly value: number;
  /** Only for `sqnr`. */
  readonly layer?: string;
}

/** A task that a teacher hands out as a link. */
export interface Assignment {
  readonly title: string;
  /** Plain text; may be empty. */
  readonly text: string;
  /** What it begins with, and what locked things stay at. */
  readonly start: {
    readonly experiment: Experiment;
    /** Left out: the Lab. */
    readonly area?: AreaId;
    readonly layer?: string;
  };
  readonly locked: readonly LockId[];
  readonly hiddenPanels: readonly PanelId[];
  readonly hiddenScreens: readonly AreaId[];
  readonly goals: readonly Goal[];
}

/** What a student hands in beside the settings and the digest of the results. */
export interface Answer {
  /** As the student typed it; left out when none was given. */
  readonly name?: string;
  /** Challenge of the course that is answered; left out when it is an assignment. */
  readonly challenge?: string;
  /** Stored bits per weight of B. */
  readonly bits: number;
  /** Measured values of the goals, in their order; null for one that was not measured. */
  readonly values: readonly (number | null)[];
}

/** Most characters, and most goals. */
export const CAPS = { title: 80, text: 1500, name: 60, goals: 8 } as const;

/** Largest number that a goal may name. */
export const MOST_GOAL_VALUE = 1e6;
