import type { LayerSnapshot } from '../../../src/jobs/train-reports';

/** The whole way of a layer, from the parts that were kept. */
export interface Way {
  /** Steps done before the first entry. */
  readonly from: number;
  readonly steps: number;
  /** One list for each weight that was followed: w / scale after each step. */
  readonly weights: readonly { readonly index: number; readonly positions: readonly number[] }[];
  /** Mean scale over that at the start, after each step. */
  readonly scales: readonly number[];
}

/** Joins what was recorded between the measurements of a layer; null where nothing was. */
export function wayOf(layers: readonly LayerSnapshot[]): Way | null {
  const records = layers.flatMap(({ record }) => (record === null || record.scales.length === 0 ? [] : [record]));
  const [first] = records;
  if (first === undefined) return null;
  const scales = records.flatMap((record) => [...record.scales]);
  const count = first.indices.length;
  return {
    from: first.from,
    steps: scales.length,
    scales,
    weights: Array.from(first.indices, (index, place) => ({
      index,
      positions: records.flatMap(({ positions, scales: steps }) =>
        Array.from(steps, (_, step) => positions[step * count + place] ?? 0),
      ),
    })),
  };
}
