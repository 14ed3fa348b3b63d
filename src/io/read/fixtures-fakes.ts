/** For tests: the fixtures, and what the programs that made them read or compute. */
import { readFileSync, readdirSync } from 'node:fs';
import { MemoryFile } from './read-fakes';

export interface Expected {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const folder = new URL('fixtures/', import.meta.url);
const known = ['expected.json', 'expected-tfjs.json']
  .filter((name) => readdirSync(folder).includes(name))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder)).toString()) as Record<string, unknown>);

export function fixture(name: string): MemoryFile {
  return new MemoryFile(name, Uint8Array.from(readFileSync(new URL(name, folder))));
}

/** The files of a fixture that is a folder. */
export function fixtures(name: string): readonly MemoryFile[] {
  return readdirSync(new URL(`${name}/`, folder)).map((file) => fixture(`${name}/${file}`));
}

/** The tensors of a fixture by name. */
export function expectedOf(name: string): Readonly<Record<string, Expected>> {
  return known.find((one) => Object.hasOwn(one, name))?.[name] as Record<string, Expected>;
}

/** What another program computes for a fixture. */
export function expectedNetwork(name: string): {
  readonly input: Expected;
  readonly output: Expected;
  readonly weights: Readonly<Record<string, Expected>>;
} {
  return expectedOf(name) as never;
}
