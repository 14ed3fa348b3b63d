import { evaluationTask, layerCostsKey } from '../../src/experiment/plan';
import { type Side, type SideId, recipeFor } from '../../src/experiment/spec';
import { choose } from '../../src/experiment/techniques';
import type { LayerCosts } from '../store/state';
import { store } from '../store/store';
import type { Evaluations } from './evaluations';
import { plannedFor } from './planned';

const SIDES: readonly SideId[] = ['a', 'b'];

/** The side with every layer but one in float. */
function onlyLayer(side: Side, layer: string): Side {
  const recipe = { ...side.recipe, quantizer: choose('quantizer', 'float') };
  return { ...side, recipe, overrides: { [layer]: recipeFor(side, layer) } };
}

/**
 * Measures what each layer costs alone, once nothing else is left to do: the cause that the explanations name. Any change
 * of the settings ends it at once.
 */
export class LayerCostMeter {
  private controller: AbortController | null = null;

  constructor(private readonly evaluations: Evaluations) {}

  /** To be called on every change of the state. */
  update(): void {
    const wanted = SIDES.find((side) => this.isMissing(side));
    if (!isQuiet() || wanted === undefined) {
      if (!isQuiet()) this.stop();
      return;
    }
    if (this.controller === null) void this.measure(wanted);
  }

  private isMissing(side: SideId): boolean {
    const { layerCosts, experiment } = store.getState();
    return layerCosts[side]?.key !== layerCostsKey(experiment, side);
  }

  private stop(): void {
    this.controller?.abort();
    this.controller = null;
  }

  private async measure(side: SideId): Promise<void> {
    const controller = new AbortController();
    this.controller = controller;
    const { experiment, model } = store.getState();
    const key = layerCostsKey(experiment, side);
    const correct: Record<string, number> = {};
    const layers = model.status === 'ready' ? model.layers : [];
    for (const { name } of layers) {
      if (recipeFor(experiment[side], name).quantizer.id === 'float') continue;
      const task = evaluationTask(experiment, onlyLayer(experiment[side], name));
      const outcome = await this.evaluations.score(task, evaluationTask(experiment, null), {
        signal: controller.signal,
      });
      if (this.controller !== controller) return;
      if (!outcome.ok) break;
      correct[name] = outcome.value.correct;
    }
    this.controller = null;
    show(side, { key, correct });
  }
}

/** No gesture, no sweep, and every accuracy on screen belongs to the settings. */
function isQuiet(): boolean {
  const state = store.getState();
  const planned = plannedFor(state).scores;
  return (
    state.model.status === 'ready' &&
    state.gestureFrom === null &&
    state.sweep.status !== 'running' &&
    (['float', ...SIDES] as const).every(
      (id) => state.scores[id].status === 'ready' && state.scores[id].key === planned[id].key,
    )
  );
}

function show(side: SideId, costs: LayerCosts): void {
  store.setState((state) => ({ layerCosts: { ...state.layerCosts, [side]: costs } }));
}
