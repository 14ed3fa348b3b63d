import { defaultActivations } from '../../src/experiment/defaults';
import { isSeed } from '../../src/experiment/seed';
import type { ActivationSettings, RecipePatch, Side, SideId } from '../../src/experiment/spec';
import { type ChangeOptions, setExperiment } from './history';
import { store } from './store';

/** Settings of a side's activations as the form shows them: the defaults in float32 where the side has none. */
export function activationsOf({ activations }: Side): ActivationSettings {
  if (activations !== undefined) return activations;
  const settings = defaultActivations();
  return { ...settings, recipe: { ...settings.recipe, quantizer: { id: 'float', params: {} } } };
}

/** Changes how a side quantizes its activations; float32 everywhere is the same as no settings at all. */
export function changeActivations(
  side: SideId,
  edit: (now: ActivationSettings) => ActivationSettings,
  options?: ChangeOptions,
): void {
  const { experiment } = store.getState();
  const next = edit(activationsOf(experiment[side]));
  const { activations, ...rest } = experiment[side];
  const isFloat = isAllFloat(next);
  if (activations === undefined && isFloat) return;
  setExperiment({ ...experiment, [side]: isFloat ? rest : { ...rest, activations: next } }, options);
}

/** Gives the input of a layer its own parts, or with null none of its own. */
export function setActivationPatch(
  side: SideId,
  layer: string,
  patch: RecipePatch | null,
  options?: ChangeOptions,
): void {
  changeActivations(
    side,
    (now) => {
      const others = Object.entries(now.overrides).filter(([name]) => name !== layer);
      const isEmpty = patch === null || Object.keys(patch).length === 0;
      return { ...now, overrides: Object.fromEntries(isEmpty ? others : [...others, [layer, patch]]) };
    },
    options,
  );
}

/** Takes a layer's own settings away, those for its weights and those for its input, in one step. */
export function clearLayer(side: SideId, layer: string): void {
  const { experiment } = store.getState();
  const { overrides, activations, ...rest } = experiment[side];
  const without = <T>(table: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(table).filter(([name]) => name !== layer));
  const inputs = activations === undefined ? null : { ...activations, overrides: without(activations.overrides) };
  const isFloat = inputs === null || isAllFloat(inputs);
  const next = { ...rest, overrides: without(overrides), ...(isFloat ? {} : { activations: inputs }) };
  setExperiment({ ...experiment, [side]: next });
}

function isAllFloat({ recipe, overrides }: ActivationSettings): boolean {
  return recipe.quantizer.id === 'float' && Object.keys(overrides).length === 0;
}

/** Chooses the calibration images; anything but a seed is ignored. */
export function setCalibration(side: SideId, change: Partial<ActivationSettings['calibration']>): void {
  if (change.seed !== undefined && !isSeed(change.seed)) return;
  changeActivations(side, (now) => ({ ...now, calibration: { ...now.calibration, ...change } }));
}
