import { same } from '../../src/experiment/key';
import { plan, sweepKey } from '../../src/experiment/plan';
import type { Experiment } from '../../src/experiment/spec';
import type { LayerReport, NetworkReport } from '../../src/jobs/reports';
import { downloadJson } from '../engine/download';
import { classificationScore } from '../../src/tasks/classify';
import type { AppState, Score, Slot, SweepPoint } from '../store/state';
import { EMPTY_SLOT, IDLE_SWEEP, store } from '../store/store';

/** The Lab as it first opens, and the first minute of the course. */
export const EXAMPLES = ['lab', 'welcome'] as const;
export type ExampleId = (typeof EXAMPLES)[number];

/** A file of public/precomputed: the results of one experiment, computed by the same jobs when the app was built. */
export interface Precomputed {
  readonly experiment: Experiment;
  readonly layer: string;
  readonly layerReports: Readonly<Record<'a' | 'b', LayerReport>>;
  readonly networkReports: Readonly<Record<'a' | 'b', NetworkReport>>;
  readonly scores: Readonly<Record<'float' | 'a' | 'b', StoredScore>>;
  readonly sweep: readonly StoredPoint[];
}

/** A score without what follows from its counts. */
export type StoredScore = Pick<Score, 'n' | 'correct' | 'low' | 'high' | 'changed' | 'predictions' | 'logitsMse'>;
export type StoredPoint = Omit<SweepPoint, 'score'> & { readonly score: StoredScore };

function wholeScore(stored: StoredScore): Score {
  return { ...classificationScore(stored.n, stored.correct), ...stored };
}

/** Where a report has typed arrays, which JSON holds as lists. */
const ARRAYS: Readonly<Record<string, typeof Float32Array | typeof Uint32Array | typeof Uint8Array>> = {
  'histogram.float': Uint32Array,
  'histogram.clipped': Uint32Array,
  'histogram.quantized': Uint32Array,
  'stems.values': Float32Array,
  'stems.counts': Uint32Array,
  levels: Float32Array,
  'thresholds.low': Float32Array,
  'thresholds.high': Float32Array,
  'roundError.counts': Uint32Array,
  'channels.absMax': Float32Array,
  'channels.threshold': Float32Array,
  'channels.zeroed': Uint8Array,
  'channels.rmse': Float32Array,
  'errorMap.values': Float32Array,
  'codebook.centroids': Float32Array,
  'codebook.counts': Uint32Array,
};

const NUMBERS: Readonly<Record<string, number>> = { Infinity: Infinity, '-Infinity': -Infinity, NaN: NaN };

/** Reads the file's JSON: lists become typed arrays again, and infinities, which JSON writes as text, numbers. */
function decodePrecomputed(json: unknown): Precomputed {
  const { layerReports, ...rest } = json as Precomputed;
  const reports = layerReports as unknown as Readonly<Record<'a' | 'b', unknown>>;
  return {
    ...(decode(rest, null) as Omit<Precomputed, 'layerReports'>),
    layerReports: { a: decode(reports.a, '') as LayerReport, b: decode(reports.b, '') as LayerReport },
  };
}

/** `path` from the root of a layer report; null where there are no typed arrays. */
function decode(value: unknown, path: string | null): unknown {
  if (typeof value === 'string') return NUMBERS[value] ?? value;
  if (typeof value !== 'object' || value === null) return value;
  const arrayType = path === null ? undefined : ARRAYS[path];
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => decode(item, null));
    return arrayType === undefined ? items : arrayType.from(items as number[]);
  }
  const entries = Object.entries(value).map(([key, member]) => {
    const at = path === null ? null : path === '' ? key : `${path}.${key}`;
    return [key, decode(member, at)] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * Puts the finished example on screen, as long as the settings are its own and nothing has been computed yet. Without the
 * file the page works all the same.
 */
export async function showPrecomputed(): Promise<void> {
  const wanted: ExampleId = store.getState().view.lesson === 'welcome' ? 'welcome' : 'lab';
  const json = await downloadJson(`precomputed/${wanted}.json`);
  if (!json.ok) return;
  const example = decodePrecomputed(json.value);
  const { experiment, view, scores } = store.getState();
  const isFirst = Object.values(scores).every((slot) => slot.value === null);
  if (!isFirst || !same(experiment, example.experiment)) return;
  show(example, view.layer ?? example.layer);
}

function show(example: Precomputed, layer: string): void {
  const { experiment, scores, networkReports, layerReports } = example;
  const { layers, networks, scores: tasks } = plan(experiment, example.layer);
  const current = store.getState();
  const isShown =
    layer === example.layer && current.layerReports.a.value === null && current.layerReports.b.value === null;
  store.setState({
    view: { ...current.view, layer },
    scores: {
      float: finished(wholeScore(scores.float), tasks.float.key),
      a: finished(wholeScore(scores.a), tasks.a.key),
      b: finished(wholeScore(scores.b), tasks.b.key),
    },
    networkReports: keepNewer(current.networkReports, {
      a: finished(networkReports.a, networks.a.key),
      b: finished(networkReports.b, networks.b.key),
    }),
    ...(isShown && layers !== null
      ? { layerReports: { a: finished(layerReports.a, layers.a.key), b: finished(layerReports.b, layers.b.key) } }
      : {}),
    ...(example.sweep.length === 0 ? {} : { sweep: finishedSweep(example) }),
  });
}

function finishedSweep({ sweep, experiment }: Precomputed): AppState['sweep'] {
  const points = sweep.map((point) => ({ ...point, score: wholeScore(point.score) }));
  const count = points.length;
  return { ...IDLE_SWEEP, status: 'precomputed', points, done: count, total: count, key: sweepKey(experiment) };
}

function keepNewer<T>(
  now: Readonly<Record<'a' | 'b', Slot<T>>>,
  old: Record<'a' | 'b', Slot<T>>,
): Record<'a' | 'b', Slot<T>> {
  return { a: now.a.value === null ? old.a : now.a, b: now.b.value === null ? old.b : now.b };
}

function finished<T>(value: T, key: string): Slot<T> {
  return { ...EMPTY_SLOT, value, key, status: 'precomputed' };
}
