import { SAMPLE_COUNTS } from '../../../src/experiment/screens/clipping';
import { screenParams } from '../../../src/experiment/screens/settings';
import type { ClipCodes } from '../../../src/jobs/clip-reports';
import { type SampleShapeId, sampleShapes } from '../../../src/numerics/sample-shapes';
import type { ParamValue, Params } from '../../../src/params/param';
import type { ChangeOptions } from '../../store/history';
import { setScreenParam } from '../../store/actions';
import { store } from '../../store/store';

/** The settings of the screen with their types; the table guarantees that each value fits. */
export interface ArenaSettings {
  readonly source: 'weights' | 'activations';
  readonly shape: 'layer' | SampleShapeId;
  readonly count: string;
  readonly seed: number;
  readonly bits: number;
  readonly codes: 'auto' | ClipCodes['kind'];
  readonly a: string;
  readonly b: string;
  /** Share of the largest value; 0 leaves the threshold of A to its method. */
  readonly hand: number;
  readonly percentile: number;
  readonly alpha: number;
  readonly badBatch: boolean;
  readonly distribution: 'gaussian' | 'laplace';
  readonly cursor: number;
  readonly step: number;
}

export function readSettings(params: Params): ArenaSettings {
  return params as unknown as ArenaSettings;
}

/** The present settings, for who asks when something happens and draws nothing of them. */
export function presentSettings(): ArenaSettings {
  return readSettings(screenParams(store.getState().experiment.screens, 'clipping'));
}

export function set(name: keyof ArenaSettings, value: ParamValue, options?: ChangeOptions): void {
  setScreenParam('clipping', name, value, options);
}

/** Thresholds by hand are set to a thousandth, so that links stay short; never to 0, which means that there is none. */
export function setHand(ratio: number, options?: ChangeOptions): void {
  if (Number.isNaN(ratio)) return;
  set('hand', Math.round(Math.min(Math.max(ratio, 0.002), 1) * 1000) / 1000, options);
}

/** The sample that stands for the layer; null for the real layer. */
export function sampleOf({ shape, count, seed }: ArenaSettings) {
  return shape === 'layer' ? null : { shape, count: SAMPLE_COUNTS[count] ?? 0, seed, help: sampleShapes[shape].help };
}
