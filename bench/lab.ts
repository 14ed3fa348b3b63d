/** The engine as the page runs it, in this process: a shipped network with the images of Fashion-MNIST. */
import type { BinaryScore, BinaryTraining } from '../src/jobs/binary-reports';
import { type QuantResources, createQuantResources, quantJobs } from '../src/jobs/analyze';
import { type EvalResources, createEvalResources, evalJobs } from '../src/jobs/evaluate';
import type { JobResult } from '../src/jobs/catalogue';
import { finish } from '../src/jobs/finish';
import type { LayerReport, NetworkReport } from '../src/jobs/reports';
import { type TrainResources, createTrainResources, trainJobs } from '../src/jobs/train';
import {
  type MadeWeights,
  type RoundedWeights,
  type Side,
  type TrainedWeights,
  recipeFor,
} from '../src/experiment/spec';
import { weightsKey } from '../src/model/named-weights';
import type { ModelBundle } from '../src/model/types';
import type { WeightValues } from '../src/model/weight-values';
import type { LayerOutcome } from '../src/nn/reconstruct/layers';
import type { BinaryMethod, MethodSettings } from '../src/training/binary-methods';
import { MODELS, readModel, readSplits } from '../zoo/files';

const DATASET = 'fashion-mnist';

type Rounded = JobResult<'round-network'>;

export class Lab {
  private trainer: Promise<TrainResources> | null = null;
  private runs = 0;
  private readonly roundings = new Map<string, Promise<Rounded>>();
  private readonly trainings = new Map<string, Promise<WeightValues>>();

  private constructor(
    private readonly bundle: ModelBundle,
    private readonly evaluation: EvalResources,
    private readonly quant: QuantResources,
    private readonly labels: Uint8Array,
  ) {}

  /** @param model id of a shipped classifier of Fashion-MNIST. */
  static async open(model: string): Promise<Lab> {
    const bundle = await readModel(MODELS, model);
    const [evaluation, quant] = [createEvalResources(), createQuantResources()];
    await evalJobs['load-model']({ bundle, plain: false }, evaluation);
    await quantJobs['load-weights']({ bundle, plain: false }, quant);
    const labels: number[] = [];
    for (const { packed, count, offset } of await readSplits(DATASET, 'test')) {
      const part = { packed, count, offset, from: offset, to: offset + count };
      labels.push(...(await finish(evalJobs['load-images'](part, evaluation))).labels);
    }
    return new Lab(bundle, evaluation, quant, Uint8Array.from(labels));
  }

  /** Names of the layers with weights, in order. */
  get layers(): readonly string[] {
    return [...this.quant.layers.keys()];
  }

  /** 1 for each of the first `images` test images that the network of a side gets right; null: the float network. */
  async right(side: Side | null, images: number): Promise<Uint8Array> {
    if (side?.weights !== undefined) await this.make(side.weights);
    const { predictions } = await finish(evalJobs.evaluate({ side, from: 0, to: images }, this.evaluation));
    return predictions.map((prediction, i) => (prediction === this.labels[i] ? 1 : 0));
  }

  async network(side: Side): Promise<NetworkReport> {
    if (side.weights !== undefined) await this.make(side.weights);
    return finish(quantJobs['analyze-network']({ side }, this.quant));
  }

  async layer(side: Side, layer: string): Promise<LayerReport> {
    return finish(quantJobs['analyze-layer']({ layer, recipe: recipeFor(side, layer), seed: side.seed }, this.quant));
  }

  /** Right predictions of a binary or ternary method on the first test images, as the Binary screen measures them. */
  async binary(
    method: BinaryMethod,
    settings: MethodSettings,
    training: BinaryTraining | null,
    testImages: number,
  ): Promise<BinaryScore> {
    const input = { method, settings, training, testImages };
    return finish(trainJobs['score-binary'](input, await this.training()));
  }

  /** The worker that trains and rounds, with 10,000 training images and all test images. */
  training(): Promise<TrainResources> {
    this.trainer ??= prepare(this.bundle);
    return this.trainer;
  }

  /** What a rounding of the network did to each layer. */
  async outcomes(weights: RoundedWeights): Promise<readonly LayerOutcome[]> {
    return (await this.rounded(weights)).layers;
  }

  /** Brings the weights that a side names where they are needed; they are made once. */
  private async make(weights: MadeWeights): Promise<void> {
    const key = weightsKey(weights);
    const set = weights.kind === 'rounded' ? (await this.rounded(weights)).set : await this.trained(weights);
    await evalJobs['load-weight-set']({ key, set }, this.evaluation);
    await quantJobs['load-weight-set']({ key, set }, this.quant);
  }

  private rounded(weights: RoundedWeights): Promise<Rounded> {
    return known(this.roundings, weightsKey(weights), async () =>
      finish(trainJobs['round-network']({ weights }, await this.training())),
    );
  }

  private trained(weights: TrainedWeights): Promise<WeightValues> {
    return known(this.trainings, weightsKey(weights), () => this.train(weights));
  }

  private async train({ under, scale, params, steps }: TrainedWeights): Promise<WeightValues> {
    const task = { side: under, scale, params };
    const input = { run: ++this.runs, task, checkpoint: null, until: steps ?? Infinity, testImages: 0 };
    const { weights, failure } = await finish(trainJobs.train(input, await this.training()));
    if (failure !== null) throw new Error(`The training was stopped: ${failure.message}`);
    return weights;
  }
}

function known<T>(all: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const value = all.get(key) ?? make();
  all.set(key, value);
  return value;
}

async function prepare(bundle: ModelBundle): Promise<TrainResources> {
  const resources = createTrainResources();
  await trainJobs['prepare-training']({ bundle, plain: false }, resources);
  for (const role of ['train', 'test'] as const)
    for (const { packed, count, offset } of await readSplits(DATASET, role))
      await finish(trainJobs['load-training-images']({ packed, count, offset, role }, resources));
  return resources;
}
