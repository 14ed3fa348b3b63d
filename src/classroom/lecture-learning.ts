import { compare, float, format, lin, onScreen, side } from '../course/presets';
import { asInStep, opens, type Section } from './topic';

/** The other four parts: rounding, training, few bits, and bits for each layer. */
export const LEARNING: readonly Section[] = [
  {
    id: 'rounding',
    title: 'Rounding',
    topics: [
      {
        id: 'two-weights',
        title: 'Nearest is not best',
        show: 'Two weights whose inputs move together: of the four roundings that to nearest is not the one with the least error.',
        state: asInStep('4.1'),
        panel: 'rounding-landscape',
      },
      {
        id: 'stochastic',
        title: 'Rounding by chance',
        show: 'Draw a hundred stochastic roundings of one layer. How many are better than nearest, and how far is the best from the worst?',
        state: asInStep('4.2'),
        panel: 'rounding-luck',
      },
      {
        id: 'adaround',
        title: 'AdaRound',
        show: 'Run it on the layer: the h of every weight goes to 0 or 1, and the map shows which weights are rounded against nearest.',
        state: asInStep('4.4'),
        panel: 'rounding-h',
      },
      {
        id: 'adaround-network',
        title: 'AdaRound on the whole network',
        show: 'Layer after layer, each on inputs that are quantized already: the same grid, the same stored bits, another accuracy.',
        state: asInStep('4.5'),
        panel: 'rounding-network',
      },
    ],
  },
  {
    id: 'qat',
    title: 'Quantization-aware training',
    topics: [
      {
        id: 'fake-quantization',
        title: 'Fake quantization and the master copy',
        show: 'Train B: a float copy learns, the network sees only its codes. Watch weights cross their grid.',
        state: asInStep('5.3'),
        panel: 'training-paths',
      },
      {
        id: 'ste',
        title: 'The straight-through estimator',
        show: 'The gradient of a staircase is zero almost everywhere; what passes instead depends on where the weight lies.',
        state: asInStep('5.3', (now) => ({ ...now, ...onScreen('training', { train: 'b', ste: 'torch' }) })),
        panel: 'training-straight-through',
      },
      {
        id: 'scale',
        title: 'Who sets the scale',
        show: 'At 2 bits the rule for the scale decides: the largest weight, a frozen range, or a scale that learns.',
        state: asInStep('5.4'),
        panel: 'training-scales',
      },
      {
        id: 'ptq-qat',
        title: 'After training or during it',
        show: 'Three curves of accuracy over bits: rounding to nearest, AdaRound, training. Where do they part?',
        state: asInStep('5.5'),
        panel: 'training-accuracy-bits',
      },
    ],
  },
  {
    id: 'binary',
    title: 'Binary and ternary',
    topics: [
      {
        id: 'stochastic-sign',
        title: 'Deterministic and stochastic binarization',
        show: 'Draw many signs of one weight: their mean is the weight, between −1 and 1.',
        state: asInStep('6.1'),
        panel: 'stochastic-signs',
      },
      {
        id: 'bwn',
        title: 'BWN: a scale for the signs',
        show: 'Move α: the error is least at mean |w|, for the layer and for each filter.',
        state: asInStep('6.2'),
        panel: 'binary-error-curve',
      },
      {
        id: 'xnor',
        title: 'XNOR-Net: binary activations too',
        show: 'The feature maps of one image with float, binary and ternary weights, and what binary inputs take away from them.',
        state: opens(
          () =>
            compare('lenet', side(format('binary')), side(format('ternary')), onScreen('binary', { train: 'xnor' })),
          'conv2',
          'binary',
        ),
        panel: 'feature-maps',
      },
      {
        id: 'popcount',
        title: 'XNOR and popcount',
        show: 'A product of signs, step by step: pack, XNOR, count the ones, twice the count minus the length.',
        state: asInStep('6.3'),
        panel: 'xnor-popcount',
      },
      {
        id: 'twn',
        title: 'TWN: a zero is worth a bit',
        show: 'Move the threshold: which weights become 0, and what that does to the error. The paper’s factor is 0.7.',
        state: asInStep('6.4'),
        panel: 'binary-error-curve',
      },
      {
        id: 'ttq',
        title: 'TTQ: two levels that learn',
        show: 'Train it: the positive and the negative level part, and the threshold is a share of the largest weight.',
        state: opens(
          () => compare('lenet', side(format('binary')), side(format('ternary')), onScreen('binary', { train: 'ttq' })),
          'fc1',
          'binary',
        ),
        panel: 'ttq-levels',
      },
      {
        id: 'binary-training',
        title: 'What training buys back',
        show: 'The table of all methods before and after training, beside the published numbers on ImageNet.',
        state: asInStep('6.6'),
        panel: 'binary-accuracy-table',
      },
    ],
  },
  {
    id: 'mixed',
    title: 'Mixed precision',
    topics: [
      {
        id: 'space',
        title: 'The design space',
        show: 'Bits for every layer, with and without activations: how many policies there are, and how long all of them would take here.',
        state: asInStep('7.1'),
      },
      {
        id: 'sensitivity',
        title: 'Sensitivity of the layers',
        show: 'One layer at a time at 4 bits, the others float: is the layer that costs most the one with most weights?',
        state: asInStep('7.2'),
        panel: 'bits-per-layer',
      },
      {
        id: 'by-hand',
        title: 'Bits by hand',
        show: 'Give a few layers more bits in B and compare with the same bits everywhere in A, at the stored bits of both.',
        state: asInStep('7.3'),
        panel: 'policies',
      },
      {
        id: 'haq',
        title: 'HAQ: an agent under a budget',
        show: 'Run the agent: it proposes bits layer by layer, is cut back to the budget, and learns from the accuracy.',
        state: asInStep('7.5'),
        panel: 'search',
      },
      {
        id: 'hardware',
        title: 'What the hardware sees',
        show: 'Below the ridge of the roofline fewer bits of the weights save no time: the activations decide. Modelled, and it says so.',
        state: asInStep('7.4'),
        panel: 'roofline',
      },
      {
        id: 'two-machines',
        title: 'A policy away from home',
        show: 'Search for two machines and swap the policies: is each slower away from the machine that it was made for?',
        state: asInStep('7.6'),
        panel: 'home-and-away',
      },
      {
        id: 'goal',
        title: 'The promise',
        show: 'The network in float and at about 4 bits: what the last exercise of the course asks for.',
        state: opens(() => compare('dscnn', float(), lin(4, 'channel', 'mse')), 'dw5'),
      },
    ],
  },
];
