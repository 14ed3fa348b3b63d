import { evaluationTask, layerCostsKey } from '../../src/experiment/plan';
import { type Side, type SideId, activationRecipeFor, recipeFor } from '../../src/experiment/spec';
import { choose } from '../../src/experiment/techniques';
import { hiddenPanels } from '../store/guided';
import type { LayerCosts } from '../store/state';
import { store } from '../store/store';
import type { Evaluations } from './evaluations';
import { plannedFor } from './planned';

const SIDES: readonly SideId[] = ['a', 'b'];

/** The side with the weights of one layer quantized and all else in float. */
function onlyLayer(side: Side, layer: string): Side {
  const { recipe, seed, weights } = side;
  const float = { ...recipe, quantizer: choose('quantizer', 'float') };
  const overrides = { [layer]: recipeFor(side, layer) };
  return { recipe: float, overrides, seed, ...(weights === undefined ? {} : { weights }) };
}

/** The side with the input of one layer quantized and all else in float; null where that input is float anyway. */
function onlyInput(side: Side, layer: string): Side | null {
  const { recipe, activations } = side;
  const own = activationRecipeFor({ ...(activations && { activations }) }, layer);
  if (own === null || activations === undefined) return null;
  const float = { ...activations.recipe, quantizer: choose('quantizer', 'float', {}, 'activations') };
  return {
    ...side,
    recipe: { ...recipe, quantizer: choose('quantizer', 'float') },
    overrides: {},
    activations: { ...activations, recipe: float, overrides: { [layer]: own } },
  };
}

/** Rest before it begins: whoever goes on at once has no use for it, and it keeps all workers busy for seconds. */
const PAUSE_MS = 1000;

/**
 * Measures what each layer costs alone, where the explanations that name it are on screen and nothing else is left to do. Any
 * change of the settings ends it at once.
 */
export class LayerCostMeter {
  private controller: AbortController | null = null;
  private pause: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly evaluations: Evaluations) {}

  /** To be called on every change of the state. */
  update(): void {
    if (!isShown() || !isQuiet()) {
      this.stop();
      return;
    }
    const wanted = SIDES.find((side) => this.isMissing(side));
    if (wanted === undefined || this.controller !== null || this.pause !== null) return;
    this.pause = setTimeout(() => {
      this.pause = null;
      void this.measure(wanted);
    }, PAUSE_MS);
  }

  private isMissing(side: SideId): boolean {
    const { layerCosts, experiment } = store.getState();
    return layerCosts[side]?.key !== layerCostsKey(experiment, side);
  }

  private stop(): void {
    this.controller?.abort();
    this.controller = null;
    if (this.pause !== null) clearTimeout(this.pause);
    this.pause = null;
  }

  private async measure(side: SideId): Promise<void> {
    const controller = new AbortController();
    this.controller = controller;
    const { experiment, model } = store.getState();
    const key = layerCostsKey(experiment, side);
    const costs = { key, values: {}, activationValues: {} } as const satisfies LayerCosts;
    const layers = model.status === 'ready' ? model.layers.map(({ name }) => name) : [];
    for (const { into, layer, spec } of singles(experiment[side], layers)) {
      const task = evaluationTask(experiment, spec);
      const outcome = await this.evaluations.score(task, evaluationTask(experiment, null), {
        signal: controller.signal,
      });
      if (this.controller !== controller) return;
      if (!outcome.ok) break;
      Object.assign(costs[into], { [layer]: outcome.value.value });
    }
    this.controller = null;
    show(side, costs);
  }
}

interface Single {
  readonly into: 'values' | 'activationValues';
  readonly layer: string;
  readonly spec: Side;
}

/** Every quantized part of a side alone: the weights layer by layer, then the inputs of the layers. */
function singles(side: Side, layers: readonly string[]): Single[] {
  const weights = layers
    .filter((layer) => recipeFor(side, layer).quantizer.id !== 'float')
    .map((layer): Single => ({ into: 'values', layer, spec: onlyLayer(side, layer) }));
  const inputs = layers.flatMap((layer): Single[] => {
    const spec = onlyInput(side, layer);
    return spec === null ? [] : [{ into: 'activationValues', layer, spec }];
  });
  return [...weights, ...inputs];
}

/** Whether the explanations are on screen. */
function isShown(): boolean {
  const state = store.getState();
  return state.view.area === 'lab' && !hiddenPanels(state).includes('why');
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
