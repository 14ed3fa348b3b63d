/** The weight sets of this browser: in the tab, and beyond it as far as the browser allows. */
import { keyOf } from '../../src/experiment/key';
import type { MadeWeights } from '../../src/experiment/spec';
import { weightsKey } from '../../src/model/named-weights';
import type { WeightValues } from '../../src/model/weight-values';
import type { Engine } from '../engine/engine';
import { discard, keep, kept, keptKeys } from '../engine/keep';
import { type Outcome, failed } from '../engine/outcome';
import { Results } from '../engine/results';
import type { Problem, WeightFacts } from '../store/state';
import { store } from '../store/store';
import { setKey } from './key';

/** A weight set with what made it. */
export interface KeptWeights {
  readonly model: string;
  readonly weights: MadeWeights;
  readonly set: WeightValues;
  readonly facts: WeightFacts;
}

/** Sets in memory, and in the browser's own store; one takes a few hundred kilobytes. */
const IN_TAB = 16;
const IN_BROWSER = 64;

const inTab = new Results<KeptWeights>(IN_TAB);

/** The set that was made of some weights of a model; null when this browser has none. */
export async function findWeights(model: string, weights: MadeWeights): Promise<KeptWeights | null> {
  const key = setKey(model, weights);
  const known = inTab.get(key);
  if (known !== undefined) return known;
  const found = await kept('weights', key);
  if (!isKept(found) || keyOf(found.weights) !== keyOf(weights)) return null;
  inTab.set(key, found);
  return found;
}

/** Keeps a set for this tab and tells the page that it is there. */
export function putWeights(one: KeptWeights): void {
  const key = setKey(one.model, one.weights);
  inTab.set(key, one);
  tell(key, one.facts);
}

/** Keeps a set for later visits, too. */
export async function keepWeights({ model, weights, set, facts }: KeptWeights): Promise<void> {
  const key = setKey(model, weights);
  putWeights({ model, weights, set, facts });
  await keep('weights', key, { model, weights, set, facts });
  const keys = await keptKeys('weights');
  for (const old of keys.filter((other) => other !== key).slice(0, Math.max(0, keys.length - IN_BROWSER)))
    await discard('weights', old);
}

/** Brings the weights that a side names into the workers; a failed outcome says that they have to be made first. */
export async function bringWeights(engine: Engine, model: string, weights: MadeWeights): Promise<Outcome<unknown>> {
  const found = await findWeights(model, weights);
  tell(setKey(model, weights), found?.facts ?? 'missing');
  return found === null ? failed(MISSING) : engine.putWeights(weightsKey(weights), found.set);
}

function tell(key: string, facts: WeightFacts | 'missing'): void {
  const { weightSets } = store.getState();
  if (weightSets[key] !== facts) store.setState({ weightSets: { ...weightSets, [key]: facts } });
}

function isKept(value: unknown): value is KeptWeights {
  return typeof value === 'object' && value !== null && 'set' in value && 'facts' in value && 'weights' in value;
}

const MISSING: Problem = {
  title: 'These weights are not in this browser',
  cause: 'The recipe uses weights that were made elsewhere.',
  next: 'Make them again under Weights, or go back to the shipped weights.',
};
