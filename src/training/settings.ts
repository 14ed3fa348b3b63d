/** How a network is trained. Plain data: survives structuredClone and JSON. */
import type { Recipe } from '../experiment/spec';

export type OptimizerSettings =
  | { readonly kind: 'adam'; readonly beta1: number; readonly beta2: number; readonly epsilon: number }
  | { readonly kind: 'sgd'; readonly momentum: number };

export type ScheduleSettings =
  | { readonly kind: 'constant' }
  /** From the learning rate to `floor` times it along half a cosine. */
  | { readonly kind: 'cosine'; readonly floor: number }
  /** Times `factor` after every `epochs` epochs. */
  | { readonly kind: 'step'; readonly epochs: number; readonly factor: number };

export interface Augmentation {
  /** Mirror every other image, chosen at random. */
  readonly flip: boolean;
  /** Move each image by up to so many pixels in both directions; what enters is background. */
  readonly shift: number;
}

export interface TrainingSettings {
  readonly loss: 'cross-entropy' | 'mean-squared-error';
  readonly optimizer: OptimizerSettings;
  readonly learningRate: number;
  readonly schedule: ScheduleSettings;
  /** Steps in which the learning rate rises from 0 to its full value. */
  readonly warmUpSteps: number;
  /** Decoupled: each step also takes learning rate times this share off every kernel. Never off biases or scales. */
  readonly weightDecay: number;
  readonly epochs: number;
  /** Examples per step; those that do not fill the last batch of an epoch wait for another epoch. */
  readonly batchSize: number;
  /** Decides the order of the examples and the augmentation. */
  readonly seed: number;
  readonly augmentation: Augmentation;
  /** Share of the old value that the running statistics of batch normalization keep at each step. */
  readonly batchNormMomentum: number;
  /** Share of all steps after which running statistics and observed ranges no longer change. */
  readonly freezeAfter: number;
}

/** Fine-tuning of a small classifier. */
export const TRAINING_DEFAULTS: TrainingSettings = {
  loss: 'cross-entropy',
  optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  learningRate: 1e-3,
  schedule: { kind: 'cosine', floor: 0 },
  warmUpSteps: 0,
  weightDecay: 0,
  epochs: 1,
  batchSize: 64,
  seed: 0,
  augmentation: { flip: false, shift: 0 },
  batchNormMomentum: 0.9,
  freezeAfter: 0.8,
};

/**
 * The gradient that rounding gets (straight-through estimator): `clipped` lets it pass where the value lies in range
 * (the default), `pass-through` everywhere, `torch` where the rounded value lies in range.
 */
export type Ste = 'clipped' | 'pass-through' | 'torch';

export type WeightScheme =
  /** Any recipe; its range is that of least squared error on the weights before training, or max |w| at every step. */
  | {
      readonly kind: 'recipe';
      readonly recipe: Recipe;
      readonly scale: 'frozen' | 'max-abs';
      readonly ste: Ste;
      readonly seed: number;
    }
  /** Codes and granularity of a uniform recipe with a learned scale (Esser et al. 2020). */
  | { readonly kind: 'lsq'; readonly recipe: Recipe }
  /** Zhou et al. 2016, weights. `recipe`: a uniform one that the result is deployed under, if any. */
  | { readonly kind: 'dorefa'; readonly bits: number; readonly recipe?: Recipe }
  /** Centroids of a codebook recipe (Han et al. 2016). */
  | { readonly kind: 'codebook'; readonly recipe: Recipe; readonly seed: number }
  /** α sign(w), or ±1 without a scale (Courbariaux et al. 2015; Rastegari et al. 2016). */
  | {
      readonly kind: 'binary';
      readonly granularity: 'tensor' | 'channel';
      readonly scale: 'mean' | 'one';
      readonly sign: 'deterministic' | 'stochastic';
      readonly gradient: 'ste' | 'paper' | 'chain';
      readonly seed: number;
    }
  /** Ternary with two learned levels and Δ = t max|w| (Zhu et al. 2017). */
  | { readonly kind: 'ttq'; readonly t: number }
  /** One given scale for the whole tensor. */
  | {
      readonly kind: 'fixed';
      readonly scale: number;
      readonly zeroPoint: number;
      readonly qmin: number;
      readonly qmax: number;
      readonly ste: Ste;
    };

export type ActivationScheme =
  /** Affine codes over a moving average of the smallest and largest value (Jacob et al. 2018, section 3.1). */
  | { readonly kind: 'ema'; readonly bits: number; readonly averaging: number; readonly ste: Ste }
  /** A learned scale, unsigned where the activation is (Esser et al. 2020). */
  | { readonly kind: 'lsq'; readonly bits: number }
  /** A learned upper end (Choi et al. 2018), with weight decay `decay` on it alone. */
  | { readonly kind: 'pact'; readonly bits: number; readonly start: number; readonly decay: number }
  /** Clipped to [0, 1] (Zhou et al. 2016). */
  | { readonly kind: 'dorefa'; readonly bits: number }
  /** Signs after normalization, with a scale an output position (Rastegari et al. 2016, section 3.2). */
  | { readonly kind: 'xnor' };

export interface QuantizationSettings {
  /** By layer name; a kernel that is missing stays float. */
  readonly weights: Readonly<Record<string, WeightScheme>>;
  /** What every kernel takes in, except the input of the network; null: float. */
  readonly activations: ActivationScheme | null;
  /** Quantize the kernel with its batch normalization folded in (Krishnamoorthi 2018, section 3.2.2), or as it is. */
  readonly batchNorm: 'fold' | 'keep';
}
