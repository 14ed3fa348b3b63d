/** What the panels show, from the store and the settings. */
import { useMemo } from 'react';
import { layerCosts, type LayerCosts, type Measure } from '../../../src/hardware/costs';
import type { HessianTraces } from '../../../src/jobs/search-reports';
import type { Policy } from '../../../src/search/policy';
import { policyKey } from '../../../src/search/policy';
import { policyCost } from '../../../src/search/task';
import type { LayerBitsRow } from '../../charts/mixed/bits-model';
import type { CloudPoint } from '../../charts/mixed/cloud-model';
import { useStore } from '../../store/store';
import { damagePolicies, isByCurvature, uniformPolicies } from './follow';
import { groundKey } from './ground';
import { type SideBits, baseOf, bitsOf, floatPolicy, policyOf, sharesRecipe } from './policy';
import { ASSUMED, METHOD_NAMES, type Run, taskOf } from './runs';
import { type MixedSettings, hardwareOf, useMixed } from './settings';
import type { Ground } from './facts';
import { scoreOf, useMixedStore } from './store';

/** The ground of the present settings; the one before it, marked, while it is being prepared. */
export function useGround(): { readonly ground: Ground | null; readonly isCurrent: boolean } {
  const ground = useMixedStore((state) => state.ground);
  const { images } = useMixed();
  const model = useStore((state) => state.experiment.model);
  const a = useStore((state) => state.experiment.a);
  const key = useMemo(() => groundKey(model, baseOf(a), images), [model, a, images]);
  const fits = ground !== null && ground.key.startsWith(`["${model}"`);
  return { ground: fits ? ground : null, isCurrent: ground?.key === key };
}

/** Rows of the chart of bits. */
export function useBitRows(ground: Ground, settings: MixedSettings): readonly LayerBitsRow[] {
  const { a, b } = useStore((state) => state.experiment);
  const traces = useTraces();
  return useMemo(() => {
    const names = ground.works.map(({ name }) => name);
    const [ofA, ofB] = [bitsOf(a, names), bitsOf(b, names)];
    const policies = damagePolicies(settings, names.length);
    const curved = isByCurvature(settings) ? curvatureOf(ground, settings, traces) : null;
    return ground.works.map(({ name, weights, macs }, at) => ({
      name,
      weights,
      macs,
      bits: {
        weights: { a: ofA.weights[at] ?? null, b: ofB.weights[at] ?? null },
        activations: { a: ofA.activations[at] ?? null, b: ofB.activations[at] ?? null },
      },
      damage: {
        weights: curved === null ? damageOf(ground, policies.weights[at]!, settings) : (curved.values[at] ?? null),
        activations: curved === null ? damageOf(ground, policies.activations[at]!, settings) : null,
      },
      error: curved?.errors[at] ?? null,
    }));
  }, [ground, settings, traces, a, b]);
}

/** The Hessian traces of the present network; null before they are estimated. */
function useTraces(): HessianTraces | null {
  const model = useStore((state) => state.experiment.model);
  return useMixedStore(({ traces }) => (traces?.key === model ? traces.value : null));
}

interface Curvature {
  readonly values: readonly number[];
  readonly errors: readonly number[];
}

/** Average trace of every layer and its standard error, or both times the squared error of the weights at the chosen bits. */
function curvatureOf(ground: Ground, settings: MixedSettings, known: HessianTraces | null): Curvature {
  if (known === null) return { values: [], errors: [] };
  const at = ground.works.map(({ name }) => known.layers.indexOf(name));
  const of = (numbers: readonly number[]): readonly number[] => at.map((index) => numbers[index] ?? 0);
  const [traces, errors] = [of(known.traces), of(known.errors)];
  if (settings.damageIn === 'trace') return { values: traces, errors };
  const squared = ground.perturbations.map((row) => row[settings.damageBits] ?? 0);
  const scaled = (numbers: readonly number[]): readonly number[] => numbers.map((one, i) => one * squared[i]!);
  if (settings.damage === 'one') return { values: scaled(traces), errors: scaled(errors) };
  const summed = scaled(traces).map((_, i, all) => all.slice(0, i + 1).reduce((sum, one) => sum + one, 0));
  return { values: summed, errors: [] };
}

function damageOf(ground: Ground, policy: Policy, { damageIn }: MixedSettings): number | null {
  const [own, float] = [scoreOf(ground, policy), scoreOf(ground, floatPolicy(ground.works.length))];
  if (own === null || float === null) return null;
  if (damageIn === 'points') return (100 * (float.correct - own.correct)) / float.images;
  return own.squaredError === 0 ? 0 : 10 * Math.log10(own.squaredFloat / own.squaredError);
}

/** Costs of every layer as a side has it; what is float counts as float, activations in float as 8 bits. */
export function sideCosts(
  works: Ground['works'],
  settings: MixedSettings,
  { weights, activations }: SideBits,
  machine = settings.machine,
): readonly LayerCosts[] {
  const hardware = hardwareOf(settings, machine);
  return works.map((work, at) =>
    layerCosts(work, { weights: weights[at] ?? 0, activations: activations[at] || ASSUMED }, hardware),
  );
}

export function total(costs: readonly LayerCosts[], measure: Measure | 'moved'): number {
  return costs.reduce((sum, layer) => sum + layer[measure], 0);
}

/** The policy that B is, its score on the search images and what it costs; null parts where there is none. */
export function useOwnPolicy(ground: Ground | null) {
  const { a, b } = useStore((state) => state.experiment);
  return useMemo(() => {
    if (ground === null) return null;
    const names = ground.works.map(({ name }) => name);
    const shares = sharesRecipe(a, b);
    const policy = policyOf(b, names);
    const score = shares ? scoreOf(ground, policy) : null;
    return { policy, shares, accuracy: score === null ? null : (100 * score.correct) / score.images };
  }, [ground, a, b]);
}

/** Every scored policy by accuracy and the cost on the axis. */
export function useCloud(ground: Ground, settings: MixedSettings) {
  const runs = useMixedStore((state) => state.runs);
  const a = useStore((state) => state.experiment.a);
  return useMemo(() => {
    const { axis, machine, method } = settings;
    const task = taskOf({ ...settings, measure: axis }, ground, baseOf(a), machine, method);
    const policies: Policy[] = [];
    const points: CloudPoint[] = [];
    const add = (kind: CloudPoint['kind'], from: string, policy: Policy, accuracy: number): void => {
      policies.push(policy);
      points.push({ kind, from, policy: policyKey(policy), cost: policyCost(task, policy), accuracy });
    };
    const seen = new Set<string>();
    for (const run of runs) {
      if (run.ground !== ground.key) continue;
      run.accuracies.forEach((accuracy, at) => {
        const policy = run.policies[at]!;
        const key = policyKey(policy);
        if (seen.has(key)) return;
        seen.add(key);
        const kind = run.task.method === 'haq' ? 'agent' : run.task.method === 'random' ? 'random' : 'search';
        add(kind, METHOD_NAMES[run.task.method], policy, accuracy);
      });
    }
    for (const policy of uniformPolicies(settings, ground.works.length)) {
      const score = scoreOf(ground, policy);
      if (score !== null)
        add('uniform', `uniform ${policy.weights[0] ?? 0}`, policy, (100 * score.correct) / score.images);
    }
    return { task, policies, points };
  }, [runs, ground, settings, a]);
}

/** The run whose episodes are drawn. */
export function useShownRun(): Run | null {
  return useMixedStore(({ runs, shown }) => runs.find(({ key }) => key === shown) ?? null);
}
