import type { ClippedBy, ClippingFact } from '../../../src/course/clipping-fact';
import { screenParams } from '../../../src/experiment/screens/settings';
import type { ClipBatches } from '../../../src/jobs/clip-batches';
import type { ClipMethodReport, ClipPoint, ClipTensorReport } from '../../../src/jobs/clip-reports';
import { arenaMethods } from '../../areas/clipping/methods';
import { arenaSlots, clipCodesOf, presentResults } from '../../areas/clipping/runner';
import { knownScores, scoreKey } from '../../areas/clipping/score-run';
import { type ArenaSettings, readSettings } from '../../areas/clipping/settings';
import { sideOf } from '../../areas/clipping/sides';
import { klIndex } from '../../charts/clipping/kl-model';
import { store } from '../../store/store';
import type { FactReader } from './reader';

export const reader: FactReader = {
  read: () => {
    const fact = clippingFact();
    return fact === null ? [] : [fact];
  },
  subscribe: (onChange) => {
    const stops = [arenaSlots.subscribe(onChange), knownScores.subscribe(onChange)];
    return () => stops.forEach((stop) => stop());
  },
};

/** What the arena found, by place; the settings decide of which type each result is. */
type Results = Readonly<Record<string, unknown>>;

function clippingFact(): ClippingFact | null {
  const { experiment, view } = store.getState();
  const settings = readSettings(screenParams(experiment.screens, 'clipping'));
  const results = presentResults();
  const tensor = results['tensor'] as ClipTensorReport | undefined;
  if (view.layer === null || settings.shape !== 'layer' || tensor === undefined) return null;
  const { source, bits } = settings;
  return {
    ...{ kind: 'clipping', key: [experiment.model, view.layer, source, bits].join(' ') },
    ...{ layer: view.layer, source, bits, largest: tensor.largest },
    methods: { ...methodsOf(settings, tensor, results), ...handOf(tensor, results) },
    kl: klOf(settings, results),
    iterates: iterates(results),
    batches: batchesOf(settings, results),
  };
}

function methodsOf(
  settings: ArenaSettings,
  tensor: ClipTensorReport,
  results: Results,
): Readonly<Record<string, ClippedBy>> {
  const codes = clipCodesOf(settings, tensor);
  const { known } = knownScores.getState();
  return Object.fromEntries(
    arenaMethods(settings, codes.kind).flatMap(({ id, clipper }) => {
      const report = results[id] as ClipMethodReport | undefined;
      if (report === undefined) return [];
      const score = known.get(scoreKey(sideOf({ settings, codes, clipper, hand: null })));
      return [[id, clippedBy(report.point, tensor, score?.value ?? null)] as const];
    }),
  );
}

function handOf(tensor: ClipTensorReport, results: Results): Readonly<Record<string, ClippedBy>> {
  const point = results['hand'] as ClipPoint | undefined;
  return point === undefined ? {} : { hand: clippedBy(point, tensor, null) };
}

function clippedBy(point: ClipPoint, { largest }: ClipTensorReport, score: number | null): ClippedBy {
  const { threshold, mse, clipMse, clippedShare } = point;
  return { threshold: threshold / largest, mse, clipMse, clipped: clippedShare, value: score };
}

function klOf({ cursor }: ArenaSettings, results: Results): ClippingFact['kl'] {
  const trace = (results['kl'] as ClipMethodReport | undefined)?.trace;
  if (trace?.detail.kind !== 'kl') return null;
  const { bins } = trace.detail;
  const at = (index: number) => ({ bins: bins[index] ?? 0, nats: trace.values[index] ?? NaN });
  return { candidates: bins.length, at: at(klIndex(trace, cursor)), best: at(trace.chosen) };
}

function iterates(results: Results): readonly number[] {
  const detail = (results['octav'] as ClipMethodReport | undefined)?.trace.detail;
  return detail?.kind === 'octav' ? [...detail.iterates] : [];
}

function batchesOf({ alpha }: ArenaSettings, results: Results): ClippingFact['batches'] {
  const batches = results['batches'] as ClipBatches | null | undefined;
  if (batches === null || batches === undefined) return null;
  return { alpha, bad: batches.bad, running: [...batches.running], smoothed: [...batches.smoothed] };
}
