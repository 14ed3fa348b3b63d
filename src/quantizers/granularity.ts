import type { ScaleRegions } from '../jobs/reports';
import type { Kernels } from '../kernels/index';
import type { Choice, Technique } from '../params/param';
import { readInteger } from '../params/read';
import { matrixOf, type MatrixSize } from './matrix';
import type { WeightTensor } from './types';

export interface Granularity extends Technique {
  /** Consecutive rows that share a scale in a kernel of that size; null: one scale for the whole tensor. */
  rowsPerGroup(size: MatrixSize, choice: Choice): number | null;
}

const tensor: Granularity = {
  id: 'tensor',
  label: 'Tensor',
  summary: 'One scale for all weights of a layer.',
  source: 'Krishnamoorthi 2018, section 2; lecture, per-tensor quantization',
  params: {},
  rowsPerGroup: () => null,
};

const channel: Granularity = {
  id: 'channel',
  label: 'Channel',
  summary: 'One scale for each output channel.',
  source: 'Krishnamoorthi 2018, section 2; lecture, per-channel quantization',
  params: {},
  rowsPerGroup: ({ rows }) => Math.max(rows, 1),
};

const group: Granularity = {
  id: 'group',
  label: 'Group',
  summary: 'One scale for every run of consecutive weights along the inputs of a channel.',
  source: 'Lecture, group quantization',
  params: {
    groupSize: {
      kind: 'integer',
      min: 1,
      max: 4096,
      default: 16,
      label: 'Group size',
      help: 'Weights that share a scale; the last group of a channel may be shorter.',
    },
  },
  rowsPerGroup: (size, { params }) => {
    const groupSize = readInteger(group.params, params, 'groupSize', 1);
    return Math.min(groupSize, Math.max(size.rows, 1));
  },
};

export const granularities: Readonly<Record<string, Granularity>> = { tensor, channel, group };

/** How a tensor is cut into scale groups. */
export interface Partition extends MatrixSize {
  readonly regions: ScaleRegions;
  /** Groups along the reduction axis. */
  readonly groupsPerColumn: number;
  readonly groups: number;
  /**
   * What the kernels are told: `segmentRows` values a channel, cut every `segmentLength`. One scale for the tensor: the
   * data as it lies, as one segment.
   */
  readonly segmentRows: number;
  readonly segmentLength: number;
}

/** Cuts a tensor by a granularity. Throws RangeError for an unknown granularity or a group size below 1. */
export function partitionOf(tensorToCut: WeightTensor, choice: Choice): Partition {
  const technique = Object.hasOwn(granularities, choice.id) ? granularities[choice.id] : undefined;
  if (technique === undefined) throw new RangeError(`Unknown granularity: ${choice.id}`);
  const size = matrixOf(tensorToCut);
  return cut(size, technique.rowsPerGroup(size, choice), choice.id === 'group' ? 'group' : 'channel');
}

/** Groups of `rowsPerGroup` consecutive rows of a channel; null: one group for everything. */
export function cut({ rows, columns }: MatrixSize, rowsPerGroup: number | null, kind: 'channel' | 'group'): Partition {
  const length = rows * columns;
  if (rowsPerGroup === null || length === 0) {
    const regions: ScaleRegions = { kind: 'tensor', rowsPerGroup: rows };
    return {
      rows,
      columns,
      regions,
      groupsPerColumn: 1,
      groups: 1,
      segmentRows: length,
      segmentLength: Math.max(length, 1),
    };
  }
  const groupsPerColumn = Math.ceil(rows / rowsPerGroup);
  return {
    rows,
    columns,
    regions: { kind, rowsPerGroup },
    groupsPerColumn,
    groups: groupsPerColumn * columns,
    segmentRows: rows,
    segmentLength: rowsPerGroup,
  };
}

/** Whether the values of the partition lie as in the tensor, or channel by channel. */
export function isWhole(partition: Pick<Partition, 'regions'>): boolean {
  return partition.regions.kind === 'tensor';
}

/** Index of a weight's scale group in the order [groups along a channel, channels]. */
export function groupOf(
  partition: { readonly regions: ScaleRegions; readonly columns: number },
  row: number,
  column: number,
): number {
  const { kind, rowsPerGroup } = partition.regions;
  if (kind === 'tensor' || kind === 'none') return 0;
  return kind === 'channel' ? column : Math.floor(row / rowsPerGroup) * partition.columns + column;
}

/** Where the weight at an index of the tensor lies. */
export function placeOf(
  partition: { readonly regions: ScaleRegions; readonly columns: number },
  index: number,
): { readonly row: number; readonly column: number; readonly group: number } {
  const row = Math.floor(index / partition.columns);
  const column = index % partition.columns;
  return { row, column, group: groupOf(partition, row, column) };
}

/** Who shares the scales of the regions. */
export function scopeOf({ kind }: ScaleRegions): 'tensor' | 'channel' | 'block' {
  return kind === 'channel' ? 'channel' : kind === 'group' ? 'block' : 'tensor';
}

/** For walks by row: the scale group of a weight is `first + step * column`. */
export function rowGroups(
  partition: { readonly regions: ScaleRegions; readonly columns: number },
  row: number,
): { readonly first: number; readonly step: 0 | 1 } {
  const { kind, rowsPerGroup } = partition.regions;
  if (kind === 'tensor' || kind === 'none') return { first: 0, step: 0 };
  return { first: kind === 'channel' ? 0 : Math.floor(row / rowsPerGroup) * partition.columns, step: 1 };
}

/** What decides the order of the groups. */
type Order = Pick<Partition, 'regions' | 'columns' | 'groupsPerColumn'>;

/** Reorders one value a group from kernel order (channel by channel) to [groups along a channel, channels]. */
export function toGroupOrder<T extends Float32Array | Int32Array | Float64Array>(segments: T, partition: Order): T {
  return isWhole(partition) ? segments : transposed(segments, partition.columns, partition.groupsPerColumn);
}

/** Largest finite magnitude of each group, 0 without any, in the order [groups along a channel, channels]. */
export function groupMaxima(data: Float32Array, partition: Partition, kernels: Kernels): Float32Array {
  if (data.length === 0) return new Float32Array(partition.groups);
  const { rows, columns, segmentRows, segmentLength } = partition;
  const ordered = isWhole(partition) ? data : kernels.transposeToChannelMajor(data, rows, columns);
  return toGroupOrder(kernels.segmentAbsMax(ordered, segmentRows, segmentLength), partition);
}

/** The inverse of `toGroupOrder`. */
export function toSegmentOrder<T extends Float32Array | Int32Array | Float64Array>(groups: T, partition: Order): T {
  return isWhole(partition) ? groups : transposed(groups, partition.groupsPerColumn, partition.columns);
}

/** A row-major [rows, columns] as [columns, rows]. */
function transposed<T extends Float32Array | Int32Array | Float64Array>(from: T, rows: number, columns: number): T {
  const out = from.slice() as T;
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0, to = row; column < columns; column++, at++, to += rows) out[to] = from[at]!;
  }
  return out;
}
