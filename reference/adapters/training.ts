/**
 * Quantization-aware training (reference/cases/training/README.md, section 4), through the code that trains in the app: typed
 * arrays for weights, operations of tfjs for activations, and whole runs of the trainer. Where both exist they must agree.
 */
import { type Tensor, engine, scalar, tensor1d } from '@tensorflow/tfjs-core';
import { choose } from '../../src/experiment/techniques';
import { initBackend } from '../../src/nn/backend';
import { registerTrainingKernels } from '../../src/nn/gradients/register';
import {
  dorefaActivations,
  learnedFakeQuantize,
  pact,
  pactClip,
  quantizeOnGrid,
} from '../../src/nn/training/fake-quant';
import { type Trainer, createTrainer } from '../../src/nn/training/trainer';
import type { GraphNode, Model } from '../../src/model/graph';
import { dorefaWeights } from '../../src/training/dorefa-weights';
import { valueExamples } from '../../src/training/examples';
import { createLearnedScale, lsqGradientScale, lsqStart, scaleSlope } from '../../src/training/learned-scale';
import { RangeObserver } from '../../src/training/range-observer';
import type { QuantizationSettings, Ste, TrainingSettings, WeightScheme } from '../../src/training/settings';
import { fixedScale } from '../../src/training/ste-weights';
import { ParamReader, toFloat32, toNumbers } from '../read';
import type { Outcome, ReferenceCase } from '../result';

await initBackend({ plain: false });
registerTrainingKernels();

const read = (one: ReferenceCase): ParamReader => new ParamReader(one.technique, one.params);
const floats = (one: ReferenceCase, key: string): Float32Array => toFloat32(one.input[key]);
const matrix = (one: ReferenceCase, key: string): number[][] => (one.input[key] as unknown[]).map(toNumbers);

/** Value of an operation of tfjs and the gradients of its inputs. */
function differentiate(
  f: (inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  upstream: Float32Array,
): { value: number[]; gradients: number[][] } {
  const { value, grads } = engine().gradients(() => f([...inputs]), [...inputs], tensor1d(upstream));
  return { value: [...value.dataSync()], gradients: grads.map((gradient) => [...gradient.dataSync()]) };
}

function mustAgree(what: string, one: ArrayLike<number>, other: ArrayLike<number>): void {
  for (let i = 0; i < one.length; i++) {
    const [a, b] = [one[i]!, other[i]!];
    if (Math.abs(a - b) > 1e-5 * Math.max(1, Math.abs(a)))
      throw new Error(`${what}: weights give ${String(a)}, activations ${String(b)} at ${String(i)}`);
  }
}

function straightThrough(one: ReferenceCase): Outcome {
  const params = read(one);
  const [scale, qmin, qmax] = [params.number('scale'), params.number('qmin'), params.number('qmax')];
  const zeroPoint = params.number('zeroPoint', params.number('z', 0));
  params.finish();
  const [x, g] = [floats(one, 'x'), floats(one, 'g')];
  const of = (ste: Ste): { xhat: Float32Array; dx: Float32Array } => {
    const quantizer = fixedScale({ kind: 'fixed', scale, zeroPoint, qmin, qmax, ste });
    const [xhat, dx] = [quantizer.quantize(x), quantizer.gradient(x, g)];
    const grid = { scale, zeroPoint, qmin, qmax };
    const onBackend = differentiate(([input]) => quantizeOnGrid(input!, grid, ste), [tensor1d(x)], g);
    mustAgree('xhat', xhat, onBackend.value);
    mustAgree(`dx ${ste}`, dx, onBackend.gradients[0]!);
    return { xhat, dx };
  };
  const clipped = of('clipped');
  return {
    xhat: clipped.xhat,
    dx_clipped: clipped.dx,
    dx_passthrough: of('pass-through').dx,
    dx_torch_fakequant: of('torch').dx,
  };
}

function lsq(one: ReferenceCase): Outcome {
  const params = read(one);
  const [low, high, scale] = [params.number('Qn'), params.number('Qp'), params.number('scale')];
  const [v, g] = [floats(one, 'v'), floats(one, 'g')];
  const count = params.number('N', v.length);
  params.finish();
  const range = { low, high };
  const quantizer = createLearnedScale(v, [range], { count: 1, of: () => 0 }, [count]);
  quantizer.learned!.values[0] = scale;
  const [vhat, dv] = [quantizer.quantize(v), quantizer.gradient(v, g)];
  const gradientScale = lsqGradientScale(count, range);
  const onBackend = differentiate(
    ([x, s]) => learnedFakeQuantize(x!, s!, range, gradientScale),
    [tensor1d(v), scalar(scale)],
    g,
  );
  mustAgree('vhat', vhat, onBackend.value);
  mustAgree('dv', dv, onBackend.gradients[0]!);
  mustAgree('ds', quantizer.learned!.gradient, onBackend.gradients[1]!);
  return {
    vhat,
    dv,
    dvhat_ds: Array.from(v, (value) => scaleSlope(value / scale, low, high)),
    grad_scale: gradientScale,
    ds: quantizer.learned!.gradient[0],
    s_init: lsqStart(v, range),
  };
}

function pactCase(one: ReferenceCase): Outcome {
  const params = read(one);
  const [bits, alpha] = [params.number('k'), params.number('alpha')];
  params.finish();
  const x = floats(one, 'x');
  const { value, gradients } = differentiate(
    ([input, end]) => pact(input!, end!, bits),
    [tensor1d(x), scalar(alpha)],
    floats(one, 'g'),
  );
  const y = [...pactClip(tensor1d(x), scalar(alpha)).dataSync()];
  return { y, yq: value, dx: gradients[0], dalpha: gradients[1]![0] };
}

function dorefaW(one: ReferenceCase): Outcome {
  const params = read(one);
  const w = floats(one, 'w');
  const tensor = { data: w, shape: [w.length, 1], layout: 'dense' } as const;
  const quantizer = dorefaWeights({ bits: params.number('k') }, tensor);
  params.finish();
  return { wq: quantizer.quantize(w), dw: quantizer.gradient(w, floats(one, 'g')) };
}

function dorefaA(one: ReferenceCase): Outcome {
  const params = read(one);
  const bits = params.number('k');
  params.finish();
  return { xq: [...dorefaActivations(tensor1d(floats(one, 'x')), bits).dataSync()] };
}

function ema(one: ReferenceCase): Outcome {
  const params = read(one);
  const observer = new RangeObserver(params.number('averaging_constant', 0.01));
  const bits = params.number('bits');
  params.finish();
  const highs = toNumbers(one.input['batch_max']);
  const min_max_trace = toNumbers(one.input['batch_min']).map((low, batch) => {
    observer.observe(low, highs[batch]!);
    return [observer.low, observer.high];
  });
  const { scale, zeroPoint } = observer.grid(bits);
  return { min_max_trace, scale, zeroPoint };
}

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

function sgdTrace(one: ReferenceCase): Outcome {
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

function toyRegression(one: ReferenceCase): Outcome {
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
function batchNormFolding(one: ReferenceCase): Outcome {
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

export const trainingAdapters: Readonly<Record<string, (one: ReferenceCase) => Outcome>> = {
  'qat.ste': straightThrough,
  'qat.lsq': lsq,
  'qat.pact': pactCase,
  'qat.dorefa_w': dorefaW,
  'qat.dorefa_a': dorefaA,
  'qat.ema': ema,
  'qat.bnfold': batchNormFolding,
  'qat.sgd_trace': sgdTrace,
  'outcome.qat_toy': toyRegression,
};
