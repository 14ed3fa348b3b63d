import { useEffect, useMemo, useState } from 'react';
import { keyOf } from '../../../src/experiment/key';
import type { Side, SideId } from '../../../src/experiment/spec';
import type { PanelStatus } from '../../charts/frame/status';
import type { Outcome } from '../../engine/outcome';
import { Results } from '../../engine/results';
import type { Problem } from '../../store/state';
import { useStore } from '../../store/store';

export type NetworkId = SideId | 'float';
export const NETWORKS: readonly NetworkId[] = ['float', 'a', 'b'];

type ByNetwork<T> = Readonly<Record<NetworkId, T>>;

export interface SideResults<T> {
  /** The last result of each network; of older settings while a newer one is under way. */
  readonly by: ByNetwork<T | null>;
  readonly status: PanelStatus;
}

export interface Work {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** What is computed for each network. */
export interface SideJob<T> {
  /** Names everything besides model and side that a result depends on. */
  readonly name: string;
  readonly run: (side: Side | null, work: Work) => Promise<Outcome<T>>;
}

/** Results of this page load by what they belong to; small things such as a text or a picture. */
const known = new Results<unknown>(60);

/**
 * Runs a job for the float network, A and B whenever what it depends on changes, but not in the middle of a gesture. What has
 * been computed stays; what nobody waits for any more is cancelled. `job` null: there is nothing to run yet.
 */
export function useSideResults<T>(job: SideJob<T> | null): SideResults<T> {
  const { model, a, b } = useStore((state) => state.experiment);
  const isHeld = useStore((state) => state.gestureFrom !== null || state.model.status !== 'ready');
  const [failure, setFailure] = useState<{ readonly wanted: string; readonly problem: Problem } | null>(null);
  const [progress, setProgress] = useState<PanelStatus['progress']>(null);
  const [last, setLast] = useState<{ readonly model: string; readonly by: ByNetwork<T | null> } | null>(null);
  const keys = useMemo(() => keysOf(job?.name ?? '', model, a, b), [job?.name, model, a, b]);
  const wanted = Object.values(keys).join(' ');

  useEffect(() => {
    if (job === null || isHeld) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const sides = { float: null, a, b };
    const onProgress = (done: number, total: number): void => {
      if (!signal.aborted) setProgress({ done, total });
    };
    const one = async (id: NetworkId): Promise<void> => {
      const outcome = await answer(keys[id], () => job.run(sides[id], { signal, onProgress }));
      if (signal.aborted) return;
      if (outcome.ok)
        setLast((now) => ({ model, by: { ...(now?.model === model ? now.by : NOTHING), [id]: outcome.value } }));
      else if (outcome.reason !== 'cancelled') setFailure({ wanted, problem: outcome.problem });
    };
    void Promise.all(NETWORKS.map(one)).then(() => {
      if (!signal.aborted) setProgress(null);
    });
    return () => {
      controller.abort();
    };
  }, [job, isHeld, model, a, b, keys, wanted]);

  const by = last?.model === model ? last.by : NOTHING;
  const problem = failure?.wanted === wanted ? failure.problem : null;
  return { by, status: { status: statusOf(by, keys, problem), problem, progress } };
}

const NOTHING: ByNetwork<null> = { float: null, a: null, b: null };

function keysOf(name: string, model: string, a: Side, b: Side): ByNetwork<string> {
  return { float: keyOf([name, model, null]), a: keyOf([name, model, a]), b: keyOf([name, model, b]) };
}

function statusOf(
  by: ByNetwork<unknown>,
  keys: ByNetwork<string>,
  problem: Problem | null,
): SideResults<unknown>['status']['status'] {
  if (problem !== null) return 'failed';
  if (NETWORKS.every((id) => by[id] !== null && known.get(keys[id]) === by[id])) return 'ready';
  return NETWORKS.every((id) => by[id] === null) ? 'empty' : 'running';
}

async function answer<T>(key: string, run: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const found = known.get(key);
  if (found !== undefined) return { ok: true, value: found as T, ms: 0 };
  const outcome = await run();
  if (outcome.ok) known.set(key, outcome.value);
  return outcome;
}
