import type { ParamTable } from '../../params/param';
import { binaryScreen } from './binary';
import { classroomScreen } from './classroom';
import { clippingScreen } from './clipping';
import { granularityTable } from './granularity';
import { roundingScreen } from './rounding';
import { mixedScreen } from './mixed';
import { trainingScreen } from './training';

/** A screen of the app; only those registered can be opened. */
export type AreaId =
  'lab' | 'granularity' | 'clipping' | 'rounding' | 'training' | 'binary' | 'mixed' | 'course' | 'classroom';

/**
 * The registered screens in the order of the top bar, each with the settings of its own beside the experiment that all
 * share; `{}` when it has none. The link, undo and the checks of values derive from this table. Once released, neither the
 * meaning nor the default of a setting may change: links leave out what equals the default.
 */
const SCREENS: Readonly<Partial<Record<AreaId, ParamTable>>> = {
  lab: {},
  granularity: granularityTable,
  clipping: clippingScreen,
  rounding: roundingScreen,
  training: trainingScreen,
  binary: binaryScreen,
  mixed: mixedScreen,
  course: {},
  classroom: classroomScreen,
};

/** The screen that opens first. */
export const HOME: AreaId = 'lab';

/** Whether there is a screen of that name. */
export function isArea(id: unknown): id is AreaId {
  return typeof id === 'string' && Object.hasOwn(SCREENS, id);
}

/** Every registered screen, in the order of the top bar. */
export const AREA_IDS: readonly AreaId[] = Object.keys(SCREENS).filter(isArea);

/** The settings that a screen has of its own. */
export function screenTable(id: AreaId): ParamTable {
  return SCREENS[id] ?? {};
}

/** The screen that many places after another one in the top bar, round and round. */
export function areaAfter(id: AreaId, places: number): AreaId {
  const at = AREA_IDS.indexOf(id) + places;
  return AREA_IDS[(at + AREA_IDS.length) % AREA_IDS.length] ?? id;
}
