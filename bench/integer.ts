/** Networks in float32 and in integers in Node on one thread, all in one run; `peer_networks.py` does the same work. */
import { tensor } from '@tensorflow/tfjs-core';
import type { Side } from '../src/experiment/spec';
import { CodePlan } from '../src/inference/code-plan';
import { FloatPlan, UNFED } from '../src/inference/float-plan';
import { centredCodes } from '../src/inference/integer-runs';
import { integerNetwork } from '../src/integer/prepare';
import { evalJobs } from '../src/jobs/evaluate';
import type { EvalResources } from '../src/jobs/evaluate';
import { speedSide } from '../src/jobs/speed-side';
import { loadKernels } from '../src/kernels/index';
import { type Model, sizeOf } from '../src/model/graph';
import { parseModel } from '../src/model/model';
import { forward } from '../src/nn/forward';
import { NetworkWeights } from '../src/nn/network';
import { quantile } from './measure';
import { finish } from '../src/jobs/finish';
import { bytesOf } from './files';
import { bundleOf, worker } from './networks';
import { runNetworkPeer } from './peer';
import type { Group, Row } from './rows';

const IMAGES = 1000;
const BATCH = 100;
const ROUNDS = 15;
/** Images on which integers are compared with their simulation. */
const COMPARED = 2000;

interface Contender {
  readonly id: string;
  readonly what: string;
  /** Of the time that tfjs takes. */
  readonly share: number | null;
  readonly peer: string;
  /** 1,000 images. */
  readonly run: () => unknown;
}

async function calibrated(side: Side, resources: EvalResources) {
  const packed = bytesOf('data/fashion-mnist/train-0-10000.bin');
  await finish(evalJobs['load-calibration']({ packed, count: 10_000 }, resources));
  return finish(evalJobs.calibrate({ activations: side.activations! }, resources));
}

function floats(model: Model): readonly Contender[] {
  const size = sizeOf(model.nodes[0]!.shape);
  const kernels = model.kernels.map(({ data }) => data);
  const weights = new NetworkWeights(model, kernels);
  const input = Float32Array.from({ length: BATCH * size }, (_, at) => ((at * 7919) % 256) / 128 - 1);
  const last = model.nodes.length - 1;
  const plan = FloatPlan.of(model)!;
  const bias = (node: number) => {
    const { op } = model.nodes[node]!;
    return 'bias' in op ? op.bias : null;
  };
  const run = { count: BATCH, weights: { kernels, bias }, known: new Map([[0, input]]), from: 1, feed: UNFED };
  const wanted = new Set([last]);
  const onTfjs = (): void => {
    const known = new Map([[0, tensor(input, [BATCH, ...model.nodes[0]!.shape])]]);
    const output = forward({ model, weights, known, from: 1 });
    output.dataSync();
    output.dispose();
  };
  const peer = 'float/1';
  return [
    { id: 'tfjs', what: 'float32, tfjs', share: null, peer, run: () => batches(onTfjs) },
    { id: 'own', what: 'float32, own plan', share: 0.8, peer, run: () => batches(() => plan.run({ ...run, wanted })) },
  ];
}

function batches(work: () => unknown): void {
  for (let done = 0; done < IMAGES; done += BATCH) work();
}

async function integers(model: Model, resources: EvalResources): Promise<readonly Contender[]> {
  const kernels = loadKernels();
  const taps = await calibrated(speedSide(8), resources);
  return [8, 4].map((bits) => {
    const { plan } = integerNetwork(model, speedSide(bits), taps, kernels);
    const own = CodePlan.of(plan)!;
    const size = sizeOf(model.nodes[0]!.shape);
    const { qmin, qmax, zeroPoint } = plan.input;
    const image = Int32Array.from({ length: BATCH * size }, (_, at) => qmin + ((at * 7919) % (qmax - qmin + 1)));
    const codes = centredCodes([image], zeroPoint);
    const bytes = own.steps.reduce((sum, step) => sum + step.bytes, 0);
    return {
      id: `int${String(bits)}`,
      what: `int8 activations, int${String(bits)} weights (${String(Math.round(bytes / 1000))} kB read)`,
      share: 0.5,
      peer: 'int8/1',
      run: () => batches(() => own.run(codes, BATCH)),
    };
  });
}

/** Milliseconds of each contender, which take turns, so that what else the machine does falls on all alike. */
function race(contenders: readonly Contender[]): readonly (readonly number[])[] {
  const times = contenders.map((): number[] => []);
  for (const { run } of contenders) run();
  for (let round = 0; round < ROUNDS; round++)
    contenders.forEach(({ run }, at) => {
      const start = performance.now();
      run();
      times[at]!.push(performance.now() - start);
    });
  return times;
}

async function agreement(resources: EvalResources): Promise<string> {
  const side = speedSide(8);
  const taps = await finish(evalJobs.calibrate({ activations: side.activations! }, resources));
  const found = await finish(evalJobs['integer-agreement']({ side, taps, from: 0, to: COMPARED }, resources));
  if (!found.possible) return found.reason;
  const { samePredictions, images, differing, codes, largest } = found.result;
  return `${samePredictions} of ${images} predictions are those of the simulation; ${differing} of ${codes} codes differ, by ${largest} at most`;
}

/** One group a network, 1,000 images in batches of 100. The budget is a share of what tfjs takes in the same run. */
export async function integerGroups(): Promise<Group[]> {
  const { about, times: peers } = runNetworkPeer();
  console.log(`${about}\n`);
  const groups: Group[] = [];
  for (const id of ['lenet', 'dscnn', 'resnet8']) {
    const { resources } = await worker(id);
    const model = parseModel(bundleOf(id));
    const contenders = [...floats(model), ...(await integers(model, resources))];
    const times = race(contenders);
    const tfjs = quantile(times[0]!, 0.5);
    const rows = contenders.map(({ id: own, what, share, peer }, at): Row => {
      const samples = times[at]!;
      const value = quantile(samples, 0.5);
      const [low, high, both] = [
        quantile(samples, 0.1),
        quantile(samples, 0.9),
        peers[`${id}/${peer.replace('1', '2')}`],
      ];
      const note = `${(tfjs / value).toFixed(2)}x tfjs; 80 % of runs ${low.toFixed(0)} to ${high.toFixed(0)} ms`;
      return {
        id: `integer/${id}/${own}`,
        what,
        value,
        unit: 'ms',
        budget: share === null ? null : share * tfjs,
        peer: peers[`${id}/${peer}`] ?? null,
        note: both === undefined ? note : `${note}; peer on two threads ${both.toFixed(0)} ms`,
      };
    });
    groups.push({ title: `${id} in Node, one thread, 1,000 images. ${await agreement(resources)}`, rows });
  }
  return groups;
}
