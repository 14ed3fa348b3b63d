import type { Experiment, Side, SideId } from '../experiment/spec';
import type { LayerReport, LayerSummary, NetworkReport } from '../jobs/reports';
import type { Fact } from './facts';
import type { Score } from '../tasks/score';

/** One accuracy that was measured while a step was open, with the recipe it belongs to. */
export interface Seen {
  /** Null for a point of the sweep, which is no side. */
  readonly side: SideId | null;
  readonly model: string;
  /** Test items as the experiment counts them. */
  readonly images: number;
  readonly spec: Side;
  readonly score: Pick<Score, 'n' | 'value' | 'low' | 'high' | 'correct' | 'changed'>;
  /** Stored bits per weight, scales included; null when not yet known. */
  readonly bitsPerWeight: number | null;
  /** Decibels of SQNR of each layer's weights; absent for a point of the sweep. */
  readonly sqnr?: Readonly<Record<string, number>>;
}

/**
 * Everything on screen that has been measured, as plain values. A result that does not belong to the present settings is
 * null: a step never judges by old numbers.
 */
export interface Measured {
  readonly experiment: Experiment;
  /** Selected layer; null before the network is known. */
  readonly layer: string | null;
  readonly scores: Readonly<Record<SideId | 'float', Score | null>>;
  readonly networks: Readonly<Record<SideId, NetworkReport | null>>;
  readonly reports: Readonly<Record<SideId, LayerReport | null>>;
  /** Since the step was opened, oldest first, each recipe of a side once. */
  readonly seen: readonly Seen[];
  /** What single screens have measured since the step was opened, oldest first. */
  readonly facts: readonly Fact[];
}

/**
 * What the student did since the step was opened: paths of the settings that were changed (`b.granularity`,
 * `b.quantizer.bits`, `a.layers.dw5`, `screens.clipping.hand`, `layer`), `sweep` once a sweep
 * was started, `running Training` once a screen began a long computation (the first word of what the top bar says), `paper`
 * and `toy` once something was filled in or run in the lesson itself.
 */
export type Did = ReadonlySet<string>;

/** Accuracy of a side (0 to 1, or in the unit of the network's task); null before it is measured. */
export function valueOf(measured: Measured, side: SideId | 'float'): number | null {
  return measured.scores[side]?.value ?? null;
}

/** Stored bits per weight of a side; null before they are counted. */
export function bitsOf(measured: Measured, side: SideId): number | null {
  return measured.networks[side]?.bitsPerWeight ?? null;
}

/** A layer under one side's recipe; null before it is measured, or when the network has no such layer. */
export function layerOf(measured: Measured, side: SideId, layer: string): LayerSummary | null {
  return measured.networks[side]?.layers.find((one) => one.layer === layer) ?? null;
}

/** How far B lies above A; null before both are measured. */
export function gain(measured: Measured): number | null {
  const [a, b] = [valueOf(measured, 'a'), valueOf(measured, 'b')];
  return a === null || b === null ? null : b - a;
}
