/** What the screen measures by itself: uniform policies, the sensitivity of the layers, and the policy that B is. */
import { uniformPolicy, type Policy } from '../../../src/search/policy';
import { store } from '../../store/store';
import { prepareGround, score } from './ground';
import { baseOf, floatPolicy, policyOf, sharesRecipe } from './policy';
import type { MixedSettings } from './settings';

/** Policies with some layers at so many bits and everything else in float. */
export interface Damage {
  readonly weights: readonly Policy[];
  readonly activations: readonly Policy[];
}

/** Whether the sensitivity comes from the Hessian of the loss, not from policies that are scored. */
export function isByCurvature({ damageIn }: Pick<MixedSettings, 'damageIn'>): boolean {
  return damageIn === 'trace' || damageIn === 'omega';
}

export function damagePolicies(
  { damage, damageBits }: Pick<MixedSettings, 'damage' | 'damageBits'>,
  layers: number,
): Damage {
  const none = Array.from({ length: layers }, () => 0);
  const rows = none.map((_, layer) =>
    none.map((_float, at) => ((damage === 'one' ? at === layer : at <= layer) ? damageBits : 0)),
  );
  return {
    weights: rows.map((weights) => ({ weights, activations: none })),
    activations: rows.map((activations) => ({ weights: none, activations })),
  };
}

/** The same bits everywhere, from the fewest to the most of the settings. */
export function uniformPolicies({ least, most, activations }: MixedSettings, layers: number): readonly Policy[] {
  return Array.from({ length: most - least + 1 }, (_, at) => {
    const bits = least + at;
    return uniformPolicy(layers, bits, activations ? bits : null);
  });
}

/** B as a policy over the recipe of A; null where it is none. */
function policyOfB(layers: readonly string[]): Policy | null {
  const { a, b } = store.getState().experiment;
  return sharesRecipe(a, b) ? policyOf(b, layers) : null;
}

/** Measures what the settings show, most visible first; cancelled when they change. */
export async function measureShown(settings: MixedSettings, signal: AbortSignal): Promise<void> {
  const ground = await prepareGround(settings.images);
  if (!ground.ok || signal.aborted) return;
  const { works } = ground.value;
  const layers = works.length;
  const b = policyOfB(works.map(({ name }) => name));
  const damage = damagePolicies(settings, layers);
  const lists: readonly (readonly Policy[])[] = [
    [floatPolicy(layers), ...(b === null ? [] : [b])],
    uniformPolicies(settings, layers),
    ...(isByCurvature(settings) ? [] : [damage.weights, ...(settings.activations ? [damage.activations] : [])]),
  ];
  const base = baseOf(store.getState().experiment.a);
  for (const list of lists) {
    const scored = await score(ground.value, base, list, signal);
    if (!scored.ok) return;
  }
}
