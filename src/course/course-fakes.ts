import { classificationScore } from '../tasks/classify';
import type { Experiment, Side, SideId } from '../experiment/spec';
import type { LayerSummary, NetworkReport } from '../jobs/reports';
import type { Score } from '../tasks/score';
import type { Measured, Seen } from './measured';

/** Accuracy of 0 to 1 on 2,000 images. */
export function scoreOf(value: number, n = 2000): Score {
  const correct = Math.round(value * n);
  return {
    ...classificationScore(n, correct),
    of: n,
    correct,
    changed: 0,
    paired: null,
    predictions: null,
    logitsMse: null,
  };
}

/** What a test says of a layer; the rest is zero. */
export type LayerFacts = Partial<LayerSummary['metrics']>;

export function networkOf(bitsPerWeight: number, layers: Readonly<Record<string, LayerFacts>> = {}): NetworkReport {
  return {
    layers: Object.entries(layers).map(([layer, facts]) => ({ layer, metrics: { ...NO_METRICS, ...facts } })),
    weights: 1,
    bitsPerWeight,
    bytes: 1,
    floatBytes: 4,
  };
}

const NO_METRICS: LayerSummary['metrics'] = {
  n: 0,
  mse: 0,
  sqnrDb: 0,
  maxError: 0,
  clipMse: 0,
  roundMse: 0,
  clippedCount: 0,
  zeroedCount: 0,
  zeroShare: 0,
  saturatedShare: 0,
  usedLevels: 0,
  totalLevels: 0,
  entropyBits: 0,
  kurtosis: 0,
  storage: { codes: 0, scales: 0, zeroPoints: 0, codebook: 0, exponents: 0 },
  bitsPerWeight: 0,
  scaleCount: 0,
  zeroedChannels: 0,
};

/** A side that was measured while a step was open. */
export function seenOf(model: string, side: SideId | null, spec: Side, value: number, bitsPerWeight: number): Seen {
  return { side, model, images: 2000, spec, score: scoreOf(value), bitsPerWeight };
}

/** Everything measured of an experiment; what is not given was not measured. */
export function measuredOf(experiment: Experiment, given: Partial<Measured> = {}): Measured {
  return {
    experiment,
    layer: null,
    scores: { float: null, a: null, b: null },
    networks: { a: null, b: null },
    reports: { a: null, b: null },
    seen: [],
    facts: [],
    ...given,
  };
}
