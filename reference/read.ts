import { NotImplemented } from './result';

/** Numbers as case files write them: NaN and infinities are strings. */
function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value === 'NaN') return Number.NaN;
  if (value === 'Infinity') return Infinity;
  if (value === '-Infinity') return -Infinity;
  throw new TypeError(`Not a number: ${JSON.stringify(value)}`);
}

export function toNumbers(value: unknown): number[] {
  if (!Array.isArray(value)) throw new TypeError(`Not a list: ${JSON.stringify(value)}`);
  return value.map(toNumber);
}

export function toFloat32(value: unknown): Float32Array {
  return Float32Array.from(toNumbers(value));
}

/**
 * Reads the parameters of a case. Every parameter must be asked for: one that is left over is unknown to the adapter, and
 * `finish` says so instead of computing something else.
 */
export class ParamReader {
  private readonly left: Set<string>;

  constructor(
    private readonly technique: string,
    private readonly params: Readonly<Record<string, unknown>>,
  ) {
    this.left = new Set(Object.keys(params));
  }

  /** Null and absent are the same. */
  has(key: string): boolean {
    this.left.delete(key);
    return this.params[key] !== undefined && this.params[key] !== null;
  }

  number(key: string, fallback?: number): number {
    if (!this.has(key)) return this.missing(key, fallback);
    return toNumber(this.params[key]);
  }

  boolean(key: string, fallback?: boolean): boolean {
    if (!this.has(key)) return this.missing(key, fallback);
    return this.params[key] === true;
  }

  numbers(key: string): number[] {
    if (!this.has(key)) throw new NotImplemented(`${this.technique} without parameter ${key}`);
    return toNumbers(this.params[key]);
  }

  /** One of the listed words. */
  word<W extends string>(key: string, words: readonly W[], fallback?: W): W {
    if (!this.has(key)) return this.missing(key, fallback);
    const value = this.params[key];
    const found = words.find((word) => word === value);
    if (found === undefined) throw new NotImplemented(`${this.technique} with ${key} = ${JSON.stringify(value)}`);
    return found;
  }

  /** Drops a parameter that only describes what always holds. */
  ignore(...keys: string[]): this {
    keys.forEach((key) => this.left.delete(key));
    return this;
  }

  /** Throws NotImplemented naming the parameters nobody asked for. */
  finish(): void {
    if (this.left.size > 0) throw new NotImplemented(`${this.technique} with parameter ${[...this.left].join(', ')}`);
  }

  private missing<T>(key: string, fallback: T | undefined): T {
    if (fallback === undefined) throw new NotImplemented(`${this.technique} without parameter ${key}`);
    return fallback;
  }
}
