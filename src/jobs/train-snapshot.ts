import type { Kernels } from '../kernels/index';
import type { LayerInfo } from '../model/types';
import type { Recorder } from './train-record';
import type { LayerSnapshot } from './train-reports';

type TrainedKernel = { readonly latent: Float32Array; readonly seen: Float32Array };

/** Axes, and what changes are measured from. */
export interface SnapshotStart {
  readonly limits: readonly number[];
}

const BINS = 81;
const MAX_LEVELS = 64;

/** Fixes the axes by the weights before training, with room for them to grow. */
export function snapshotStart(trained: readonly TrainedKernel[], kernels: Kernels): SnapshotStart {
  return { limits: trained.map(({ latent }) => kernels.absMax(latent) * 1.1 || 1) };
}

/** The present weights of every layer, binned. */
export function snapshotsOf(
  layers: readonly LayerInfo[],
  trained: readonly TrainedKernel[],
  start: SnapshotStart,
  kernels: Kernels,
  { records, signs }: ReturnType<Recorder['take']>,
): readonly LayerSnapshot[] {
  return trained.map(({ latent, seen }, index) => {
    const limit = start.limits[index] ?? 1;
    return {
      layer: layers[index]?.name ?? '',
      limit,
      latent: Uint32Array.from(kernels.histogram(latent, -limit, limit, BINS)),
      seen: Uint32Array.from(kernels.histogram(seen, -limit, limit, BINS)),
      levels: levelsOf(seen),
      signs: signs[index] ?? null,
      record: records[index] ?? null,
      zeroShare: seen.reduce((sum, value) => sum + (value === 0 ? 1 : 0), 0) / Math.max(seen.length, 1),
    };
  });
}

function levelsOf(seen: Float32Array): LayerSnapshot['levels'] {
  const counts = new Map<number, number>();
  for (const value of seen) {
    const level = value === 0 ? 0 : value;
    counts.set(level, (counts.get(level) ?? 0) + 1);
    if (counts.size > MAX_LEVELS) return null;
  }
  const values = Float32Array.from(counts.keys()).sort();
  return { values, counts: Uint32Array.from(values, (value) => counts.get(value) ?? 0) };
}
