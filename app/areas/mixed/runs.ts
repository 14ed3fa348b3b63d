/** Searches as they are kept: what they were asked, what they tried, and how good it was. */
import type { Measure } from '../../../src/hardware/costs';
import { keyOf } from '../../../src/experiment/key';
import type { Side } from '../../../src/experiment/spec';
import type { Policy } from '../../../src/search/policy';
import { type Asked, type SearchRequest, askedOf, searchTask } from '../../../src/search/request';
import type { Episode, Method, SearchTask } from '../../../src/search/task';
import type { Problem } from '../../store/state';
import { type MixedSettings, hardwareOf } from './settings';
import type { Ground } from './facts';

/** Bits that activations count as in the costs while they are not searched and A leaves them in float. */
export const ASSUMED = 8;

export interface Run {
  /** Identity of all that decides its numbers. */
  readonly key: string;
  readonly ground: string;
  readonly model: string;
  /** Recipe that all its policies share. */
  readonly base: Side;
  readonly images: number;
  readonly task: SearchTask;
  readonly machine: string;
  readonly measure: Measure;
  /** The budget as it was set, in bits of a uniform policy. */
  readonly budgetBits: number;
  readonly status: 'preparing' | 'running' | 'paused' | 'finished' | 'failed';
  /** Policies in the order in which they were asked for; accuracies in percent of those that are scored. */
  readonly policies: readonly Policy[];
  readonly accuracies: readonly number[];
  /** By policy; null for searches without an agent. */
  readonly episodes: readonly (Episode | null)[];
  /** On test images, of the best policy; null before. */
  readonly test: { readonly correct: number; readonly n: number } | null;
  /** Time spent, pauses left out. */
  readonly ms: number;
  readonly problem: Problem | null;
  /** What is done before the search can start. */
  readonly waiting: string | null;
}

/** Width that activations count as where they are not searched. */
function fixedActivations(base: Side): number {
  const bits = base.activations?.recipe.quantizer.params['bits'];
  return typeof bits === 'number' ? Math.min(bits, ASSUMED) : ASSUMED;
}

/** The search of the settings on one machine, as it is asked for. */
function requestOf(settings: MixedSettings, ground: Ground, base: Side, machine: string): SearchRequest {
  const { measure, budget, method, least, most, activations, evaluations, seed } = settings;
  return {
    ...{ measure, method, least, most, activations, evaluations, seed },
    works: ground.works,
    hardware: hardwareOf(settings, machine),
    bits: budget,
    fixedActivations: fixedActivations(base),
  };
}

/** The budget of the settings on one machine, in the unit of its measure. */
export function budgetOf(settings: MixedSettings, ground: Ground, base: Side, machine: string): Asked {
  return askedOf(requestOf(settings, ground, base, machine));
}

/**
 * The fewest bits, in quarters, whose budget every search can keep; null when the present one will do. The cost of the
 * uniform policy never falls when bits are added.
 */
export function feasibleBits(settings: MixedSettings, ground: Ground, base: Side, machine: string): number | null {
  const fits = (budget: number): boolean => {
    const asked = budgetOf({ ...settings, budget }, ground, base, machine);
    return asked.least <= asked.budget * (1 + 1e-12);
  };
  if (fits(settings.budget)) return null;
  for (let quarters = Math.ceil(settings.budget * 4); quarters <= 32; quarters++)
    if (fits(quarters / 4)) return quarters / 4;
  return 8;
}

/** What the settings ask a search to do; the objective of the integer program comes later. */
export function taskOf(
  settings: MixedSettings,
  ground: Ground,
  base: Side,
  machine: string,
  method: Method,
): SearchTask {
  return searchTask({ ...requestOf(settings, ground, base, machine), method });
}

export function newRun(
  settings: MixedSettings,
  ground: Ground,
  where: { readonly model: string; readonly base: Side; readonly machine: string; readonly method: Method },
): Run {
  const { model, base, machine, method } = where;
  const task = taskOf(settings, ground, base, machine, method);
  return {
    key: keyOf([ground.key, { ...task, layers: null }]),
    ground: ground.key,
    model,
    base,
    images: ground.images,
    task,
    machine,
    measure: settings.measure,
    budgetBits: settings.budget,
    status: 'preparing',
    policies: [],
    accuracies: [],
    episodes: [],
    test: null,
    ms: 0,
    problem: null,
    waiting: null,
  };
}

export function isActive(run: Run | null | undefined): boolean {
  return run?.status === 'running' || run?.status === 'preparing';
}

export const METHOD_NAMES: Readonly<Record<Method, string>> = {
  haq: 'HAQ agent',
  evolutionary: 'Evolution',
  greedy: 'Greedy',
  random: 'Random',
  ilp: 'ILP',
};
