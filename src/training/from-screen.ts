/** What the settings of the Training screen and a recipe mean for the trainer. */
import { trainingScreen as TABLE } from '../experiment/screens/training';
import { type Recipe, type ScaleRule, type Side, recipeFor } from '../experiment/spec';
import type { Params } from '../params/param';
import { readBoolean, readChoice, readInteger, readNumber } from '../params/read';
import type { LayerInfo } from '../model/types';
import type {
  ActivationScheme,
  OptimizerSettings,
  QuantizationSettings,
  ScheduleSettings,
  Ste,
  TrainingSettings,
  WeightScheme,
} from './settings';
import { TRAINING_DEFAULTS } from './settings';

/** Share of the largest and smallest value of a batch that enters an observed range. */
const AVERAGING = 0.01;
/** Bits where a recipe for activations does not say how many. */
const MOST_BITS = 8;
/** First upper end of PACT, and its decay. */
const PACT_START = 6;
const PACT_DECAY = 1e-4;

/** Throws RangeError for a parameter that does not fit the table. */
export function trainingSettings(params: Params): TrainingSettings {
  const number = (key: string): number => readNumber(TABLE, params, key);
  const epochs = readInteger(TABLE, params, 'epochs', 1);
  return {
    ...TRAINING_DEFAULTS,
    optimizer: optimizerOf(readChoice(TABLE, params, 'optimizer')),
    learningRate: number('learningRate'),
    schedule: scheduleOf(readChoice(TABLE, params, 'schedule'), epochs),
    warmUpSteps: readInteger(TABLE, params, 'warmUp', 0),
    weightDecay: number('weightDecay'),
    epochs,
    batchSize: readInteger(TABLE, params, 'batchSize', 1),
    seed: readInteger(TABLE, params, 'seed', 0),
    augmentation: {
      flip: readBoolean(TABLE, params, 'flip'),
      shift: readInteger(TABLE, params, 'shift', 0),
    },
  };
}

/** How many training images the settings ask for. */
export function trainingImages(params: Params): number {
  return readInteger(TABLE, params, 'images', 1);
}

/** Where a rule does not fit a quantizer, that keeps a frozen range. */
export function quantizationSettings(
  side: Side,
  scale: ScaleRule,
  params: Params,
  layers: readonly LayerInfo[],
): QuantizationSettings {
  const ste = readChoice(TABLE, params, 'ste') as Ste;
  const weights: Record<string, WeightScheme> = {};
  for (const { name } of layers) {
    const recipe = recipeFor(side, name);
    if (recipe.quantizer.id === 'float') continue;
    weights[name] = weightScheme(recipe, scale, ste, side.seed);
  }
  const batchNorm = readChoice(TABLE, params, 'batchNorm') === 'keep' ? 'keep' : 'fold';
  return { weights, activations: activationScheme(side, params, ste), batchNorm };
}

function weightScheme(recipe: Recipe, scale: ScaleRule, ste: Ste, seed: number): WeightScheme {
  const { id, params } = recipe.quantizer;
  if (scale === 'learned' && id === 'uniform') return { kind: 'lsq', recipe };
  if (scale === 'learned' && id === 'codebook') return { kind: 'codebook', recipe, seed };
  if (scale === 'dorefa' && id === 'uniform') return { kind: 'dorefa', bits: Number(params['bits']), recipe };
  return { kind: 'recipe', recipe, scale: scale === 'max-abs' ? 'max-abs' : 'frozen', ste, seed };
}

function activationScheme({ activations }: Side, params: Params, ste: Ste): ActivationScheme | null {
  const kind = readChoice(TABLE, params, 'activations');
  const bits = readInteger(TABLE, params, 'activationBits', 1);
  if (kind === 'recipe') {
    if (activations === undefined || activations.recipe.quantizer.id === 'float') return null;
    const own = activations.recipe.quantizer.params['bits'];
    return { kind: 'ema', bits: typeof own === 'number' ? own : MOST_BITS, averaging: AVERAGING, ste };
  }
  if (kind === 'ema') return { kind, bits, averaging: AVERAGING, ste };
  if (kind === 'lsq' || kind === 'dorefa') return { kind, bits };
  if (kind === 'pact') return { kind, bits, start: PACT_START, decay: PACT_DECAY };
  return null;
}

function optimizerOf(kind: string): OptimizerSettings {
  return kind === 'sgd' ? { kind, momentum: 0.9 } : TRAINING_DEFAULTS.optimizer;
}

function scheduleOf(kind: string, epochs: number): ScheduleSettings {
  if (kind === 'step') return { kind, epochs: epochs / 3, factor: 0.1 };
  return kind === 'constant' ? { kind } : { kind: 'cosine', floor: 0 };
}
