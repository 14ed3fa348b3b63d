import type { ScaleRegions } from '../jobs/reports';
import { groupOf } from '../quantizers/granularity';

export interface ScaleGroups {
  /** Number of scale groups. */
  readonly count: number;
  /** Scale group of a weight by its index in the tensor. */
  readonly of: (index: number) => number;
}

/** Which scale each weight of a kernel uses; looked up once, as every training step asks again. */
export function scaleGroups(layout: {
  readonly regions: ScaleRegions;
  readonly rows: number;
  readonly columns: number;
}): ScaleGroups {
  const { rows, columns, regions } = layout;
  if (regions.kind === 'tensor' || regions.kind === 'none') return { count: 1, of: () => 0 };
  const groups = Uint32Array.from({ length: rows * columns }, (_, index) =>
    groupOf(layout, Math.floor(index / columns), index % columns),
  );
  const count = groups.reduce((most, group) => Math.max(most, group), 0) + 1;
  return { count, of: (index) => groups[index] ?? 0 };
}
