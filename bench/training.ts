/** Steps of quantization-aware training in Node, by the trainer that the page runs, beside the same steps in PyTorch. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { choose } from '../src/experiment/techniques';
import type { Recipe } from '../src/experiment/spec';
import type { GraphNode, Model, Op } from '../src/model/graph';
import { parseModel } from '../src/model/model';
import { initBackend } from '../src/nn/backend';
import { registerTrainingKernels } from '../src/nn/gradients/register';
import { unpackImages } from '../src/nn/images';
import { createTrainer } from '../src/nn/training/trainer';
import { type Examples, imageExamples } from '../src/training/examples';
import type { QuantizationSettings } from '../src/training/settings';
import { resultOf } from '../src/numerics/steps';
import { bytesOf } from './files';
import { bundleOf } from './networks';
import { findPython } from './peer';
import type { Group, Row } from './rows';

const BATCH = 64;
/** Steps of an epoch of 10,000 images. */
const EPOCH = Math.floor(10_000 / BATCH);
/** The first ones only make the buffers. */
const WARM_UP = 5;
/** The rest of the epoch, with what compiling takes meanwhile on threads of its own. */
const STEPS = EPOCH - WARM_UP;

interface Net {
  readonly id: string;
  /** Model that is trained. */
  readonly model: string;
  readonly title: string;
  readonly batchNorm: QuantizationSettings['batchNorm'];
  /** CPU time of a step in milliseconds. */
  readonly budget: number | null;
}

const NETS: readonly Net[] = [
  { id: 'lenet', model: 'lenet', title: 'LeNet', batchNorm: 'keep', budget: 30 },
  { id: 'dscnn', model: 'dscnn', title: 'DS-CNN', batchNorm: 'keep', budget: 40 },
  { id: 'dscnn-bn', model: 'dscnn-bn', title: 'DS-CNN, normalization kept', batchNorm: 'keep', budget: null },
  { id: 'dscnn-bn-fold', model: 'dscnn-bn', title: 'DS-CNN, normalization folded', batchNorm: 'fold', budget: null },
];

interface StepTimes {
  /** Means in milliseconds: time of all threads, and time that passed. */
  readonly cpu: number;
  readonly wall: number;
}

function examplesFor(model: Model): Examples {
  const packed = bytesOf('data/fashion-mnist/train-0-10000.bin');
  const { pixels, labels } = resultOf(unpackImages({ packed, count: 10_000, offset: 0 }));
  return imageExamples({ pixels, labels, shape: model.nodes[0]?.shape ?? [], preprocess: model.preprocess });
}

/** Weights of 4 bits with a scale for each output channel, activations of 8 bits over a moving range. */
function quantizationOf(model: Model, batchNorm: Net['batchNorm']): QuantizationSettings {
  const recipe: Recipe = {
    quantizer: choose('quantizer', 'uniform', { bits: 4 }),
    granularity: choose('granularity', 'channel'),
    clipper: choose('clipper', 'minmax'),
    rounder: choose('rounder', 'nearest-even'),
  };
  const scheme = { kind: 'recipe', recipe, scale: 'max-abs', ste: 'clipped', seed: 0 } as const;
  return {
    weights: Object.fromEntries(model.kernels.map(({ info }) => [info.name, scheme])),
    activations: { kind: 'ema', bits: 8, averaging: 0.01, ste: 'clipped' },
    batchNorm,
  };
}

function timeSteps(model: Model, batchNorm: Net['batchNorm']): StepTimes {
  const trainer = createTrainer({
    model,
    examples: examplesFor(model),
    settings: { batchSize: BATCH },
    quantization: quantizationOf(model, batchNorm),
  });
  const steps = trainer.run(WARM_UP + STEPS);
  for (let step = 0; step < WARM_UP; step++) steps.next();
  const [cpu, wall]: [number[], number[]] = [[], []];
  for (let step = 0; step < STEPS; step++) {
    const [used, start] = [process.cpuUsage(), performance.now()];
    steps.next();
    wall.push(performance.now() - start);
    const { user, system } = process.cpuUsage(used);
    cpu.push((user + system) / 1000);
  }
  // The clock of CPU time may be as coarse as a step: its mean is exact where a median is not.
  const mean = (times: readonly number[]): number => times.reduce((sum, ms) => sum + ms, 0) / STEPS;
  return { cpu: mean(cpu), wall: mean(wall) };
}

/** What PyTorch has to build: one entry for each operation of a network that is a chain. */
function layerOf({ op, shape }: GraphNode, model: Model): Record<string, unknown> {
  const kernel = (index: number) => model.kernels[index]?.info.shape ?? [];
  const relu = (activated: Extract<Op, { activation: unknown }>) => activated.activation.kind === 'relu';
  switch (op.kind) {
    case 'conv2d':
    case 'depthwise':
      return {
        kind: op.kind,
        kernel: kernel(op.kernel),
        stride: op.strides[0],
        pad: [...op.borders.columns, ...op.borders.rows],
        bias: op.bias !== null,
        relu: relu(op),
      };
    case 'dense':
      return { kind: 'dense', kernel: kernel(op.kernel), bias: op.bias !== null, relu: relu(op) };
    case 'pool':
      return { kind: 'max-pool', size: op.size[0] };
    case 'global-pool':
      return { kind: 'global-pool' };
    case 'batch-norm':
      return { kind: 'batch-norm', channels: shape.at(-1) };
    case 'activation':
      return { kind: 'relu' };
    default:
      return { kind: shape.length === 1 ? 'flatten' : 'identity' };
  }
}

/** Milliseconds of a step in PyTorch by network and number of threads; nothing where there is no PyTorch. */
function peerTimes(models: ReadonlyMap<string, Model>): Readonly<Record<string, number>> {
  const python = findPython();
  if (python === undefined) return {};
  const nets = [...models].map(([id, model]) => [id, model.nodes.slice(1).map((node) => layerOf(node, model))]);
  const script = fileURLToPath(new URL('peer_training.py', import.meta.url));
  const child = spawnSync(python, [script], { encoding: 'utf8', input: JSON.stringify(Object.fromEntries(nets)) });
  if (child.status !== 0) throw new Error(`PyTorch could not train: ${child.stderr}`);
  return JSON.parse(child.stdout) as Record<string, number>;
}

/** One group: CPU time of a step and time of an epoch for each network, beside PyTorch on one thread and on two. */
export async function trainingGroup(): Promise<Group> {
  await initBackend({ plain: false });
  registerTrainingKernels({ plain: false });
  const models = new Map(NETS.map(({ model }) => [model, parseModel(bundleOf(model))]));
  const peer = peerTimes(models);
  const rows: Row[] = [];
  const cpu = new Map<string, number>();
  for (const { id, model, title, batchNorm, budget } of NETS) {
    const times = timeSteps(models.get(model)!, batchNorm);
    cpu.set(id, times.cpu);
    const beside = (threads: number): number | null =>
      batchNorm === 'keep' ? (peer[`${model}/${String(threads)}`] ?? null) : null;
    const row = (what: string, value: number, limit: number | null, other: number | null, note = ''): Row => ({
      id: `training/${id}/${what}`,
      what: `${title}, ${what}`,
      value,
      unit: 'ms',
      budget: limit,
      peer: other,
      note,
    });
    rows.push(
      row('step, CPU time', times.cpu, budget, beside(1), 'peer: 1 thread'),
      row('step, time', times.wall, null, beside(2), 'peer: 2 threads'),
      { ...row('epoch of 10,000 images', (times.wall * EPOCH) / 1000, 8, null), unit: 's' },
    );
  }
  const share = 100 * ((cpu.get('dscnn-bn') ?? NaN) / (cpu.get('dscnn') ?? NaN) - 1);
  const what = `what batch normalization adds to a step: ${share.toFixed(0)} % (at most 50 %)`;
  rows.push({
    id: 'training/batch-norm',
    what,
    value: (cpu.get('dscnn-bn') ?? NaN) - (cpu.get('dscnn') ?? NaN),
    unit: 'ms',
    budget: 0.5 * (cpu.get('dscnn') ?? NaN),
    peer: null,
  });
  const title = `Quantization-aware training in Node, batch ${String(BATCH)}, 4-bit weights per channel, 8-bit activations`;
  return { title, rows };
}
