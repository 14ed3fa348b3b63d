import { oneGroup } from '../clipping/input';
import { clipperOf } from '../clipping/registry';
import type { Kernels } from '../kernels/index';
import type { WeightTensor } from '../quantizers/types';
import { drawSample } from '../numerics/samples';
import { keyOf } from '../experiment/key';
import type { JobTable } from './catalogue';
import { clipCodes, describeTensor, measureThreshold } from './clip-measure';
import type { ClipJobs, ClipTensor } from './clip-reports';

/** What the jobs need of their worker. */
interface ClipResources {
  readonly kernels: Kernels | null;
  readonly tensors: ReadonlyMap<string, WeightTensor>;
}

/** The last sample; drawing a million values takes longer than anything that is done with them. */
let sample: { readonly key: string; readonly data: Float32Array } | null = null;

/** Jobs of the Clipping arena. Each answers one question, so that a slider asks for no more than it changes. */
export const clipJobs: JobTable<ClipJobs, ClipResources> = {
  'clip-tensor': ({ tensor }, resources) => {
    const { data, kernels } = valuesOf(tensor, resources);
    return Promise.resolve(describeTensor(data, kernels));
  },
  'clip-point': ({ tensor, codes, threshold }, resources) => {
    const { data, kernels } = valuesOf(tensor, resources);
    return Promise.resolve(measureThreshold(data, threshold, clipCodes(codes), kernels));
  },
  'clip-method': (input, resources) => Promise.resolve(runMethod(input, resources)),
};

function runMethod(
  { tensor, codes, clipper }: ClipJobs['clip-method']['input'],
  resources: ClipResources,
): ClipJobs['clip-method']['result'] {
  const { data, kernels } = valuesOf(tensor, resources);
  const grid = { kernels, symmetric: true, ...clipCodes(codes) };
  const trace = clipperOf(clipper.id).trace(oneGroup(grid.qmin < 0 ? data : rectified(data), grid), clipper.params);
  const threshold = trace.candidates.high[trace.chosen] ?? 0;
  return { clipper, point: measureThreshold(data, threshold, clipCodes(codes), kernels), trace };
}

/** Without codes below zero what is negative becomes 0, and has no say in the threshold. */
function rectified(data: Float32Array): Float32Array {
  const known = rectifiedValues.get(data) ?? (data.some((x) => x < 0) ? data.map((x) => (x < 0 ? 0 : x)) : data);
  rectifiedValues.set(data, known);
  return known;
}

const rectifiedValues = new WeakMap<Float32Array, Float32Array>();

function valuesOf(tensor: ClipTensor, resources: ClipResources): { data: Float32Array; kernels: Kernels } {
  const { kernels, tensors } = resources;
  const data = tensor.kind === 'weights' ? tensors.get(tensor.layer)?.data : sampleOf(tensor);
  if (kernels === null || data === undefined) throw new RangeError('The model has no such layer that can be clipped.');
  return { data, kernels };
}

function sampleOf(tensor: Extract<ClipTensor, { kind: 'sample' }>): Float32Array {
  const key = keyOf(tensor);
  if (sample?.key !== key)
    sample = { key, data: drawSample(tensor.shape, tensor.count, tensor.seed, tensor.rectified) };
  return sample.data;
}
