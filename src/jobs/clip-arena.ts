import { clipperOf } from '../clipping/registry';
import type { Kernels } from '../kernels/index';
import { drawSample } from '../numerics/samples';
import { keyOf } from '../experiment/key';
import type { QuantResources } from './analyze';
import type { JobTable } from './catalogue';
import { clipCodes, costCurve, describeTensor, measureThreshold } from './clip-measure';
import type { ClipCodes, ClipJobs, ClipTensor } from './clip-reports';

/** The last sample; drawing a million values takes longer than anything that is done with them. */
let sample: { readonly key: string; readonly data: Float32Array } | null = null;

/** Jobs of the Clipping arena. Each answers one question, so that a slider asks for no more than it changes. */
export const clipJobs: JobTable<ClipJobs, QuantResources> = {
  'clip-tensor': ({ tensor }, resources) => {
    const { data, kernels } = valuesOf(tensor, resources);
    return Promise.resolve(describeTensor(data, kernels));
  },
  'clip-costs': ({ tensor, codes }, resources) => {
    const { data, kernels } = valuesOf(tensor, resources);
    return Promise.resolve(costCurve(data, clipCodes(codes), kernels));
  },
  'clip-point': ({ tensor, codes, threshold }, resources) => {
    const { data, kernels } = valuesOf(tensor, resources);
    return Promise.resolve(measureThreshold(data, threshold, clipCodes(codes), kernels));
  },
  'clip-method': (input, resources) => Promise.resolve(runMethod(input, resources)),
};

function runMethod(
  { tensor, codes, clipper }: ClipJobs['clip-method']['input'],
  resources: QuantResources,
): ClipJobs['clip-method']['result'] {
  const { data, kernels } = valuesOf(tensor, resources);
  const { low, high } = clipperOf(clipper.id).ranges(wholeTensor(data, codes, kernels), clipper.params);
  const threshold = Math.max(-(low[0] ?? 0), high[0] ?? 0);
  return { clipper, point: measureThreshold(data, threshold, clipCodes(codes), kernels) };
}

/** One scale group, whose range is [-T, T]; where there are no codes below zero only its upper half is used. */
function wholeTensor(data: Float32Array, codes: ClipCodes, kernels: Kernels) {
  const { length } = data;
  return { data, rows: length, segmentLength: length, segments: 1, kernels, symmetric: true, ...clipCodes(codes) };
}

function valuesOf(tensor: ClipTensor, resources: QuantResources): { data: Float32Array; kernels: Kernels } {
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
