import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultExperiment } from '../experiment/defaults';
import type { Recipe, Side } from '../experiment/spec';
import { choose } from '../experiment/techniques';
import { loadKernels } from '../kernels/index';
import { parseModelCard } from '../model/card';
import { type Model, parseModel } from '../model/model';
import type { ModelBundle } from '../model/types';
import type { WeightSet } from '../model/weight-set';
import { quantizeTensor } from '../quantizers/quantize';
import type { JobGenerator } from './catalogue';
import { type EvalResources, createEvalResources, evalJobs } from './evaluate';

const read = (path: string): Buffer => readFileSync(new URL(`../../public/${path}`, import.meta.url));
const bundle: ModelBundle = {
  card: parseModelCard(JSON.parse(read('models/lenet/card.json').toString())),
  topology: JSON.parse(read('models/lenet/model.json').toString()),
  weights: Uint8Array.from(read('models/lenet/weights.bin')).buffer,
};
const IMAGES = 200;

async function finish<P, R>(job: JobGenerator<P, R> | Promise<R>): Promise<R> {
  if (job instanceof Promise) return job;
  for (;;) {
    const step = job.next();
    if (step.done === true) return step.value;
  }
}

let resources: EvalResources;
let model: Model;
const evaluate = (side: Side | null, weights?: WeightSet) => {
  const input = { side, from: 0, to: IMAGES, ...(weights !== undefined && { weights }) };
  return finish(evalJobs.evaluate(input, resources));
};

beforeAll(async () => {
  resources = createEvalResources();
  model = parseModel(bundle);
  await finish(evalJobs['load-model']({ bundle, plain: false }, resources));
  const packed = Uint8Array.from(read('data/fashion-mnist/test-0-2000.bin')).buffer;
  await finish(evalJobs['load-images']({ packed, count: 2000, offset: 0, from: 0, to: IMAGES }, resources));
});

const { a } = defaultExperiment();
const threeBits: Recipe = { ...a.recipe, quantizer: choose('quantizer', 'uniform', { bits: 3 }) };
const under = (recipe: Recipe): Side => ({ ...a, recipe, overrides: {} });

function quantized(recipe: Recipe, id: string): WeightSet {
  const context = { kernels: loadKernels({ plain: false }), seed: a.seed };
  const kernels = model.kernels.map(({ info, data }) => {
    return quantizeTensor({ data, shape: info.shape, layout: info.layout }, recipe, context).values;
  });
  return { id, kernels, vectors: {} };
}

describe('weights in place of those of the recipes', () => {
  it('give what the recipe that made them gives', async () => {
    const want = await evaluate(under(threeBits));
    expect(await evaluate(null, quantized(threeBits, 'three'))).toEqual(want);
    expect(want.logitsSquaredError).toBeGreaterThan(0);
  });

  it('leave the recipe to the kernels that are not in the set', async () => {
    const set = quantized(threeBits, 'first only');
    const [first, ...others] = set.kernels;
    const partly = { ...set, kernels: [first ?? null, ...others.map(() => null)] };
    const eight = { ...threeBits, quantizer: choose('quantizer', 'uniform', { bits: 8 }) };
    const { name } = model.kernels[0]!.info;
    const want = await evaluate({ ...under(eight), overrides: { [name]: threeBits } });
    expect(await evaluate(under(eight), partly)).toEqual(want);
  });

  it('may bring other biases, which later measurements do not keep', async () => {
    const before = await evaluate(under(threeBits));
    const node = model.nodes.find(({ op }) => 'bias' in op && op.bias !== null)!;
    const bias = 'bias' in node.op ? node.op.bias! : new Float32Array(0);
    const vectors = { [`${node.name}/bias`]: bias.map(() => 3) };
    const moved = await evaluate(under(threeBits), { id: 'moved', kernels: model.kernels.map(() => null), vectors });
    expect(moved.logitsSquaredError).toBeGreaterThan((before.logitsSquaredError ?? 0) * 2);
    expect(await evaluate(under(threeBits))).toEqual(before);
  });

  it.each<[string, Partial<WeightSet>]>([
    ['another number of kernels', { kernels: [] }],
    ['a kernel of another size', { kernels: [new Float32Array(3), null, null, null] }],
    ['a vector that is not there', { vectors: { 'nowhere/bias': new Float32Array(3) } }],
  ])('are refused with %s', async (_, change) => {
    const set = { id: 'wrong', kernels: model.kernels.map(() => null), vectors: {}, ...change };
    await expect(async () => evaluate(under(threeBits), set)).rejects.toThrow(RangeError);
  });
});
