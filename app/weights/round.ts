/** Makes weights that are rounded together. */
import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { RoundedWeights } from '../../src/experiment/spec';
import type { JobResult } from '../../src/jobs/catalogue';
import type { NetworkRoundingStep } from '../../src/nn/reconstruct/layers';
import { roundingEngine } from '../areas/rounding/engine';
import type { Outcome } from '../engine/outcome';
import { store } from '../store/store';
import { setKey } from './key';
import { type KeptWeights, keepWeights, putWeights } from './library';

export interface RoundOptions {
  readonly signal: AbortSignal;
  /** `share`: how much is done, 0 to 1. */
  readonly onProgress?: (step: NetworkRoundingStep, share: number) => void;
}

export interface Rounded extends KeptWeights {
  readonly layers: JobResult<'round-network'>['layers'];
}

/** Makes weights of a model and puts them where the tab finds them. */
export async function roundWeights(
  model: string,
  weights: RoundedWeights,
  { signal, onProgress }: RoundOptions,
): Promise<Outcome<Rounded>> {
  const iterations = stepsOf(weights);
  const outcome = await roundingEngine().run(
    model,
    'round-network',
    { weights },
    {
      signal,
      onProgress: (step) => onProgress?.(step, (step.done + step.iteration / iterations) / Math.max(step.total, 1)),
    },
  );
  if (!outcome.ok) return outcome;
  const { set, layers } = outcome.value;
  const facts = { steps: stepsOf(weights), ms: outcome.ms, score: null, origin: 'made' } as const;
  const made = { model, weights, set, facts };
  putWeights(made);
  return { ...outcome, value: { ...made, layers } };
}

/** Steps that each layer takes; 1 where a method has none. */
function stepsOf({ params }: RoundedWeights): number {
  return Number(params['iterations'] ?? 1);
}

interface Making {
  readonly controller: AbortController;
  /** How much is done, 0 to 1. */
  readonly share: number;
  /** By the time it took so far; null while there is nothing to go by. */
  readonly secondsLeft: number | null;
}

/** What is made again because a recipe names it, by key. */
const makingStore = createStore<Readonly<Record<string, Making>>>()(() => ({}));

export function useMaking(key: string): Making | null {
  return useZustand(makingStore, (all) => all[key] ?? null);
}

/** Makes weights again that a side of the chosen model names, and keeps them in this browser. */
export async function roundAgain(weights: RoundedWeights): Promise<void> {
  const { model } = store.getState().experiment;
  const key = setKey(model, weights);
  const controller = new AbortController();
  const startedAt = performance.now();
  const show = (share: number): void => {
    const seconds = (performance.now() - startedAt) / 1000;
    const secondsLeft = share < 0.05 ? null : Math.max(1, Math.round((seconds * (1 - share)) / share));
    makingStore.setState({ [key]: { controller, share, secondsLeft } });
  };
  show(0);
  const outcome = await roundWeights(model, weights, {
    signal: controller.signal,
    onProgress: (_step, share) => {
      if (Math.round(share * 100) !== Math.round((makingStore.getState()[key]?.share ?? 1) * 100)) show(share);
    },
  });
  makingStore.setState((all) => Object.fromEntries(Object.entries(all).filter(([other]) => other !== key)), true);
  if (outcome.ok) await keepWeights(outcome.value);
  else if (outcome.reason !== 'cancelled') store.setState({ notice: outcome.problem });
}
