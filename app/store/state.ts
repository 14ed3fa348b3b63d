import type { Answer, Assignment } from '../../src/experiment/assignment';
import type { AreaId } from '../../src/experiment/screens/registry';
import type { Experiment, SideId } from '../../src/experiment/spec';
import type { LayerReport, NetworkReport } from '../../src/jobs/reports';
import type { LayerInfo, ModelCard } from '../../src/model/types';
import type { Score } from '../../src/tasks/score';

export type { Score } from '../../src/tasks/score';

/** A message for the reader: what happened, why, what to do. */
export interface Problem {
  readonly title: string;
  readonly cause: string;
  readonly next: string;
  readonly details?: string;
}

/**
 * A result and how it stands to the present settings. The value is kept while a new one is under way, so that charts are
 * dimmed and never blank.
 */
export interface Slot<T> {
  readonly value: T | null;
  readonly status: 'empty' | 'precomputed' | 'stale' | 'running' | 'ready' | 'failed';
  /** Key of the settings that `value` belongs to. */
  readonly key: string | null;
  readonly problem: Problem | null;
  /** Wall time of the job in milliseconds. */
  readonly ms: number | null;
  readonly progress: { readonly done: number; readonly total: number } | null;
}

/** Weights that a side names, as far as this tab knows them. */
export interface WeightFacts {
  /** Steps that made them, and the time that took in milliseconds. */
  readonly steps: number;
  readonly ms: number;
  /** Right predictions of so many test images where they were made; null where that was not measured. */
  readonly score: { readonly correct: number; readonly images: number } | null;
  /** Made by this browser, or opened from a file. */
  readonly origin: 'made' | 'file';
}

/** What is left of the value of the task with one layer quantized and all others float. */
export interface LayerCosts {
  /** Key of the side, model and image count that they belong to. */
  readonly key: string;
  /** `Score.value` by layer; a layer that is float is left out. */
  readonly values: Readonly<Record<string, number>>;
  /** The same with the input of one layer quantized and all weights float. */
  readonly activationValues: Readonly<Record<string, number>>;
}

/** One point of the accuracy-versus-stored-bits chart: a uniform recipe over all layers. */
export interface SweepPoint {
  readonly series: string;
  readonly label: string;
  readonly bits: number;
  readonly bitsPerWeight: number;
  readonly score: Score;
  readonly side: Experiment['a'];
}

export interface SweepState {
  readonly status: 'idle' | 'precomputed' | 'running' | 'done' | 'cancelled' | 'failed';
  readonly points: readonly SweepPoint[];
  readonly done: number;
  readonly total: number;
  readonly secondsLeft: number | null;
  readonly problem: Problem | null;
  /** Model and image count the points were measured with. */
  readonly key: string | null;
}

export type ModelState =
  | { readonly status: 'loading'; readonly received: number; readonly total: number }
  | { readonly status: 'ready'; readonly card: ModelCard; readonly layers: readonly LayerInfo[] }
  | { readonly status: 'failed'; readonly problem: Problem };

/** The test items of a model. */
export interface TestData {
  readonly id: string;
  readonly title: string;
  /** How many come with the page, and how many there are. */
  readonly counts: readonly [number, number];
  /** Items that calibrate and train. */
  readonly training: number;
}

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly undo: boolean;
}

/** What a shared link said the numbers were, and whether this tab agrees. */
export interface Digest {
  readonly images: number;
  /** As the task counts them: right predictions, or values in its unit. */
  readonly float: number;
  readonly a: number;
  readonly b: number;
  /** Values in the unit of the task, not counts. */
  readonly inUnit?: true;
  /** First 8 hex digits of the weights' SHA-256. */
  readonly weights: string;
}

export interface ViewState {
  /** The screen that is open. */
  readonly area: AreaId;
  /** Selected layer; null until the model is known. */
  readonly layer: string | null;
  readonly show: 'a' | 'both' | 'b';
  /** Step of the course beside the screen; null outside the course. */
  readonly lesson: string | null;
  readonly theme: 'system' | 'light' | 'dark';
  readonly dialog: 'none' | 'share' | 'shortcuts' | 'model' | 'open' | 'data' | 'glossary';
  readonly glossaryTerm: string | null;
}

export interface AppState {
  readonly experiment: Experiment;
  readonly past: readonly Experiment[];
  readonly future: readonly Experiment[];
  /** The experiment before the gesture under way (a drag); null between gestures. */
  readonly gestureFrom: Experiment | null;
  readonly view: ViewState;
  readonly model: ModelState;
  readonly engine: {
    readonly backend: string | null;
    /** Whose kernels evaluate the network. */
    readonly forward: 'own' | 'tfjs' | null;
    readonly kernels: 'simd' | 'plain' | null;
    readonly workers: number;
  };
  readonly layerReports: Readonly<Record<SideId, Slot<LayerReport>>>;
  readonly networkReports: Readonly<Record<SideId, Slot<NetworkReport>>>;
  readonly scores: Readonly<Record<SideId | 'float', Slot<Score>>>;
  /** Measured when nothing else is left to do; null before. */
  readonly layerCosts: Readonly<Record<SideId, LayerCosts | null>>;
  /** The data set of the model; null until known. */
  readonly testData: TestData | null;
  readonly labels: Uint8Array | null;
  /** By model and weights: those that were asked for. */
  readonly weightSets: Readonly<Record<string, WeightFacts | 'missing'>>;
  readonly classes: readonly string[];
  readonly sweep: SweepState;
  /** What a worker does that belongs to one screen, such as "Training A"; null when nothing. */
  readonly background: string | null;
  /** What the workers do that is not said elsewhere, such as "Measuring policies"; null when nothing. */
  readonly working: string | null;
  /** Lets a new version of the page take over and loads it; null when there is none. */
  readonly update: (() => void) | null;
  readonly linkDigest: Digest | null;
  /** The assignment that is open; null when none is. What it locks cannot be changed, except in an answer to it. */
  readonly assignment: Assignment | null;
  /** What came with the settings when they are somebody's answer. */
  readonly answer: Answer | null;
  /** Shown above the Lab until dismissed. */
  readonly notice: Problem | null;
  readonly toasts: readonly Toast[];
}
