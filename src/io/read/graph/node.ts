/** Nodes of a TensorFlow graph as TensorFlow.js stores them: GraphDef, as JSON in the form of proto3. */
import { strFromU8 } from 'fflate';
import { isRecord } from '../../../experiment/key';
import { fromBase64Url } from '../../../experiment/base64url';
import { ReadError, quoted } from '../errors';

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** Names of nodes, with ":1" behind them for another output than the first. */
  readonly inputs: readonly string[];
  readonly attributes: Attributes;
}

/** Throws ReadError for what is no list of nodes. */
export function nodesOf(topology: unknown): readonly GraphNode[] {
  const nodes = isRecord(topology) ? topology['node'] : null;
  if (!Array.isArray(nodes)) throw new ReadError('damaged', '"modelTopology" of model.json lists no nodes.');
  const found = nodes.map((node: unknown): GraphNode => {
    const { name, op, input = [], attr = {} } = isRecord(node) ? node : {};
    if (typeof name !== 'string' || typeof op !== 'string' || !isTexts(input) || !isRecord(attr))
      throw new ReadError('damaged', 'A node of model.json is not readable.');
    // An input that begins with ^ only says what runs before.
    const inputs = input.filter((one) => !one.startsWith('^')).map((one) => one.replace(/:0$/, ''));
    return { name, op, inputs, attributes: new Attributes(attr) };
  });
  if (new Set(found.map(({ name }) => name)).size < found.length)
    throw new ReadError('duplicate-name', 'Two nodes of model.json have the same name.');
  return found;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

export class Attributes {
  constructor(private readonly record: Readonly<Record<string, unknown>>) {}

  number(name: string, otherwise: number): number {
    const { i, f } = this.value(name);
    return Number(i ?? f ?? otherwise);
  }

  flag(name: string): boolean {
    return this.value(name)['b'] === true;
  }

  text(name: string, otherwise: string): string {
    const { s } = this.value(name);
    return s === undefined ? otherwise : textOf(s);
  }

  numbers(name: string): readonly number[] {
    const list = this.list(name)['i'];
    return Array.isArray(list) ? list.map(Number) : [];
  }

  texts(name: string): readonly string[] {
    const list = this.list(name)['s'];
    return Array.isArray(list) ? list.map(textOf) : [];
  }

  /** Null for a size that is open. */
  shape(name: string): readonly (number | null)[] {
    const { shape } = this.value(name);
    const dims = isRecord(shape) && Array.isArray(shape['dim']) ? (shape['dim'] as unknown[]) : [];
    return dims.map((dim) => {
      const size = Number(isRecord(dim) ? dim['size'] : NaN);
      return Number.isSafeInteger(size) && size > 0 ? size : null;
    });
  }

  private list(name: string): Readonly<Record<string, unknown>> {
    const { list } = this.value(name);
    return isRecord(list) ? list : {};
  }

  private value(name: string): Readonly<Record<string, unknown>> {
    const value = Object.hasOwn(this.record, name) ? this.record[name] : null;
    return isRecord(value) ? value : {};
  }
}

/** Bytes as base64, or as their numbers. Throws ReadError. */
function textOf(value: unknown): string {
  if (typeof value === 'string' && value.length < 256) {
    const bytes = fromBase64Url(value.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'));
    if (bytes !== null) return strFromU8(bytes);
  }
  if (Array.isArray(value) && value.length < 256) return String.fromCharCode(...value.map(Number));
  throw new ReadError('damaged', `A text in model.json is not readable: ${quoted(JSON.stringify(value ?? null))}.`);
}
