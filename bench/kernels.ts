/** Our kernels over 100 k, 1 M and 10 M weights; `peer.py` does the same work under the same ids. */
import { loadKernels, type Kernels } from '../src/kernels/index';
import { time } from './measure';
import type { Group, Row } from './rows';
import { weights } from './weights';

export const sizes = [100_000, 1_000_000, 10_000_000];

/** Output channels of the matrices; rows are what is left. */
const COLUMNS = 100;
const GROUP = 16;
const QMAX = 7;
const BINS = 2048;
const GRID = { qmin: -QMAX, qmax: QMAX, divisor: QMAX, gridSize: 100 };
const CENTROIDS = 16;
const LLOYD_STEPS = 20;

/** Largest magnitude, scale, codes and dequantized values, per segment of `length` weights. */
function fakeQuantize(kernels: Kernels, data: Float32Array, rows: number, length: number): unknown {
  const scales = kernels.segmentAbsMax(data, rows, length).map((range) => (range > 0 ? range / QMAX : 1));
  return kernels.quantize(data, rows, length, scales, null, -QMAX, QMAX, 'nearest-even');
}

function lloyd(kernels: Kernels, data: Float32Array): Float64Array {
  const [low, high] = kernels.minMax(data);
  let centroids = Float64Array.from({ length: CENTROIDS }, (_, i) => low + ((high - low) * i) / (CENTROIDS - 1));
  for (let step = 0; step < LLOYD_STEPS; step++) {
    const { sums, counts } = kernels.clusterSums(data, kernels.assignNearest(data, centroids), CENTROIDS);
    centroids = centroids.map((centroid, i) => (counts[i]! > 0 ? sums[i]! / counts[i]! : centroid));
  }
  return centroids;
}

type Work = (kernels: Kernels, data: Float32Array) => unknown;

const works: readonly { id: string; what: string; work: Work }[] = [
  {
    id: 'tensor',
    what: 'fake-quant per tensor',
    work: (kernels, data) => fakeQuantize(kernels, data, data.length, data.length),
  },
  {
    id: 'channel',
    what: 'fake-quant per channel',
    work: (kernels, data) => fakeQuantize(kernels, data, data.length / COLUMNS, data.length / COLUMNS),
  },
  {
    id: 'group',
    what: 'fake-quant per group of 16',
    work: (kernels, data) => fakeQuantize(kernels, data, data.length / COLUMNS, GROUP),
  },
  { id: 'histogram', what: 'histogram, 2,048 bins', work: (kernels, data) => kernels.histogram(data, -0.1, 0.1, BINS) },
  {
    id: 'mse',
    what: 'MSE search, 100 thresholds, exact',
    work: (kernels, data) =>
      kernels.mseSearch(data, data.length, data.length, Float32Array.of(kernels.absMax(data)), GRID),
  },
  { id: 'kmeans', what: 'k-means, 16 centroids, 20 steps', work: lloyd },
];

/** Milliseconds by id and size, as `peer.py` prints them. */
export type PeerTimes = Readonly<Record<string, number>>;

async function rowsOfSize(kernels: Kernels, count: number, peer: PeerTimes): Promise<Row[]> {
  const data = weights(count);
  const rows: Row[] = [];
  for (const { id, what, work } of works) {
    const { median } = await time(() => work(kernels, data));
    const key = `${id}/${String(count)}`;
    rows.push({ id: key, what, value: median, unit: 'ms', budget: null, peer: peer[key] ?? null });
  }
  return rows;
}

/** One group per size, in Node on one thread. */
export async function kernelGroups(peer: PeerTimes): Promise<Group[]> {
  const kernels = loadKernels();
  const groups: Group[] = [];
  for (const count of sizes) {
    const title = `Kernels (${kernels.kind}), ${count.toLocaleString('en')} weights`;
    groups.push({ title, rows: await rowsOfSize(kernels, count, peer) });
  }
  return groups;
}
