import type { Model } from '../src/model/graph';
import type { WrittenModel } from '../src/model/layers-file';
import type { CardFacts } from '../src/model/types';
import { type DatasetId, type DerivedEntry, INPUTS, type TrainedEntry } from './catalogue';
import { digestOf } from './files';

/** The card of a model, but for what has to be measured with it. */
export function describeModel(
  { id, title }: TrainedEntry | DerivedEntry,
  dataset: TrainedEntry['dataset'],
  model: Model,
  { weights }: WrittenModel,
  training: string,
): CardFacts {
  const { output, ...input } = INPUTS[dataset];
  return {
    id,
    title,
    dataset,
    input,
    output,
    parameters: weights.length / 4,
    macs: model.kernels.reduce((sum, { info }) => sum + info.macs, 0),
    training,
    licence: 'MIT',
    sha256: digestOf(weights),
    bytes: weights.length,
  };
}

const TRAINING_DATA: Readonly<Record<DatasetId, string>> = {
  'fashion-mnist': '60,000 training images',
  digits: '1,297 training images',
  'moby-dick': 'training chapters',
};

/** The recipe of a training in words. */
export function recipeInWords({ id, dataset, settings, finish }: TrainedEntry): string {
  const { learningRate, epochs, batchSize, seed, weightDecay = 0, warmUpSteps = 0 } = settings;
  const { flip = false, shift = 0 } = settings.augmentation ?? {};
  const moved = [
    ...(flip ? ['random horizontal flips'] : []),
    ...(shift > 0 ? [`random shifts of up to ${String(shift)} pixels`] : []),
  ];
  const rise = warmUpSteps > 0 ? ` after ${String(warmUpSteps)} steps of warm-up` : '';
  const parts = [
    `Adam at learning rate ${String(learningRate)} with cosine decay to 0${rise}`,
    `batch ${String(batchSize)}`,
    `${String(epochs)} epochs over the ${TRAINING_DATA[dataset]}${moved.length > 0 ? ` with ${moved.join(' and ')}` : ''}`,
    weightDecay > 0 ? `weight decay ${String(weightDecay)}` : 'no weight decay',
  ];
  const engine = `The training engine of this project in Node (WebAssembly, float32), seed ${String(seed)}`;
  const then = finish === undefined ? '' : ` ${finish.words}`;
  return `${engine}: ${parts.join(', ')}.${then} \`npm run zoo -- ${id}\` makes the same bytes.`;
}
