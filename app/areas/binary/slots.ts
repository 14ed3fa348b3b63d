/** What the charts of a layer need, kept up to date with the settings: always the latest, what came in between is skipped. */
import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { keyOf } from '../../../src/experiment/key';
import { screenParams } from '../../../src/experiment/screens/settings';
import type { BinaryLayerReport, FeatureReport } from '../../../src/jobs/binary-reports';
import type { Outcome } from '../../engine/outcome';
import { readFeatureMaps, runQuant } from '../../engine/requests';
import { Results } from '../../engine/results';
import type { AppState, Slot } from '../../store/state';
import { EMPTY_SLOT, store } from '../../store/store';
import { readSettings } from './settings';

interface Slots {
  readonly layer: Slot<BinaryLayerReport>;
  readonly maps: Slot<FeatureReport>;
}

type SlotId = keyof Slots;

interface Wanted {
  readonly key: string;
  readonly run: () => Promise<Outcome<unknown>>;
}

/** The latest of each. */
export const slots = createStore<Slots>()(() => ({ layer: EMPTY_SLOT, maps: EMPTY_SLOT }));

export function useSlot<K extends SlotId>(id: K): Slots[K] {
  return useZustand(slots, (state) => state[id]);
}

function wantedBy({ experiment, view, model, labels }: AppState): Readonly<Record<SlotId, Wanted | null>> {
  const { layer } = view;
  if (model.status !== 'ready' || layer === null) return { layer: null, maps: null };
  const settings = readSettings(screenParams(experiment.screens, 'binary'));
  const { granularity, filter, factor, normalize, image } = settings;
  const ofLayer = { layer, granularity, filter };
  const border = settings.border === 'plus' ? (1 as const) : (-1 as const);
  const ofMaps = { layer, image, granularity, factor, normalize, border };
  return {
    layer: { key: keyOf([experiment.model, ofLayer]), run: () => runQuant('binary-layer', ofLayer) },
    // A threshold on its way would ask for maps at every step.
    maps:
      labels === null || store.getState().gestureFrom !== null
        ? null
        : { key: keyOf([experiment.model, ofMaps]), run: () => readFeatureMaps(ofMaps) },
  };
}

class SlotRunner {
  private readonly results = new Results<unknown>(60);
  private readonly running = new Set<SlotId>();

  update(): void {
    const wanted = wantedBy(store.getState());
    for (const id of ['layer', 'maps'] as const) {
      const one = wanted[id];
      if (one === null || slots.getState()[id].key === one.key || this.running.has(id)) continue;
      const known = this.results.get(one.key);
      if (known === undefined) void this.work(id, one);
      else put(id, { key: one.key, value: known, status: 'ready', problem: null });
    }
  }

  private async work(id: SlotId, { key, run }: Wanted): Promise<void> {
    this.running.add(id);
    put(id, { status: slots.getState()[id].value === null ? 'empty' : 'stale', problem: null });
    const outcome = await run();
    this.running.delete(id);
    if (outcome.ok) {
      this.results.set(key, outcome.value);
      put(id, { key, value: outcome.value, status: 'ready', problem: null });
    } else {
      put(id, { key, status: 'failed', problem: outcome.problem });
    }
    this.update();
  }
}

function put(id: SlotId, change: Partial<Slot<unknown>>): void {
  slots.setState((state) => ({ [id]: { ...state[id], ...change } }));
}

/** Starts to follow the settings; returns how to stop. */
export function followSettings(): () => void {
  const runner = new SlotRunner();
  runner.update();
  return store.subscribe(() => runner.update());
}
