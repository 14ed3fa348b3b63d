import {
  type Constants,
  ENERGY,
  MACHINES,
  type Machine,
  defaultConstants,
  machineOf,
} from '../../../src/hardware/machines';
import type { Hardware, Measure } from '../../../src/hardware/costs';
import type { ParamValue, Params } from '../../../src/params/param';
import type { Method } from '../../../src/search/task';
import { setScreenParam } from '../../store/screen-actions';
import { useScreenParams } from '../useScreenParams';

/** The settings of the screen with their types. */
export interface MixedSettings {
  readonly machine: string;
  readonly other: string;
  readonly measure: Measure;
  readonly budget: number;
  readonly method: Method;
  readonly activations: boolean;
  readonly least: number;
  readonly most: number;
  readonly evaluations: number;
  readonly images: number;
  readonly seed: number;
  readonly axis: Measure;
  readonly damage: 'one' | 'cumulative';
  readonly damageIn: 'points' | 'sqnr' | 'trace' | 'omega';
  readonly damageBits: number;
  readonly constants: readonly number[];
}

/** The table of the screen has exactly these settings, checked when a link is read. */
export function mixedSettings(params: Params): MixedSettings {
  const read = params as unknown as MixedSettings;
  return { ...read, most: Math.max(read.least, read.most) };
}

export function useMixed(): MixedSettings {
  return mixedSettings(useScreenParams('mixed'));
}

export function setMixed(key: keyof MixedSettings, value: ParamValue, options?: { commit?: boolean }): void {
  setScreenParam('mixed', key, value, { commit: options?.commit ?? true });
}

type Model = Pick<Machine, 'id' | 'constants'>;
const MODELS: readonly Model[] = [...MACHINES, ENERGY];

/** Every constant of every model has a place in the list that links hold; new models come last. */
const PLACES = MODELS.flatMap((model) => model.constants.map((constant) => ({ model: model.id, constant })));

/** The constants of a model with what was changed; a value out of its range does not count. */
export function constantsOf({ constants }: Pick<MixedSettings, 'constants'>, model: Model): Constants {
  const own = { ...defaultConstants(model) };
  for (let at = 0; at + 1 < constants.length; at += 2) {
    const place = PLACES[constants[at] ?? -1];
    const value = constants[at + 1] ?? NaN;
    if (place?.model !== model.id) continue;
    const { key, min, max, whole } = place.constant;
    if (value >= min && value <= max && (whole !== true || Number.isInteger(value))) own[key] = value;
  }
  return own;
}

/** The list with one constant changed; one that is as shipped is left out. */
export function withConstant(list: readonly number[], model: string, key: string, value: number): readonly number[] {
  const place = PLACES.findIndex((one) => one.model === model && one.constant.key === key);
  const kept: number[] = [];
  for (let at = 0; at + 1 < list.length; at += 2) if (list[at] !== place) kept.push(list[at]!, list[at + 1]!);
  return PLACES[place]?.constant.default === value ? kept : [...kept, place, value];
}

/** A machine and the energy model as the settings have them. */
export function hardwareOf(settings: Pick<MixedSettings, 'constants'>, machine: string): Hardware {
  const found = machineOf(machine);
  return { machine: found, constants: constantsOf(settings, found), energy: constantsOf(settings, ENERGY) };
}
