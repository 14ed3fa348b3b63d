import { type ParamTable, type ParamValue, type Params, defaultsOf } from '../../params/param';
import { nearestAccepted, paramProblem } from '../check-param';
import { isRecord, same } from '../key';
import type { FieldProblem } from '../validate';
import { type AreaId, isArea, screenTable } from './registry';
import type { ScreenSettings } from './types';

/** Longest part of a name that is repeated in a message. */
const MAX_NAME = 100;

/** All settings of a screen: its defaults and what differs from them. */
export function screenParams(settings: ScreenSettings | undefined, area: AreaId): Params {
  return { ...defaultsOf(screenTable(area)), ...settings?.[area] };
}

/**
 * The settings with one value changed to the nearest accepted one; the same object when the screen has no such setting,
 * nothing accepted is near, or that is the value already. Undefined when nothing differs from the defaults any more.
 */
export function withScreenParam(
  settings: ScreenSettings | undefined,
  area: AreaId,
  key: string,
  value: ParamValue,
): ScreenSettings | undefined {
  const table: ParamTable = screenTable(area);
  const param = Object.hasOwn(table, key) ? table[key] : undefined;
  const accepted = param === undefined ? null : nearestAccepted(param, value);
  if (param === undefined || accepted === null) return settings;
  if (same(settings?.[area]?.[key] ?? param.default, accepted)) return settings;
  const others = Object.entries(settings?.[area] ?? {}).filter(([name]) => name !== key);
  return withParams(settings, area, Object.fromEntries([...others, ...differing([[key, accepted]], table)]));
}

/** Reads `{screen: {setting: value}}` of a link. What names no setting or does not fit it is a problem. */
export function readScreens(
  value: Readonly<Record<string, unknown>>,
): { readonly settings: ScreenSettings } | { readonly problem: FieldProblem } {
  let settings: ScreenSettings | undefined;
  for (const [area, given] of Object.entries(value)) {
    const problem = screenProblem(area, given);
    if (problem !== null) return { problem };
    if (isArea(area))
      settings = withParams(settings, area, Object.fromEntries(differing(entriesOf(given), screenTable(area))));
  }
  return { settings: settings ?? {} };
}

function screenProblem(area: string, given: unknown): FieldProblem | null {
  const field = `screens.${area.slice(0, MAX_NAME)}`;
  if (!isArea(area)) return { field, message: 'There is no screen of this name.' };
  if (!isRecord(given)) return { field, message: 'The settings of this screen are not readable.' };
  const table: ParamTable = screenTable(area);
  for (const [key, value] of Object.entries(given)) {
    const param = Object.hasOwn(table, key) ? table[key] : undefined;
    const problem = param === undefined ? 'is not a setting of this screen' : paramProblem(param, value);
    if (problem !== null) {
      const name = key.slice(0, MAX_NAME);
      return { field: `${field}.${name}`, message: `"${name}" ${problem}.` };
    }
  }
  return null;
}

function entriesOf(given: unknown): [string, ParamValue][] {
  return Object.entries(given as Params);
}

function differing(entries: readonly (readonly [string, ParamValue])[], table: ParamTable) {
  return entries.filter(([key, value]) => !same(value, table[key]?.default));
}

function withParams(settings: ScreenSettings | undefined, area: AreaId, params: Params): ScreenSettings | undefined {
  const others = Object.entries(settings ?? {}).filter(([name]) => name !== area);
  const entries = Object.keys(params).length === 0 ? others : [...others, [area, params] as const];
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
