import { readInteger } from '../../params/read';
import { type Model, sizeOf } from '../../model/graph';
import { opArrays } from '../../model/weight-values';
import type { CodeField, CodeLayout } from '../../quantizers/layout';
import { mxShared } from '../../quantizers/mx-shared';
import type { QuantizedTensor } from '../../quantizers/quantize';
import { type NamedTensor, writeSafetensors } from '../safetensors';
import type { SideKernel } from '../side-kernels';
import { packBits } from './bits';
import { type PackedField, type PackedKernel, PACKED_FORM, type Share, unitOf, unitsIn } from './form';

/** Blocks that share the second scale of NF4 (QLoRA, section 3). */
const NF4_BLOCKS = 256;

/**
 * Weights as they are counted: a safetensors file with the codes of each kernel at their width, and scales, zero points,
 * exponents and codebooks once for those who share them. What is not quantized is float32. `metadata`: free text by key; `others`: tensors that go along.
 */
export function writePacked(
  model: Model,
  kernels: readonly SideKernel[],
  metadata: Readonly<Record<string, string>>,
  others: readonly NamedTensor[] = [],
): Uint8Array<ArrayBuffer> {
  const parts = kernels.map(partOf);
  const described = parts.flatMap(({ kernel }) => (kernel === null ? [] : [kernel]));
  const lists = model.nodes.flatMap(({ name, op }) =>
    opArrays(op).map(([key, data]) => ({ name: `${name}/${key}`, shape: [data.length], data })),
  );
  return writeSafetensors({
    metadata: { ...metadata, form: PACKED_FORM, kernels: JSON.stringify(described) },
    tensors: [...parts.flatMap(({ tensors }) => tensors), ...lists, ...others],
  });
}

interface Part {
  readonly kernel: PackedKernel | null;
  readonly tensors: readonly NamedTensor[];
}

function partOf({ kernel, recipe, quantized }: SideKernel): Part {
  const { name, shape } = kernel.info;
  if (quantized === null || recipe === null)
    return { kernel: null, tensors: [{ name: `${name}/kernel`, shape, data: kernel.data }] };
  const { rows, columns } = quantized;
  const layout = sizeOf(shape) === 0 ? [] : quantized.layoutOf(0);
  const own = layout.filter(({ scope }) => scope === 'value');
  const shared = layout
    .filter(({ scope }) => scope !== 'value')
    .map((field) => ({ ...fieldOf(field, false), share: shareOf(field, quantized, recipe) }));
  const described: PackedKernel = {
    name,
    shape,
    rows,
    columns,
    own: own.map((field) => fieldOf(field, quantized.centroids !== null)),
    shared,
  };
  return { kernel: described, tensors: tensorsOf(described, quantized) };
}

/** Entries of a codebook lie in the file; the levels of NF4 are part of the format and stand in the header. */
function fieldOf({ id, bits, reading }: CodeField, hasCodebook: boolean): PackedField {
  return { id, bits, reading: hasCodebook && reading.kind === 'table' ? { kind: 'table', values: [] } : reading };
}

function shareOf(
  field: CodeField,
  { regions }: QuantizedTensor,
  { quantizer }: NonNullable<SideKernel['recipe']>,
): Share {
  const block: Share = { kind: 'block', rows: regions.rowsPerGroup };
  if (field.scope === 'channel') return { kind: 'channel' };
  if (field.scope === 'block') return block;
  if (field.scope === 'pair') {
    const rows = readInteger(mxShared.params, quantizer.params, 'k2', 1);
    return { kind: 'part', rows, blockRows: regions.rowsPerGroup };
  }
  return quantizer.id === 'nf4'
    ? { kind: 'blocks', rows: regions.rowsPerGroup, count: NF4_BLOCKS }
    : { kind: 'tensor' };
}

function tensorsOf(kernel: PackedKernel, quantized: QuantizedTensor): readonly NamedTensor[] {
  const { name, rows, columns, own, shared } = kernel;
  const width = own.reduce((sum, { bits }) => sum + bits, 0);
  const codes = new Float64Array(rows * columns);
  const units = shared.map(({ share }) => new Float64Array(unitsIn(share, rows, columns)));
  for (let row = 0, index = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, index++) {
      const layout = quantized.layoutOf(index);
      codes[index] = ownBits(layout);
      let at = 0;
      for (const field of layout) {
        if (field.scope === 'value') continue;
        const share = shared[at]?.share ?? { kind: 'tensor' };
        units[at]![unitOf(share, row, column, columns)] = field.raw;
        at++;
      }
    }
  }
  return [
    { name: `${name}/codes`, ...bytesOf(codes, width) },
    ...shared.map((field, at) => ({ name: `${name}/${field.id}`, ...listOf(field, units[at] ?? new Float64Array(0)) })),
    ...codebookOf(kernel, quantized),
  ];
}

function ownBits(layout: CodeLayout): number {
  let code = 0;
  for (const { scope, bits, raw } of layout) if (scope === 'value') code = code * 2 ** bits + raw;
  return code;
}

function bytesOf(values: Float64Array, width: number): Pick<NamedTensor, 'shape' | 'data'> {
  const data = packBits(values, width);
  return { shape: [data.length], data };
}

/** float32 scales as such, so that others can read them; all else as bits. */
function listOf({ reading, bits }: PackedField, raws: Float64Array): Pick<NamedTensor, 'shape' | 'data'> {
  if (reading.kind !== 'float32-scale') return bytesOf(raws, bits);
  return { shape: [raws.length], data: new Float32Array(Uint32Array.from(raws).buffer) };
}

/** Every entry that is paid for, used or not. */
function codebookOf({ name }: PackedKernel, { centroids, storage }: QuantizedTensor): readonly NamedTensor[] {
  if (centroids === null) return [];
  const data = new Float32Array(storage.codebook / 32);
  data.set(centroids);
  return [{ name: `${name}/codebook`, shape: [data.length], data }];
}
