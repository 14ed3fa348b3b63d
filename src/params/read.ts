import type { ParamTable, ParamValue, Params } from './param';

function valueOf(table: ParamTable, params: Params, key: string): ParamValue | undefined {
  return Object.hasOwn(params, key) ? params[key] : table[key]?.default;
}

/** The value of a numeric parameter, or its default. Throws RangeError when it is not a number. */
export function readNumber(table: ParamTable, params: Params, key: string): number {
  const value = valueOf(table, params, key);
  if (typeof value !== 'number' || Number.isNaN(value))
    throw new RangeError(`${key} must be a number, not ${String(value)}.`);
  return value;
}

/** The value of a numeric parameter, or its default. Throws RangeError when it is not a whole number from min to max. */
export function readInteger(table: ParamTable, params: Params, key: string, min: number, max = Infinity): number {
  const value = readNumber(table, params, key);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  const limits = max === Infinity ? `at least ${min}` : `${min} to ${max}`;
  throw new RangeError(`${key} must be a whole number of ${limits}, not ${value}.`);
}

/** The chosen option, or the default one. Throws RangeError for an unknown option. */
export function readChoice(table: ParamTable, params: Params, key: string): string {
  const value = valueOf(table, params, key);
  const param = table[key];
  const known = param?.kind === 'choice' && param.options.some((option) => option.value === value);
  if (typeof value !== 'string' || !known) throw new RangeError(`${key} has no option ${String(value)}.`);
  return value;
}

/** A boolean parameter, or its default. Throws RangeError when it is neither true nor false. */
export function readBoolean(table: ParamTable, params: Params, key: string): boolean {
  const value = valueOf(table, params, key);
  if (typeof value !== 'boolean') throw new RangeError(`${key} must be true or false, not ${String(value)}.`);
  return value;
}

/** A list of numbers, or its default. Throws RangeError when an entry is not finite. */
export function readNumbers(table: ParamTable, params: Params, key: string): readonly number[] {
  const value = valueOf(table, params, key);
  if (!Array.isArray(value) || !value.every((v) => Number.isFinite(v)))
    throw new RangeError(`${key} must be a list of finite numbers.`);
  return value as readonly number[];
}
