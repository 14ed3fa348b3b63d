import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { HessianTraces } from '../../../src/jobs/search-reports';
import type { PolicyScore } from '../../../src/nn/policies/evaluator';
import { policyKey, type Policy } from '../../../src/search/policy';
import type { Problem } from '../../store/state';
import type { Ground } from './facts';
import type { Run } from './runs';

export interface MixedState {
  /** Null before the first; stays, dimmed, while the next is prepared. */
  readonly ground: Ground | null;
  /** Hessian traces by network. */
  readonly traces: { readonly key: string; readonly value: HessianTraces } | null;
  /** How far their estimate is, or why there is none; null while there is none under way. */
  readonly tracing: { readonly done: number; readonly total: number } | { readonly problem: string } | null;
  readonly problem: Problem | null;
  /** Policies scored lately and the milliseconds that it took. */
  readonly timed: { readonly policies: number; readonly ms: number };
  readonly runs: readonly Run[];
  /** Identity of the run whose episodes are drawn. */
  readonly shown: string | null;
  /** A run that the last visit left unfinished. */
  readonly left: Run | null;
}

/** Runs outlive the screen: leaving it neither stops nor forgets them. */
export const mixedStore = createStore<MixedState>()(() => ({
  ground: null,
  traces: null,
  tracing: null,
  problem: null,
  timed: { policies: 0, ms: 0 },
  runs: [],
  shown: null,
  left: null,
}));

export function useMixedStore<T>(selector: (state: MixedState) => T): T {
  return useZustand(mixedStore, selector);
}

export function scoreOf(ground: Ground | null, policy: Policy | null): PolicyScore | null {
  return (policy === null ? null : ground?.scores.get(policyKey(policy))) ?? null;
}

/** Adds scores; those of another ground are dropped. */
export function addScores(key: string, policies: readonly Policy[], scores: readonly PolicyScore[], ms: number): void {
  mixedStore.setState(({ ground, timed }) => {
    if (ground?.key !== key) return {};
    const all = new Map(ground.scores);
    policies.forEach((policy, at) => {
      const score = scores[at];
      if (score !== undefined) all.set(policyKey(policy), score);
    });
    return {
      ground: { ...ground, scores: all },
      timed: followRate(timed, policies.length, ms, ground.scores.size === 0),
    };
  });
}

/** Policies that the rate is a mean of. */
const RECENT = 100;

/** The first list waits for what the workers have to prepare and says nothing of their speed. */
function followRate(timed: MixedState['timed'], policies: number, ms: number, isFirst: boolean): MixedState['timed'] {
  if (isFirst) return timed;
  const keep = timed.policies > RECENT ? 0.5 : 1;
  return { policies: keep * timed.policies + policies, ms: keep * timed.ms + ms };
}

export function putRun(run: Run): void {
  mixedStore.setState(({ runs }) => ({ runs: [...runs.filter(({ key }) => key !== run.key), run], shown: run.key }));
}

export function changeRun(key: string, change: Partial<Run>): void {
  mixedStore.setState(({ runs }) => ({ runs: runs.map((run) => (run.key === key ? { ...run, ...change } : run)) }));
}

export function runOf(key: string): Run | undefined {
  return mixedStore.getState().runs.find((run) => run.key === key);
}
