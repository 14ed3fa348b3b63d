/** One worker with its share of the images: how long its plans take to compile, and the network in integers. */
import { expose } from 'comlink';
import { CodePlan } from '../../src/inference/code-plan';
import { FloatPlan, UNFED } from '../../src/inference/float-plan';
import { integerNetwork } from '../../src/integer/prepare';
import { createEvalResources, evalJobs } from '../../src/jobs/evaluate';
import { finish } from '../../src/jobs/finish';
import { speedSide } from '../../src/jobs/speed-side';
import { loadKernels } from '../../src/kernels/index';
import { sizeOf } from '../../src/model/graph';
import { type Model, parseModel } from '../../src/model/model';
import type { ModelBundle } from '../../src/model/types';
import { centredInput } from '../../src/nn/input-codes';
import type { ImageFile } from '../../app/engine/pool';

/** Images of a pass; the float network takes as many. */
const BATCH = 100;

interface Share {
  readonly bundle: ModelBundle;
  readonly test: ImageFile;
  readonly train: ImageFile;
  readonly from: number;
  readonly to: number;
}

/** What compiling took, in milliseconds: the float plan until it has run on an image, and the plan in integers. */
interface Compiled {
  readonly float: number;
  readonly codes: number;
}

let run: () => number = () => NaN;

/** Milliseconds until the float plan, the first of this worker, has given its first output. */
function compileFloat(model: Model): number {
  const image = new Float32Array(sizeOf(model.nodes[0]!.shape));
  const bias = (node: number) => {
    const { op } = model.nodes[node]!;
    return 'bias' in op ? op.bias : null;
  };
  const weights = { kernels: model.kernels.map(({ data }) => data), bias };
  const start = performance.now();
  const wanted = new Set([model.nodes.length - 1]);
  FloatPlan.of(model)!.run({ count: 1, weights, known: new Map([[0, image]]), from: 1, wanted, feed: UNFED });
  return performance.now() - start;
}

async function prepare({ bundle, test, train, from, to }: Share): Promise<Compiled> {
  const model = parseModel(bundle);
  const float = compileFloat(model);
  const resources = createEvalResources();
  const side = speedSide(8);
  await finish(evalJobs['load-model']({ bundle, plain: true }, resources));
  await finish(evalJobs['load-images']({ ...test, from, to }, resources));
  await finish(evalJobs['load-calibration'](train, resources));
  const taps = await finish(evalJobs.calibrate({ activations: side.activations! }, resources));
  const kernels = loadKernels();
  const start = performance.now();
  const network = integerNetwork(model, side, taps, kernels);
  const plan = CodePlan.of(network.plan)!;
  const codes = performance.now() - start;
  run = () => {
    let sum = 0;
    for (let at = from; at < to; at += BATCH) {
      const range = { from: at, to: at + BATCH };
      const sums = plan.run(centredInput(model, network, resources.images, range, kernels), BATCH);
      sum += sums.reduce((all, one) => all + one, 0);
    }
    return sum;
  };
  return { float, codes };
}

const api = { prepare, run: () => run() };
expose(api);

export type CodesWorker = typeof api;
