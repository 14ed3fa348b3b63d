import type { Fact } from '../../../src/course/facts';
import { screenParams } from '../../../src/experiment/screens/settings';
import { machineOf } from '../../../src/hardware/machines';
import { bestOf } from '../../../src/search/best';
import { uniformPolicy } from '../../../src/search/policy';
import type { Ground } from '../../areas/mixed/facts';
import { damagePolicies } from '../../areas/mixed/follow';
import { groundKey } from '../../areas/mixed/ground';
import { atHome } from '../../areas/mixed/home';
import { baseOf, bitsOf, floatPolicy } from '../../areas/mixed/policy';
import { type MixedSettings, mixedSettings } from '../../areas/mixed/settings';
import { sideCosts } from '../../areas/mixed/shown';
import { mixedStore, scoreOf } from '../../areas/mixed/store';
import { store } from '../../store/store';
import type { FactReader } from './reader';

export const reader: FactReader = {
  read: () => {
    const { experiment } = store.getState();
    const settings = mixedSettings(screenParams(experiment.screens, 'mixed'));
    const { ground } = mixedStore.getState();
    if (ground === null || ground.key !== groundKey(experiment.model, baseOf(experiment.a), settings.images)) return [];
    return [
      groundFact(ground, settings),
      latencyFact(ground, settings),
      ...searchFacts(ground, settings),
      ...homeFacts(ground, settings),
    ];
  },
  subscribe: (onChange) => mixedStore.subscribe(onChange),
};

function groundFact(ground: Ground, settings: MixedSettings): Fact {
  const { timed } = mixedStore.getState();
  const layers = ground.works.map(({ name, weights }) => ({ name, weights }));
  const float = scoreOf(ground, floatPolicy(layers.length));
  const costs = damagePolicies({ ...settings, damage: 'one' }, layers.length).weights.flatMap((policy) => {
    const own = scoreOf(ground, policy);
    return own === null || float === null ? [] : [(100 * (float.correct - own.correct)) / float.images];
  });
  const rate = timed.ms === 0 ? null : (1000 * timed.policies) / timed.ms;
  return { kind: 'ground', key: ground.key, layers, rate, costs, images: ground.images };
}

function latencyFact(ground: Ground, settings: MixedSettings): Fact {
  const { a, b } = store.getState().experiment;
  const names = ground.works.map(({ name }) => name);
  const [ofA, ofB] = [bitsOf(a, names), bitsOf(b, names)];
  const [costsA, costsB] = [sideCosts(ground.works, settings, ofA), sideCosts(ground.works, settings, ofB)];
  return {
    kind: 'latency',
    key: settings.machine,
    machine: machineOf(settings.machine).label,
    layers: names.map((name, at) => ({
      name,
      bits: { a: ofA.weights[at] ?? 0, b: ofB.weights[at] ?? 0 },
      seconds: { a: costsA[at]?.latency ?? NaN, b: costsB[at]?.latency ?? NaN },
      bound: costsB[at]?.bound ?? 'compute',
    })),
  };
}

/** Bits that a search has to beat everywhere. */
const UNIFORM = 4;

function searchFacts(ground: Ground, { budget, measure }: MixedSettings): readonly Fact[] {
  const names = ground.works.map(({ name }) => name);
  const uniform = scoreOf(ground, uniformPolicy(names.length, UNIFORM, null));
  return mixedStore.getState().runs.flatMap((run): readonly Fact[] => {
    const fits = run.ground === ground.key && run.budgetBits === budget && run.measure === measure;
    const best = fits && run.status === 'finished' ? bestOf(run) : null;
    if (best === null) return [];
    return [
      {
        ...{ kind: 'search', key: run.key, method: run.task.method, machine: run.machine },
        ...{ evaluations: run.accuracies.length, best: best.accuracy, fits: true },
        uniform: uniform === null ? null : (100 * uniform.correct) / uniform.images,
        layers: names,
        bits: best.policy.weights,
      },
    ];
  });
}

function homeFacts(ground: Ground, settings: MixedSettings): readonly Fact[] {
  const { latencies } = atHome(mixedStore.getState().runs, ground, settings);
  const seconds = latencies.flatMap(([first, second]): readonly (readonly [number, number])[] =>
    first === null || first === undefined || second === null || second === undefined ? [] : [[first, second]],
  );
  if (seconds.length < 2) return [];
  const machines = [machineOf(settings.machine).label, machineOf(settings.other).label] as const;
  return [{ kind: 'home', key: machines.join(' '), machines, seconds }];
}
