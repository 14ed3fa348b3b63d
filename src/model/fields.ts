import { ModelError, type ModelErrorCode } from './errors';

type Json = Readonly<Record<string, unknown>>;

/** Typed access to one object of a parsed JSON file. Every failure is a ModelError that names the owner and the field. */
export class Fields {
  private readonly record: Json;
  /** Whose fields these are, as a message names it: `layer conv1 (Conv2D)`. */
  readonly owner: string;
  private readonly code: ModelErrorCode;

  constructor(value: unknown, owner: string, code: ModelErrorCode = 'bad-json') {
    if (!isJson(value)) throw new ModelError(code, `${owner} is not an object.`);
    this.record = value;
    this.owner = owner;
    this.code = code;
  }

  /** Whether the field is there and not null. */
  has(key: string): boolean {
    return this.raw(key) !== undefined;
  }

  /** The field as parsed; undefined when absent or null. */
  raw(key: string): unknown {
    return Object.hasOwn(this.record, key) ? (this.record[key] ?? undefined) : undefined;
  }

  text(key: string, fallback?: string): string {
    const value = this.raw(key) ?? fallback;
    return typeof value === 'string' ? value : this.fail(key, 'text');
  }

  number(key: string, fallback?: number): number {
    const value = this.raw(key) ?? fallback;
    return typeof value === 'number' && Number.isFinite(value) ? value : this.fail(key, 'a finite number');
  }

  flag(key: string, fallback: boolean): boolean {
    const value = this.raw(key) ?? fallback;
    return typeof value === 'boolean' ? value : this.fail(key, 'true or false');
  }

  count(key: string, fallback?: number): number {
    const value = this.number(key, fallback);
    return isCount(value) ? value : this.fail(key, 'a positive integer');
  }

  /** A number for both axes or [height, width]; positive integers. */
  pair(key: string, fallback: readonly [number, number]): readonly [number, number] {
    const value = this.raw(key) ?? fallback;
    const both: unknown = typeof value === 'number' ? [value, value] : value;
    if (!Array.isArray(both) || both.length !== 2 || !both.every(isCount))
      return this.fail(key, 'one or two positive integers');
    return [both[0] as number, both[1] as number];
  }

  list(key: string): readonly unknown[] {
    const value = this.raw(key);
    return Array.isArray(value) ? value : this.fail(key, 'a list');
  }

  /** A list of positive integers. */
  dims(key: string): readonly number[] {
    const value = this.list(key);
    return value.every(isCount) ? value : this.fail(key, 'a list of positive integers');
  }

  fields(key: string): Fields {
    return new Fields(this.raw(key), `"${key}" of ${this.owner}`, this.code);
  }

  fail(key: string, wanted: string): never {
    const value = JSON.stringify(this.raw(key) ?? null).slice(0, 60);
    throw new ModelError(this.code, `"${key}" of ${this.owner} is ${value}, not ${wanted}.`);
  }

  /** An option that is valid but that this engine does not compute. */
  unsupported(key: string): never {
    const value = JSON.stringify(this.raw(key) ?? null).slice(0, 60);
    throw new ModelError('unsupported-option', `"${key}": ${value} of ${this.owner} is not supported.`);
  }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}
