/** Whole runs of the trainer on chains of dense layers (reference/cases/training/README.md, section 4). */
import { choose } from '../../src/experiment/techniques';
import type { GraphNode, Model } from '../../src/model/graph';
import { type Trainer, createTrainer } from '../../src/nn/training/trainer';
import { valueExamples } from '../../src/training/examples';
import type { QuantizationSettings, TrainingSettings, WeightScheme } from '../../src/training/settings';
import { ParamReader, toFloat32, toNumbers } from '../read';
import type { Outcome, ReferenceCase } from '../result';

const read = (one: ReferenceCase): ParamReader => new ParamReader(one.technique, one.params);
const floats = (one: ReferenceCase, key: string): Float32Array => toFloat32(one.input[key]);
const matrix = (one: ReferenceCase, key: string): number[][] => (one.input[key] as unknown[]).map(toNumbers);

/** A chain of dense layers; kernels are [in][out]. */
function chain(layers: readonly { kernel: number[][]; bias: Float32Array | null; relu: boolean }[]): Model {
  const kernels = layers.map(({ kernel }, index) => {
    const shape = [kernel.length, kernel[0]!.length];
    const data = Float32Array.from(kernel.flat());
    const info = { name: `fc${index}`, kind: 'Dense', layout: 'dense' as const, shape, weights: data.length, macs: 0 };
    return { info, data };
  });
  const input: GraphNode = { name: 'x', op: { kind: 'input' }, inputs: [], shape: [kernels[0]!.info.shape[0]!] };
  const dense = layers.map(({ bias, relu }, kernel): GraphNode => {
    const op = {
      kind: 'dense' as const,
      kernel,
      bias,
      activation: { kind: relu ? ('relu' as const) : ('linear' as const) },
    };
    return { name: `fc${kernel}`, op, inputs: [kernel], shape: [kernels[kernel]!.info.shape[1]!] };
  });
  const card = { id: 'case', input: { shape: input.shape } } as unknown as Model['card'];
  return { card, preprocess: { mean: 0, std: 1 }, nodes: [input, ...dense], kernels, biasBytes: 0 };
}

function trainerFor(
  model: Model,
  x: number[][],
  y: number[],
  settings: Partial<TrainingSettings>,
  scheme: WeightScheme | null,
): Trainer {
  const quantization: QuantizationSettings | null =
    scheme === null
      ? null
      : {
          weights: Object.fromEntries(model.kernels.map(({ info }) => [info.name, scheme])),
          activations: null,
          batchNorm: 'fold',
        };
  return createTrainer({
    model,
    examples: valueExamples(Float32Array.from(x.flat()), Float32Array.from(y), x.length),
    settings: {
      loss: 'mean-squared-error',
      optimizer: { kind: 'sgd', momentum: 0 },
      schedule: { kind: 'constant' },
      batchSize: x.length,
      ...settings,
    },
    quantization,
  });
}

function trainedLosses(trainer: Trainer, afterStep: () => void = () => undefined): number[] {
  const losses: number[] = [];
  for (const { loss } of trainer.run()) {
    losses.push(loss);
    afterStep();
  }
  return losses;
}

export function sgdTrace(one: ReferenceCase): Outcome {
  const params = read(one);
  const [scale, qmin, qmax] = [params.number('scale'), params.number('qmin'), params.number('qmax')];
  const [learningRate, epochs] = [params.number('lr'), params.number('steps')];
  params.finish();
  const start = toNumbers(one.input['w0']);
  const model = chain([{ kernel: start.map((w) => [w]), bias: null, relu: false }]);
  const scheme: WeightScheme = { kind: 'fixed', scale, zeroPoint: 0, qmin, qmax, ste: 'clipped' };
  const y = toNumbers(one.input['y']);
  const trainer = trainerFor(model, matrix(one, 'X'), y, { learningRate, epochs }, scheme);
  const masters = [start];
  const loss = trainedLosses(trainer, () => masters.push([...trainer.kernels()[0]!.latent]));
  return { master_w: masters, loss, w_hat_final: trainer.kernels()[0]!.seen };
}

export function toyRegression(one: ReferenceCase): Outcome {
  const params = read(one);
  const bits = params.number('bits');
  params.ignore('scale', 'optimizer').finish();
  const model = chain([
    { kernel: matrix(one, 'W1'), bias: floats(one, 'b1'), relu: true },
    { kernel: matrix(one, 'W2'), bias: null, relu: false },
  ]);
  const recipe = {
    quantizer: choose('quantizer', 'uniform', { bits }),
    granularity: choose('granularity', 'tensor'),
    clipper: choose('clipper', 'minmax'),
    rounder: choose('rounder', 'nearest-even'),
  };
  const scheme: WeightScheme = { kind: 'recipe', recipe, scale: 'max-abs', ste: 'pass-through', seed: 0 };
  const [x, y] = [matrix(one, 'X'), (one.input['y'] as unknown[]).flat().map(Number)];
  const settings = { learningRate: 0.02, epochs: 400 };
  const losses = trainedLosses(trainerFor(model, x, y, settings, scheme));
  const float = trainerFor(model, x, y, { ...settings, epochs: 1, learningRate: 0 }, null);
  return {
    loss_float: trainedLosses(float)[0],
    loss_ptq: losses[0],
    loss_qat_best_must_be_at_most: Math.min(...losses),
  };
}

/** The kernel as the trainer folds it, and the output of the folded layer where nothing comes in. */
export function batchNormFolding(one: ReferenceCase): Outcome {
  const params = read(one);
  const epsilon = params.number('eps');
  params.finish();
  const rows = matrix(one, 'W');
  const inOut = rows[0]!.map((_, input) => rows.map((row) => row[input]!));
  const dense = chain([{ kernel: inOut, bias: floats(one, 'conv_bias'), relu: false }]);
  const norm: GraphNode = {
    name: 'norm',
    op: {
      kind: 'batch-norm',
      mean: floats(one, 'mean'),
      variance: floats(one, 'var'),
      gamma: floats(one, 'gamma'),
      beta: floats(one, 'beta'),
      epsilon,
    },
    inputs: [1],
    shape: [rows.length],
  };
  const model = { ...dense, nodes: [...dense.nodes, norm] };
  const scheme: WeightScheme = { kind: 'fixed', scale: 0.1, zeroPoint: 0, qmin: -7, qmax: 7, ste: 'clipped' };
  const x = [rows[0]!.map(() => 0)];
  const bias: number[] = [];
  const zero = (target: number[]): Trainer => trainerFor(model, x, target, { epochs: 0 }, scheme);
  const trainer = zero(rows.map(() => 0));
  // The squared distance to the targets e and -e gives each output: ((e - b)^2 - (e + b)^2) / -4e.
  for (let row = 0; row < rows.length; row++) {
    const at = (value: number): number =>
      squaredError(zero(rows.map((_, r) => (r === row ? value : 0))), x, rows, row, value);
    bias.push((at(-1) - at(1)) / 4);
  }
  const folded = trainer.kernels()[0]!.latent;
  const wFold = rows.map((row, output) => row.map((_, input) => folded[input * rows.length + output]!));
  return {
    W_fold: wFold,
    b_fold: bias,
    range_per_channel: wFold.map((row) => Math.max(...row.map(Math.abs))),
  };
}

function squaredError(trainer: Trainer, x: number[][], rows: number[][], row: number, value: number): number {
  const target = rows.map((_, r) => (r === row ? value : 0));
  const run = trainer.evaluate(valueExamples(Float32Array.from(x.flat()), Float32Array.from(target), 1));
  for (let step = run.next(); ; step = run.next()) if (step.done === true) return step.value.loss * rows.length;
}
