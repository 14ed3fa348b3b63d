import { isRecord } from './key';
import type { FieldProblem } from './validate';

/** Longest name, and longest part of one that is repeated in a message. */
export const MAX_NAME = 100;

/** Thrown while a payload is read, and caught where it is decoded: the field that does not fit, and why. */
export class FieldError extends Error {
  constructor(readonly problem: FieldProblem) {
    super(problem.message);
  }
}

export function wrong(field: string, message: string): FieldError {
  return new FieldError({ field, message });
}

/** The members of a part of a payload. Throws FieldError for anything but an object, and for members that are not `known`. */
export function members(value: unknown, field: string, known: readonly string[]): Record<string, unknown> {
  if (!isRecord(value)) throw wrong(field, 'This part of the link is not readable.');
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw wrong(`${field}.${unknown.slice(0, MAX_NAME)}`, 'This app does not know this setting.');
  return value;
}

/** The name of a layer. Throws FieldError for what cannot be one. */
export function readName(value: unknown, field: string): string {
  if (typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME && value !== '__proto__') return value;
  throw wrong(field, `A layer name has 1 to ${MAX_NAME} characters.`);
}

/** A finite number no larger than `most` in either direction. */
export function isNumber(value: unknown, most: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= most;
}
