import { foldBatchNorm } from '../src/model/batch-norm-folding';
import { unbalance } from '../src/model/equalization';
import type { Model } from '../src/model/graph';
import { uniformStream } from '../src/numerics/random';
import type { TrainingSettings } from '../src/training/settings';
import { chargpt } from './nets/chargpt';
import { dscnn, lenet, mlp, type Network, resnet8 } from './nets/networks';

interface Listed {
  readonly id: string;
  readonly title: string;
  /** One sentence for whoever chooses a model: what can be seen with it. */
  readonly about: string;
}

/** A network that is trained from the raw data. */
export interface TrainedEntry extends Listed {
  readonly kind: 'trained';
  readonly dataset: DatasetId;
  readonly network: Network;
  /** `seed` also draws the first weights. What is left out has the values of TRAINING_DEFAULTS. */
  readonly settings: Partial<TrainingSettings> &
    Pick<TrainingSettings, 'learningRate' | 'epochs' | 'batchSize' | 'seed'>;
  /** What happens to the network before it is written, and the words for it. */
  readonly finish?: { readonly apply: (model: Model) => Model; readonly words: string };
}

/** A network that is computed from another of the zoo. */
export interface DerivedEntry extends Listed {
  readonly kind: 'derived';
  readonly from: string;
  readonly apply: (model: Model) => Model;
  /** How, for the card. */
  readonly words: string;
}

/** A network made elsewhere, whose files stay as they are. */
interface GivenEntry extends Listed {
  readonly kind: 'given';
}

export type ZooEntry = TrainedEntry | DerivedEntry | GivenEntry;
export type DatasetId = 'fashion-mnist' | 'digits' | 'moby-dick';

/** What the networks on a data set take in. */
export const INPUTS = {
  'fashion-mnist': {
    shape: [28, 28, 1],
    preprocess: '(pixel/255 - 0.2860)/0.3530',
    mean: 0.286,
    std: 0.353,
    output: 'logits of the 10 Fashion-MNIST classes',
  },
  digits: {
    shape: [8, 8, 1],
    preprocess: '(pixel/255 - 0)/0.06274509803921569',
    mean: 0,
    std: 0.06274509803921569,
    output: 'logits of the 10 digits',
  },
  'moby-dick': {
    shape: [128],
    preprocess: 'token',
    mean: 0,
    std: 1 / 255,
    output: 'logits of the next of 81 characters, at each position',
  },
} as const satisfies Record<DatasetId, unknown>;

const FLIP = { flip: true, shift: 0 };

/** Scales of the rescaled network lie between 2^-3 and 2^3. */
const IMBALANCE = 3;

/** Every shipped model, in the order in which they are offered. */
export const ZOO: readonly ZooEntry[] = [
  {
    kind: 'derived',
    id: 'dscnn',
    title: 'DS-CNN',
    about: 'MobileNet-like: depthwise layers with outlier channels, where one scale per layer fails first.',
    from: 'dscnn-bn',
    apply: foldBatchNorm,
    words: 'with every batch normalization folded into the convolution before it',
  },
  {
    kind: 'trained',
    id: 'lenet',
    title: 'LeNet-like CNN',
    about: 'Two convolutions and two dense layers: robust down to 4 bits.',
    dataset: 'fashion-mnist',
    network: lenet,
    settings: { learningRate: 1e-3, epochs: 18, batchSize: 128, seed: 1, augmentation: FLIP },
  },
  {
    kind: 'trained',
    id: 'resnet8',
    title: 'ResNet-8',
    about: 'Three residual blocks: sums of two tensors that have different ranges. The most accurate.',
    dataset: 'fashion-mnist',
    network: resnet8,
    settings: { learningRate: 3e-3, epochs: 12, batchSize: 128, seed: 1, augmentation: FLIP },
    finish: {
      apply: foldBatchNorm,
      words: 'Then every batch normalization was folded into the convolution before it.',
    },
  },
  {
    kind: 'trained',
    id: 'mlp',
    title: 'MLP',
    about: 'Three dense layers and nothing else: a matrix product is all there is.',
    dataset: 'fashion-mnist',
    network: mlp(128, 64, 10),
    settings: { learningRate: 1e-3, epochs: 20, batchSize: 128, seed: 1 },
  },
  {
    kind: 'trained',
    id: 'digits-mlp',
    title: 'Digits MLP',
    about: 'So small that every weight fits on the screen.',
    dataset: 'digits',
    network: mlp(16, 10),
    settings: { learningRate: 1e-2, epochs: 60, batchSize: 32, seed: 1 },
  },
  {
    kind: 'trained',
    id: 'dscnn-bn',
    title: 'DS-CNN, batch normalization kept',
    about: 'The DS-CNN as it was trained, for folding and for training with batch normalization.',
    dataset: 'fashion-mnist',
    network: dscnn,
    settings: { learningRate: 3e-3, epochs: 12, batchSize: 128, seed: 1, augmentation: FLIP },
  },
  {
    kind: 'derived',
    id: 'dscnn-rescaled',
    title: 'DS-CNN, adversarially rescaled',
    about: 'The DS-CNN with scale moved between channels: the same float function, but 8 bits per tensor fail.',
    from: 'dscnn',
    apply: (model) => unbalance(model, IMBALANCE, uniformStream(1, 'imbalance')),
    words: `adversarially rescaled: every hidden channel times a random power of two from 2^-${String(IMBALANCE)} to 2^${String(IMBALANCE)}, undone in the layer after it. The same float function, bit for bit`,
  },
  {
    kind: 'trained',
    id: 'chargpt',
    title: 'Character transformer',
    about: 'GPT in small, on Moby-Dick: embeddings and attention, where layers differ most in what they can bear.',
    dataset: 'moby-dick',
    network: chargpt,
    settings: {
      learningRate: 2e-3,
      epochs: 8,
      batchSize: 16,
      seed: 1,
      warmUpSteps: 400,
      weightDecay: 0.05,
      optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
    },
  },
  {
    kind: 'given',
    id: 'upscaler',
    title: 'ESRGAN-slim',
    about: 'Doubles the size of a picture, made by others: here the error of quantization is a picture.',
  },
  {
    kind: 'given',
    id: 'lenet-reference',
    title: 'LeNet-like CNN, PyTorch',
    about: 'Trained and measured in PyTorch: the network that the reference values belong to.',
  },
];
