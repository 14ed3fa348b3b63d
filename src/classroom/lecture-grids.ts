import { aff, compare, format, kmeans, lin, onScreen, side } from '../course/presets';
import { defaultActivations } from '../experiment/defaults';
import { asInStep, opens, type Section } from './topic';

/** The first three parts of the lecture: grids, who shares a scale, and how a range is chosen. */
export const GRIDS: readonly Section[] = [
  {
    id: 'recap',
    title: 'Recap: codebooks and linear quantization',
    topics: [
      {
        id: 'kmeans',
        title: 'K-means quantization',
        show: 'The centroids of B gather where the weights are; the levels of A stand evenly. Compare the errors, then the stored bits: those of B include its table.',
        state: opens(() => compare('lenet', lin(4), kmeans(4)), 'fc1'),
        panel: 'fc1-histogram',
      },
      {
        id: 'kmeans-stored',
        title: 'What a codebook costs',
        show: 'Go through the layers: in a small layer the table of centroids costs more than the codes.',
        state: asInStep('1.5'),
        panel: 'network',
      },
      {
        id: 'linear',
        title: 'Linear quantization',
        show: 'Take the bits of B from 8 to 2 and watch the ruler: scale, codes and error in the formula below the charts.',
        state: asInStep('1.1'),
        panel: 'conv1-formulas',
      },
      {
        id: 'zero-point',
        title: 'Symmetric and affine: the zero point',
        show: 'The zero point of B moves the ruler over the data. Count the codes that each leaves unused, then compare the accuracies.',
        state: opens(() => compare('lenet', lin(3), aff(3)), 'conv2'),
        panel: 'conv2-histogram',
      },
      {
        id: 'sqnr',
        title: 'Six decibels per bit',
        show: 'Take the bits of B down and read the SQNR of the layer: about 6 dB a bit, until most weights round to zero.',
        state: asInStep('1.2'),
      },
      {
        id: 'integers',
        title: 'Integer arithmetic',
        show: 'Weights and activations at 8 bits: one output of the layer, term by term, in int32, and how far that is from the simulation.',
        state: opens(() => {
          const eight = { ...side(lin(8)), activations: defaultActivations() };
          return compare('lenet', lin(8), eight);
        }, 'conv2'),
      },
    ],
  },
  {
    id: 'granularity',
    title: 'Granularity',
    topics: [
      {
        id: 'tensor-channel',
        title: 'Per tensor and per channel',
        show: 'In a depthwise layer one loud channel sets the step of all others. The ranges of the channels say which.',
        state: opens(() => compare('dscnn', lin(4), lin(4, 'channel')), 'dw5'),
        panel: 'dw5-channel-ranges',
      },
      {
        id: 'group',
        title: 'Per group',
        show: 'Sixteen weights share a scale in B. Compare what that gains with what the scales cost in stored bits.',
        state: opens(() => compare('lenet', lin(3, 'channel'), lin(3, 16)), 'fc1'),
        panel: 'accuracy-stored-bits',
      },
      {
        id: 'vsquant',
        title: 'VSQuant: two levels of scale',
        show: 'B keeps a small integer scale for each vector and a float scale for each channel, A a float scale for each group. Compare the errors and the stored bits.',
        state: opens(() => compare('lenet', lin(4, 16), format('vsquant')), 'fc1'),
        panel: 'fc1-error-map',
      },
      ...[
        { name: 'MX4', m: 2, rung: 'mx4' },
        { name: 'MX6', m: 4, rung: 'mx6' },
        { name: 'MX9', m: 7, rung: 'mx9' },
      ].map(({ name, m, rung }) => ({
        id: rung,
        title: `${name}: shared micro-exponents`,
        show: `One block of ${name}, bit by bit: an exponent for sixteen values, a bit of shift for each pair, ${String(m)} bits of mantissa.`,
        state: opens(
          () => compare('dscnn', lin(4, 'channel'), format('mx-shared', { m }), onScreen('granularity', { rung })),
          'pw3',
          'granularity',
        ),
        panel: `bits-${rung}`,
      })),
      {
        id: 'ocp',
        title: 'MXFP4 and NVFP4',
        show: 'Same nickname, other formats: OCP MX in A has a power of two for 32 values, NVFP4 in B a small float for 16.',
        state: opens(() => compare('dscnn', format('ocp-mx'), format('nvfp4')), 'pw3'),
      },
      {
        id: 'ladder',
        title: 'The whole ladder',
        show: 'One tensor under every way to share a scale, from one for all to one for two: error and stored bits of each rung.',
        state: asInStep('2.5'),
        panel: 'ladder-score',
      },
    ],
  },
  {
    id: 'clipping',
    title: 'Dynamic range clipping',
    topics: [
      {
        id: 'tug',
        title: 'Clipping error against rounding error',
        show: 'Drag the threshold of B: the hatched error of clipping grows while that of rounding falls. Where is their sum least?',
        state: asInStep('3.1'),
        panel: 'fc1-histogram',
      },
      {
        id: 'ema',
        title: 'EMA: moving average of the range',
        show: 'Batches come one after the other. Make one eight times too large: the running maximum never forgets it, the average does.',
        state: asInStep('3.2'),
      },
      {
        id: 'kl',
        title: 'KL divergence',
        show: 'Scrub the candidate threshold: where is the divergence between the histogram and its quantized form least?',
        state: asInStep('3.3'),
      },
      {
        id: 'mse',
        title: 'Least mean squared error',
        show: 'B searches the threshold of least squared error, A keeps the whole range. Compare levels, error and accuracy.',
        state: opens(() => compare('lenet', lin(3), lin(3, 'tensor', 'mse')), 'fc1'),
        panel: 'fc1-rounding-error',
      },
      {
        id: 'octav',
        title: 'OCTAV',
        show: 'Newton’s steps go down the curve of the squared error. Count them, beside the hundred thresholds that a search tries.',
        state: asInStep('3.4'),
      },
      {
        id: 'arena',
        title: 'All of them on one tensor',
        show: 'Run every method: thresholds on one histogram, ranked by the accuracy of the network.',
        state: asInStep('3.5'),
        panel: 'clipping-ranking',
      },
    ],
  },
];
