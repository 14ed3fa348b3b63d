/** Brings what searches need into the workers, and scores policies there. */
import { keyOf } from '../../../src/experiment/key';
import type { Side } from '../../../src/experiment/spec';
import { defaultActivations } from '../../../src/experiment/defaults';
import type { PolicyBase } from '../../../src/nn/policies/evaluator';
import { type Policy, activationQuantizerAt, policyKey } from '../../../src/search/policy';
import { loadDataSet, loadSplit } from '../../engine/models';
import { CANCELLED, type Outcome, failed } from '../../engine/outcome';
import { scorePolicies, shareImages, tapsByWidth } from '../../engine/policies';
import type { EvalPool } from '../../engine/pool';
import { calibratedPool, runQuant } from '../../engine/requests';
import { store } from '../../store/store';
import { baseOf } from './policy';
import type { Ground } from './facts';
import { addScores, mixedStore, scoreOf } from './store';

/** Scores are taken in lists of this many, so that others get a turn and the bars move. */
const LIST = 16;

let images: { readonly key: string; readonly loaded: Promise<Outcome<EvalPool>> } | null = null;
let bases: { readonly key: string; readonly base: Promise<Outcome<PolicyBase>> } | null = null;
let preparing: { readonly key: string; readonly ground: Promise<Outcome<Ground>> } | null = null;

export function groundKey(model: string, base: Side, count: number): string {
  return keyOf([model, base, count]);
}

/** The ground of the present model and recipe of A on so many images. */
export function prepareGround(count: number): Promise<Outcome<Ground>> {
  const { experiment } = store.getState();
  const base = baseOf(experiment.a);
  const key = groundKey(experiment.model, base, count);
  const known = mixedStore.getState().ground;
  if (known?.key === key) return Promise.resolve({ ok: true, value: known, ms: 0 });
  if (preparing?.key !== key) preparing = { key, ground: makeGround(key, base, count) };
  return preparing.ground;
}

async function makeGround(key: string, base: Side, count: number): Promise<Outcome<Ground>> {
  const { model } = store.getState();
  if (model.status !== 'ready') return CANCELLED;
  if (model.card.task !== 'classify') return give(failed(NOT_SEARCHABLE));
  const granularity = base.activations?.recipe.granularity.id;
  if (granularity === 'batch' || granularity === 'sample') return give(failed(DYNAMIC));
  const pool = await shareSearchImages(model.card.dataset, count);
  if (!pool.ok) return give(pool);
  const facts = await runQuant('layer-facts', { base });
  if (!facts.ok) return give(facts);
  if (preparing?.key !== key) return CANCELLED;
  const ground: Ground = { key, ...facts.value, images: pool.value.count, scores: new Map() };
  mixedStore.setState({ ground, problem: null });
  preparing = null;
  return { ok: true, value: ground, ms: 0 };
}

function give<T extends Extract<Outcome<unknown>, { ok: false }>>(outcome: T): T {
  preparing = null;
  if (outcome.reason !== 'cancelled') mixedStore.setState({ problem: outcome.problem });
  return outcome;
}

type Shared = { readonly pool: EvalPool; readonly count: number };

async function shareSearchImages(dataset: string, wanted: number): Promise<Outcome<Shared>> {
  const data = await loadDataSet(dataset);
  if (!data.ok) return data;
  const [split] = data.value.train;
  if (split === undefined) return failed(NO_IMAGES);
  const count = Math.min(wanted, Math.floor(split.count / 2));
  const key = keyOf([dataset, count]);
  if (images?.key !== key) {
    const loaded = Promise.all([calibratedPool(), loadSplit(dataset, split, () => undefined)]).then(
      async ([pool, file]): Promise<Outcome<EvalPool>> => {
        if (!pool.ok) return pool;
        if (!file.ok) return file;
        const shared = await shareImages(pool.value, file.value, count);
        return shared.ok ? pool : shared;
      },
    );
    images = { key, loaded };
    void loaded.then((outcome) => {
      if (!outcome.ok && images?.loaded === loaded) images = null;
    });
  }
  const pool = await images.loaded;
  return pool.ok ? { ok: true, value: { pool: pool.value, count }, ms: 0 } : pool;
}

/** The base of a side with the scales of its activations at every width, where they are asked for. */
function baseFor(pool: EvalPool, side: Side, activations: boolean): Promise<Outcome<PolicyBase>> {
  const own = side.activations ?? defaultActivations();
  const settings = activations ? { ...side, activations: own } : side;
  const key = keyOf([store.getState().experiment.model, settings, activations]);
  if (bases?.key === key) return bases.base;
  const at = (bits: number): Side => ({
    ...settings,
    activations: { ...own, recipe: { ...own.recipe, quantizer: activationQuantizerAt(own.recipe, bits) } },
  });
  const base = (activations ? tapsByWidth(pool, at) : Promise.resolve({ ok: true as const, value: {}, ms: 0 })).then(
    (taps): Outcome<PolicyBase> => (taps.ok ? { ok: true, value: { side: settings, taps: taps.value }, ms: 0 } : taps),
  );
  bases = { key, base };
  void base.then((outcome) => {
    if (!outcome.ok && bases?.base === base) bases = null;
  });
  return base;
}

/** Scores of policies over a side's recipe, in their order; those that are known are not computed again. */
export async function score(
  ground: Pick<Ground, 'key'>,
  side: Side,
  policies: readonly Policy[],
  signal?: AbortSignal,
): Promise<Outcome<readonly number[]>> {
  const present = (): Ground | null => {
    const now = mixedStore.getState().ground;
    return now?.key === ground.key ? now : null;
  };
  const pool = await (images?.loaded ?? Promise.resolve(CANCELLED));
  if (!pool.ok) return pool;
  const needsTaps =
    side.activations !== undefined ||
    policies.some(({ activations }) => activations?.some((bits) => bits > 0) === true);
  const base = await baseFor(pool.value, side, needsTaps);
  if (!base.ok) return base;
  const unknown = [...new Map(policies.map((policy) => [policyKey(policy), policy])).values()].filter(
    (policy) => scoreOf(present(), policy) === null,
  );
  for (let from = 0; from < unknown.length; from += LIST) {
    if (present() === null || signal?.aborted === true) return CANCELLED;
    const list = unknown.slice(from, from + LIST);
    const scored = await scorePolicies(pool.value, `${ground.key} ${needsTaps}`, base.value, list, signal);
    if (!scored.ok) return scored;
    addScores(ground.key, list, scored.value, scored.ms);
  }
  const now = present();
  const value = policies.map((policy) => {
    const found = scoreOf(now, policy);
    return found === null ? 0 : (100 * found.correct) / found.images;
  });
  return now === null ? CANCELLED : { ok: true, value, ms: 0 };
}

const NOT_SEARCHABLE = {
  title: 'There is no accuracy to search by',
  cause: 'Policies are compared by how many images a network gets right, and this one does not tell classes apart.',
  next: 'Choose another network.',
};

const DYNAMIC = {
  title: 'Searches need fixed ranges',
  cause: 'The activations of A find their range anew for every image, and a search keeps the outputs of layers.',
  next: 'Give A one range for a tensor or a channel in the Lab.',
};

const NO_IMAGES = {
  title: 'There is nothing to search on',
  cause: 'The data set of this network has no training images.',
  next: 'Choose another network.',
};
