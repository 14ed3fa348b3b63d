import { ema } from '../clipping/ema';
import { oneGroup } from '../clipping/input';
import { clipperOf } from '../clipping/registry';
import type { Kernels } from '../kernels/index';
import type { WeightTensor } from '../quantizers/types';
import { drawSample } from '../numerics/samples';
import { readNumber } from '../params/read';
import { keyOf } from '../experiment/key';
import { type Batches, cutIntoBatches, emaTraceOf, largestOf, traceBatches } from './clip-batches';
import type { JobTable } from './catalogue';
import { clipCodes, describeTensor, measureThreshold } from './clip-measure';
import type { ClipJobs, ClipTensor } from './clip-reports';
import { keepTap, keptTap } from './tap-store';

/** What the jobs need of their worker. */
interface ClipResources {
  readonly kernels: Kernels | null;
  readonly tensors: ReadonlyMap<string, WeightTensor>;
}

/** The last sample; drawing a million values takes longer than anything that is done with them. */
let sample: { readonly key: string; readonly data: Float32Array; readonly batches: Batches } | null = null;

/** Jobs of the Clipping arena. Each answers one question, so that a slider asks for no more than it changes. */
export const clipJobs: JobTable<ClipJobs, ClipResources> = {
  'clip-load': ({ id, values }) => {
    keepTap(id, values);
    return Promise.resolve({ n: values.data.length });
  },
  'clip-tensor': ({ tensor }, resources) => {
    const { data, kernels } = valuesOf(tensor, resources);
    return Promise.resolve(describeTensor(data, kernels));
  },
  'clip-point': ({ tensor, codes, threshold }, resources) => {
    const { data, kernels } = valuesOf(tensor, resources);
    return Promise.resolve(measureThreshold(data, threshold, clipCodes(codes), kernels));
  },
  'clip-batches': ({ tensor, alpha, bad }, resources) => {
    const { batches } = valuesOf(tensor, resources);
    return Promise.resolve(batches === null ? null : traceBatches(batches, alpha, bad));
  },
  'clip-method': (input, resources) => Promise.resolve(runMethod(input, resources)),
};

function runMethod(
  { tensor, codes, clipper }: ClipJobs['clip-method']['input'],
  resources: ClipResources,
): ClipJobs['clip-method']['result'] {
  const { data, kernels, batches } = valuesOf(tensor, resources);
  const grid = { kernels, symmetric: true, ...clipCodes(codes) };
  const values = grid.qmin < 0 ? data : rectified(data);
  const trace =
    clipper.id === 'ema' && batches !== null
      ? emaTraceOf(batches, readNumber(ema.params, clipper.params, 'alpha'))
      : clipperOf(clipper.id).trace(oneGroup(values, grid), clipper.params);
  const found = trace.candidates.high[trace.chosen] ?? 0;
  // Min-max looks at every value of every batch, also where only some were kept.
  const threshold =
    clipper.id === 'minmax' && batches !== null ? Math.max(found, largestOf(batches, grid.qmin < 0)) : found;
  return { clipper, point: measureThreshold(data, threshold, clipCodes(codes), kernels), trace };
}

/** Without codes below zero what is negative becomes 0, and has no say in the threshold. */
function rectified(data: Float32Array): Float32Array {
  const known = rectifiedValues.get(data) ?? (data.some((x) => x < 0) ? data.map((x) => (x < 0 ? 0 : x)) : data);
  rectifiedValues.set(data, known);
  return known;
}

const rectifiedValues = new WeakMap<Float32Array, Float32Array>();

interface Values {
  readonly data: Float32Array;
  readonly kernels: Kernels;
  /** Null for values that are all there at once. */
  readonly batches: Batches | null;
}

function valuesOf(tensor: ClipTensor, resources: ClipResources): Values {
  const { kernels, tensors } = resources;
  const found = lookUp(tensor, tensors);
  if (kernels === null || found === null) throw new RangeError('There are no such values that can be clipped.');
  return { ...found, kernels };
}

function lookUp(tensor: ClipTensor, tensors: ClipResources['tensors']): Omit<Values, 'kernels'> | null {
  if (tensor.kind === 'sample') return sampleOf(tensor);
  if (tensor.kind === 'loaded') return tapOf(tensor.id);
  const data = tensors.get(tensor.layer)?.data;
  return data === undefined ? null : { data, batches: null };
}

function tapOf(id: string): Omit<Values, 'kernels'> | null {
  const found = keptTap(id);
  if (found === undefined) return null;
  const { low, high } = found.batches;
  return { data: found.data, batches: Array.from(low, (end, i) => [end, high[i] ?? 0] as const) };
}

function sampleOf(tensor: Extract<ClipTensor, { kind: 'sample' }>): Omit<Values, 'kernels'> {
  const key = keyOf(tensor);
  if (sample?.key !== key) {
    const data = drawSample(tensor.shape, tensor.count, tensor.seed, tensor.rectified);
    sample = { key, data, batches: cutIntoBatches(data) };
  }
  return sample;
}
