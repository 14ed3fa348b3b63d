import { isRecord } from '../../experiment/key';
import { sizeOf } from '../../model/graph';
import { type FieldSource, compose } from '../../quantizers/layout';
import { type NamedTensor, TensorFileError, type TensorFile } from '../safetensors';
import { unpackBits } from './bits';
import { type PackedKernel, PACKED_FORM, unitOf, unitsIn } from './form';

/** Whether a safetensors file holds packed weights. */
export function isPacked({ metadata }: TensorFile): boolean {
  return metadata['form'] === PACKED_FORM;
}

/** A list of a packed file, whose values are made when they are asked for. */
export interface PackedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Throws TensorFileError where the codes do not fit their description. */
  readonly values: () => NamedTensor['data'];
}

/**
 * Every kernel of a packed file as `<name>/kernel`, and its other lists as they are. Throws TensorFileError for a file that
 * does not describe its kernels.
 */
export function openPacked({ metadata, tensors }: TensorFile): readonly PackedTensor[] {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const kernels = kernelsOf(metadata['kernels'] ?? '');
  const parts = new Set(
    kernels.flatMap(({ name, shared }) =>
      ['codes', 'codebook', ...shared.map(({ id }) => id)].map((id) => `${name}/${id}`),
    ),
  );
  return [
    ...kernels.map((kernel) => ({
      name: `${kernel.name}/kernel`,
      shape: kernel.shape,
      values: () => valuesOf(kernel, byName),
    })),
    ...tensors
      .filter(({ name }) => !parts.has(name))
      .map(({ name, shape, data }) => ({ name, shape, values: () => data })),
  ];
}

/** The same with all values. Throws TensorFileError for a file whose parts do not fit each other. */
export function readPacked(file: TensorFile): readonly NamedTensor[] {
  return openPacked(file).map(({ name, shape, values }) => ({ name, shape, data: values() }));
}

function valuesOf(kernel: PackedKernel, byName: ReadonlyMap<string, NamedTensor>): Float32Array {
  const { name, rows, columns, own, shared } = kernel;
  const width = own.reduce((sum, { bits }) => sum + bits, 0);
  const codes = bitsIn(byName.get(`${name}/codes`), width, rows * columns, name);
  const lists = shared.map((field) => {
    const units = unitsIn(field.share, rows, columns);
    return bitsIn(byName.get(`${name}/${field.id}`), field.bits, units, name);
  });
  const codebook = byName.get(`${name}/codebook`)?.data;
  const fields: Omit<FieldSource, 'raw'>[] = [...own, ...shared].map((field) => ({
    ...field,
    label: '',
    scope: 'value',
    reading:
      field.reading.kind === 'table' && codebook ? { kind: 'table', values: Array.from(codebook) } : field.reading,
  }));
  const values = new Float32Array(rows * columns);
  for (let row = 0, index = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, index++) {
      const raws = [
        ...split(codes[index] ?? 0, kernel),
        ...shared.map(({ share }, at) => lists[at]?.[unitOf(share, row, column, columns)] ?? 0),
      ];
      values[index] = compose(fields.map((field, at) => ({ ...field, raw: raws[at] ?? 0 })));
    }
  }
  return values;
}

function split(code: number, { own }: PackedKernel): number[] {
  const raws: number[] = [];
  let left = code;
  for (const { bits } of own.toReversed()) {
    raws.unshift(left % 2 ** bits);
    left = Math.floor(left / 2 ** bits);
  }
  return raws;
}

function bitsIn(tensor: NamedTensor | undefined, width: number, count: number, name: string): ArrayLike<number> {
  if (tensor?.data instanceof Float32Array && tensor.data.length === count)
    return new Uint32Array(tensor.data.slice().buffer);
  try {
    if (tensor?.data instanceof Uint8Array) return unpackBits(tensor.data, width, count);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new TensorFileError(`The codes of ${name} in the file do not fit their description.`);
}

const MOST_BITS = 32;

function kernelsOf(text: string): readonly PackedKernel[] {
  try {
    const kernels: unknown = JSON.parse(text);
    if (Array.isArray(kernels) && kernels.every(isKernel)) return kernels;
  } catch {
    // Not JSON: the same as no description.
  }
  throw new TensorFileError('The file does not say how its codes are to be read.');
}

function isKernel(value: unknown): value is PackedKernel {
  if (!isRecord(value) || typeof value['name'] !== 'string') return false;
  const { shape, rows, columns, own, shared } = value;
  return (
    isCounts(shape) &&
    isCount(rows) &&
    isCount(columns) &&
    sizeOf(shape) === rows * columns &&
    Array.isArray(own) &&
    own.length > 0 &&
    own.every(isField) &&
    Array.isArray(shared) &&
    shared.every((field) => isField(field) && isShare((field as Record<string, unknown>)['share']))
  );
}

function isField(value: unknown): boolean {
  if (!isRecord(value) || typeof value['id'] !== 'string') return false;
  const { bits, reading } = value;
  return isCount(bits) && bits > 0 && bits <= MOST_BITS && isRecord(reading) && typeof reading['kind'] === 'string';
}

function isShare(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const counts = ['rows', 'blockRows', 'count'].filter((key) => key in value).map((key) => value[key]);
  const known = ['tensor', 'channel', 'block', 'part', 'blocks'].includes(String(value['kind']));
  return known && counts.every((count) => isCount(count) && count > 0);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isCount);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
