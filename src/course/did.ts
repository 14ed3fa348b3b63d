import { isRecord, same } from '../experiment/key';
import type { Experiment } from '../experiment/spec';

/** Parts of a side by the name they have in a step. */
const MAX_DEPTH = 4;

/**
 * Paths of the settings in which two experiments differ, from the whole to the part: a new width of B gives `b.quantizer`
 * and `b.quantizer.bits`, another technique also `b.quantizer.id`. A recipe's parts stand directly under their side,
 * layers of their own under `layers`.
 */
export function changedFields(before: Experiment, after: Experiment): string[] {
  return differences(named(before), named(after), '', 0);
}

function named(experiment: Experiment): Record<string, unknown> {
  const side = ({ recipe, overrides, ...rest }: Experiment['a']) => ({ ...recipe, layers: overrides, ...rest });
  return { ...experiment, a: side(experiment.a), b: side(experiment.b) };
}

function differences(before: unknown, after: unknown, path: string, depth: number): string[] {
  if (same(before, after)) return [];
  const here = path === '' ? [] : [path];
  if (depth >= MAX_DEPTH) return here;
  const [old, now] = [membersOf(before), membersOf(after)];
  const keys = new Set([...Object.keys(old), ...Object.keys(now)]);
  const inside = [...keys].flatMap((key) =>
    differences(old[key], now[key], path === '' ? key : `${path}.${key}`, depth + 1),
  );
  return [...here, ...inside];
}

/** The members of a setting; a technique's parameters count as its own. */
function membersOf(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) return {};
  const { params, ...rest } = value;
  return isRecord(params) ? { ...rest, ...params } : value;
}
