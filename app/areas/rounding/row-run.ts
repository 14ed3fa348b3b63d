import { keyOf } from '../../../src/experiment/key';
import type { AppState } from '../../store/state';
import { store } from '../../store/store';
import { roundingEngine } from './engine';
import { layerWeights, settingsOf } from './settings';
import { changeRow, roundingStore } from './store';

/** Settings that rest this long are computed. */
const REST_MS = 200;

/** What the settings ask for; null while no layer is chosen. */
function wantedBy({ experiment, view, model }: AppState) {
  if (model.status !== 'ready' || view.layer === null) return null;
  const settings = settingsOf(experiment);
  const { draws } = settings;
  const layer = view.layer;
  const outputs = outputsOf(model.layers.find(({ name }) => name === layer));
  const row = Math.min(settings.row, outputs - 1);
  // What one row is shown does not depend on the layers before it.
  const weights = layerWeights({ ...settings, inputs: 'float', activation: 'none' }, layer);
  const input = { weights, layer, row, draws };
  return { key: keyOf([experiment.model, input]), model: experiment.model, input };
}

/** Output channels of a layer. */
export function outputsOf(layer: { readonly shape: readonly number[]; readonly layout: string } | undefined): number {
  const last = layer?.shape.at(-1) ?? 1;
  return layer?.layout === 'depthwise' ? last * (layer.shape.at(-2) ?? 1) : last;
}

/** Keeps the report of the chosen row up to date; returns how to stop. */
export function followRow(): () => void {
  let rest: ReturnType<typeof setTimeout> | null = null;
  let controller: AbortController | null = null;
  const update = (): void => {
    const wanted = wantedBy(store.getState());
    if (wanted === null || roundingStore.getState().row.key === wanted.key) return;
    if (rest !== null) clearTimeout(rest);
    rest = setTimeout(() => {
      controller?.abort();
      controller = new AbortController();
      void compute(wanted, controller.signal);
    }, REST_MS);
  };
  update();
  const leave = store.subscribe((state, before) => {
    const isSame =
      state.experiment === before.experiment && state.view.layer === before.view.layer && state.model === before.model;
    if (!isSame) update();
  });
  return () => {
    leave();
    if (rest !== null) clearTimeout(rest);
    controller?.abort();
  };
}

async function compute(
  { key, model, input }: NonNullable<ReturnType<typeof wantedBy>>,
  signal: AbortSignal,
): Promise<void> {
  changeRow({ status: 'running', problem: null });
  const outcome = await roundingEngine().run(model, 'round-row', input, { signal });
  if (signal.aborted) return;
  if (outcome.ok) changeRow({ key, report: outcome.value, status: 'ready' });
  else changeRow({ key, status: 'failed', problem: outcome.problem });
}
