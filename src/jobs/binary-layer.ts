import { curveOptimum, thresholdCurve } from '../binary/threshold-curve';
import type { Kernels } from '../kernels/index';
import { matrixOf } from '../quantizers/matrix';
import type { WeightTensor } from '../quantizers/types';
import type { BinaryLayerReport, BinaryQuantJobs } from './binary-reports';
import type { JobTable } from './catalogue';

/** What the job needs of its worker. */
interface LayerResources {
  readonly kernels: Kernels | null;
  readonly tensors: ReadonlyMap<string, WeightTensor>;
}

const BINS = 97;
/** The histogram shows weights up to so many times the mean magnitude. */
const SHOWN = 7;

/** Jobs of the Binary screen on the weights alone. */
export const binaryLayerJobs: JobTable<BinaryQuantJobs, LayerResources> = {
  'binary-layer': ({ layer, granularity, filter }, { kernels, tensors }) => {
    const tensor = tensors.get(layer);
    if (kernels === null || tensor === undefined) throw new RangeError(`The model has no layer "${layer}".`);
    return Promise.resolve(reportOf(tensor, granularity, filter, kernels));
  },
};

function reportOf(
  tensor: WeightTensor,
  granularity: 'tensor' | 'channel',
  filter: number,
  kernels: Kernels,
): BinaryLayerReport {
  const { rows, columns } = matrixOf(tensor);
  const byFilter = kernels.transposeToChannelMajor(tensor.data, rows, columns);
  const cut = (length: number) =>
    Array.from({ length: Math.ceil(byFilter.length / Math.max(length, 1)) }, (_, i) =>
      byFilter.subarray(i * length, (i + 1) * length),
    );
  const groups = granularity === 'channel' ? cut(rows) : [byFilter];
  const largest = kernels.absMax(tensor.data);
  const meanSize = meanOf(byFilter, Math.abs);
  const limit = Math.min(largest, SHOWN * meanSize) || 1;
  const shown = tensor.data.filter((w) => Math.abs(w) <= limit);
  const chosen = Math.min(Math.max(Math.trunc(filter), 0), columns - 1);
  return {
    n: tensor.data.length,
    filters: columns,
    perFilter: rows,
    scales: groups.length,
    largest,
    meanSize,
    meanSquare: meanOf(byFilter, (w) => w * w),
    meanSquaredScale: groups.reduce((sum, g) => sum + g.length * meanOf(g, Math.abs) ** 2, 0) / tensor.data.length,
    histogram: { limit, counts: Uint32Array.from(kernels.histogram(shown, -limit, limit, BINS)) },
    beyond: tensor.data.length - shown.length,
    curve: thresholdCurve(groups),
    optimum: curveOptimum(groups),
    filter: chosen,
    weights: byFilter.slice(chosen * rows, (chosen + 1) * rows),
  };
}

function meanOf(values: Float32Array, of: (w: number) => number): number {
  return values.reduce((sum, w) => sum + of(w), 0) / Math.max(values.length, 1);
}
