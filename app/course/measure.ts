import type { Fact } from '../../src/course/facts';
import type { Measured, Seen } from '../../src/course/measured';
import { keyOf } from '../../src/experiment/key';
import { type Task, sweepKey } from '../../src/experiment/plan';
import type { Side } from '../../src/experiment/spec';
import { plannedFor } from '../effects/planned';
import type { NetworkReport } from '../../src/jobs/reports';
import type { AppState, Slot } from '../store/state';

/** What is measured and belongs to the present settings. */
export function measuredOf(state: AppState, seen: readonly Seen[], facts: readonly Fact[]): Measured {
  return known(state, seen, facts, ['ready']);
}

/** The same with what was computed when the app was built: numbers to read, marked so on screen, never to judge by. */
export function readableOf(state: AppState, { seen, facts }: Pick<Measured, 'seen' | 'facts'>): Measured {
  return known(state, seen, facts, ['ready', 'precomputed']);
}

function known(
  state: AppState,
  seen: readonly Seen[],
  facts: readonly Fact[],
  accepted: readonly Slot<unknown>['status'][],
): Measured {
  const { scores, networks, layers } = plannedFor(state);
  const present = <T>(slot: Slot<T>, task: Task<unknown> | undefined): T | null =>
    accepted.includes(slot.status) && slot.key === task?.key ? slot.value : null;
  return {
    experiment: state.experiment,
    layer: state.view.layer,
    scores: {
      float: present(state.scores.float, scores.float),
      a: present(state.scores.a, scores.a),
      b: present(state.scores.b, scores.b),
    },
    networks: { a: present(state.networkReports.a, networks.a), b: present(state.networkReports.b, networks.b) },
    reports: { a: present(state.layerReports.a, layers?.a), b: present(state.layerReports.b, layers?.b) },
    seen,
    facts,
  };
}

/** What has been seen so far with what is measured now; the same list when there is nothing new. */
export function withNewlySeen(seen: readonly Seen[], state: AppState): readonly Seen[] {
  const now = measuredOf(state, seen, []);
  const { model, images } = state.experiment;
  const ofSides = (['a', 'b'] as const).flatMap((side): Seen[] => {
    const [score, network] = [now.scores[side], now.networks[side]];
    if (score === null || network === null) return [];
    return [
      {
        side,
        model,
        images,
        spec: state.experiment[side],
        score,
        bitsPerWeight: network.bitsPerWeight,
        sqnr: sqnrOf(network),
      },
    ];
  });
  const isOwn = state.sweep.status !== 'precomputed' && state.sweep.key === sweepKey(state.experiment);
  const ofSweep = isOwn ? state.sweep.points : [];
  const known = new Set(seen.map(identity));
  const found = [
    ...ofSides,
    ...ofSweep.map((point): Seen => ({ ...point, side: null, model, images, spec: point.side })),
  ].filter((one) => !known.has(identity(one)));
  return found.length === 0 ? seen : [...seen, ...found];
}

function sqnrOf({ layers }: NetworkReport): Readonly<Record<string, number>> {
  return Object.fromEntries(layers.map(({ layer, metrics }) => [layer, metrics.sqnrDb]));
}

function identity({ side, model, images, spec }: Seen): string {
  const key = keys.get(spec) ?? keyOf(spec);
  keys.set(spec, key);
  return `${side ?? 'sweep'} ${model} ${images} ${key}`;
}

/** A recipe does not change: its text is made once. */
const keys = new WeakMap<Side, string>();
