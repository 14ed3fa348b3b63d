import type { ActivationGranularity } from './technique';

/** Batches of a dynamic range; each divides the images that one worker holds, so that no batch is ever split. */
const BATCHES = ['10', '20', '50', '100'] as const;

const tensor: ActivationGranularity = {
  id: 'tensor',
  moment: 'static',
  label: 'Tensor',
  summary: "One scale for all of a layer's input, fixed on calibration images.",
  source: 'Jacob et al. 2018, section 3.1; lecture, static quantization',
  params: {},
};

const channel: ActivationGranularity = {
  id: 'channel',
  moment: 'static',
  label: 'Channel',
  summary:
    'One scale for each channel of the input, fixed on calibration images. A sum over channels cannot take the scales out, so only depthwise layers can use it in integer arithmetic.',
  source: 'Krishnamoorthi 2018, section 2; lecture, per-channel activation quantization',
  params: {},
};

const batch: ActivationGranularity = {
  id: 'batch',
  moment: 'dynamic',
  label: 'Batch',
  summary: 'One scale for each batch, found in the batch itself while the network runs: no calibration.',
  source: 'Krishnamoorthi 2018, section 3; lecture, dynamic quantization',
  params: {
    batchSize: {
      kind: 'choice',
      default: '100',
      label: 'Images a batch',
      help: 'Images that share a scale; the result of an image depends on those beside it.',
      options: BATCHES.map((value) => ({ value, label: value, help: `${value} images share a scale.` })),
    },
  },
};

const sample: ActivationGranularity = {
  id: 'sample',
  moment: 'dynamic',
  label: 'Sample',
  summary: 'One scale for each image, or each token of a sequence, found while the network runs: no calibration.',
  source: 'Yao et al. 2022 (ZeroQuant), section 4.1; lecture, per-token quantization',
  params: {},
};

/** Who shares a scale of activations, in the order of the menu. */
export const activationGranularities: Readonly<Record<string, ActivationGranularity>> = {
  tensor,
  channel,
  batch,
  sample,
};
