import type { JobGenerator, JobTable, QuantJobs } from './catalogue';
import { type MadeWeights, recipeFor, type Recipe, type Side } from '../experiment/spec';
import { keyOf } from '../experiment/key';
import { loadKernels, type Kernels } from '../kernels/index';
import { tensorOf } from '../model/graph';
import { biasBytes, kernelsOf, layersOf, parseModel, type Model } from '../model/model';
import { namedIn } from '../model/named-weights';
import type { LayerInfo } from '../model/types';
import { lloydStep } from '../quantizers/kmeans-lloyd';
import { measure } from '../quantizers/metrics';
import { biasScalesOf, quantizeTensor, type QuantizedTensor } from '../quantizers/quantize';
import type { WeightTensor } from '../quantizers/types';
import { binaryLayerJobs } from './binary-layer';
import { clipJobs } from './clip-arena';
import { exportJobs } from './export';
import { ladderJobs } from './ladder';
import { layerFactsJobs } from './layer-facts';
import { buildLayerReport } from './layer-report';
import { ModelsByWeights } from './weight-sets';
import type {
  LayerReport,
  LayerSummary,
  LayerWeights,
  LloydTrace,
  NetworkReport,
  QuantizedNetwork,
  TensorMetrics,
} from './reports';

interface Analysis {
  readonly quantized: QuantizedTensor;
  readonly metrics: TensorMetrics;
}

/** What a quant worker keeps between jobs. */
export interface QuantResources {
  kernels: Kernels | null;
  model: Model | null;
  layers: ReadonlyMap<string, LayerInfo>;
  tensors: ReadonlyMap<string, WeightTensor>;
  /** Summaries by layer and recipe: a slider moves one of them, the strip shows all. */
  readonly summaries: Map<string, LayerSummary>;
  readonly sets: ModelsByWeights;
}

/** Summaries kept; a drag over a slider makes a few hundred. */
const MAX_SUMMARIES = 2000;

export function createQuantResources(): QuantResources {
  return {
    kernels: null,
    model: null,
    layers: new Map(),
    tensors: new Map(),
    summaries: new Map(),
    sets: new ModelsByWeights(),
  };
}

export const quantJobs: JobTable<QuantJobs, QuantResources> = {
  'load-weights': loadWeights,
  'load-weight-set': loadWeightSet,
  'analyze-layer': analyzeLayer,
  'analyze-network': analyzeNetwork,
  'quantize-network': quantizeNetwork,
  'weight-errors': weightErrors,
  lloyd: traceLloyd,
  ...binaryLayerJobs,
  ...clipJobs,
  ...exportJobs,
  ...ladderJobs,
  ...layerFactsJobs,
};

async function loadWeights(
  { bundle, plain }: QuantJobs['load-weights']['input'],
  resources: QuantResources,
): Promise<QuantJobs['load-weights']['result']> {
  const model = parseModel(bundle);
  const layers = layersOf(model);
  resources.kernels = loadKernels({ plain });
  resources.model = model;
  resources.layers = new Map(layers.map((layer) => [layer.name, layer]));
  resources.tensors = kernelsOf(model);
  resources.summaries.clear();
  resources.sets.clear();
  return Promise.resolve({ layers, kernels: resources.kernels.kind });
}

async function loadWeightSet(
  { key, set }: QuantJobs['load-weight-set']['input'],
  { model, sets }: QuantResources,
): Promise<{ sets: number }> {
  if (model === null) throw new RangeError('No model is loaded in this worker.');
  sets.add(model, key, set);
  return Promise.resolve({ sets: sets.models.size });
}

async function analyzeLayer(
  { layer, recipe, seed, weights }: QuantJobs['analyze-layer']['input'],
  resources: QuantResources,
): Promise<LayerReport> {
  const { info, tensor, kernels } = lookUp(resources, layer, weights);
  const { quantized, metrics } = analyze(tensor, recipe, seed, kernels);
  remember(resources, summaryKey(layer, recipe, seed, weights), { layer, metrics });
  return Promise.resolve(buildLayerReport({ layer: info, tensor, quantized, metrics, kernels }));
}

function* analyzeNetwork(
  { side }: { side: Side },
  resources: QuantResources,
): JobGenerator<{ done: number; total: number }, NetworkReport> {
  const layers: LayerSummary[] = [];
  const total = resources.layers.size;
  for (const layer of resources.layers.keys()) {
    layers.push(summarize(resources, layer, side));
    yield { done: layers.length, total };
  }
  return sumUp(layers, resources);
}

function* quantizeNetwork(
  { side }: { side: Side },
  resources: QuantResources,
): JobGenerator<{ done: number; total: number }, QuantizedNetwork> {
  const layers: LayerSummary[] = [];
  const all: LayerWeights[] = [];
  const total = resources.layers.size;
  for (const layer of resources.layers.keys()) {
    const recipe = recipeFor(side, layer);
    const { tensor, kernels } = lookUp(resources, layer, side.weights);
    const { quantized, metrics } = analyze(tensor, recipe, side.seed, kernels);
    layers.push({ layer, metrics });
    remember(resources, summaryKey(layer, recipe, side.seed, side.weights), { layer, metrics });
    const weights = { layer, values: quantized.values, biasScales: biasScalesOf(recipe, quantized) };
    if (recipe.quantizer.id !== 'float') all.push(weights);
    yield { done: layers.length, total };
  }
  return { report: sumUp(layers, resources), weights: all };
}

function* weightErrors(
  { side }: { side: Side | null },
  resources: QuantResources,
): JobGenerator<{ done: number; total: number }, Float32Array> {
  const layers = [...resources.layers.keys()];
  const errors = new Float32Array(2 * layers.length);
  for (const [at, layer] of layers.entries()) {
    const { tensor } = lookUp(resources, layer);
    const { mse, n } = side === null ? { mse: 0, n: 0 } : summarize(resources, layer, side).metrics;
    errors.set([mse * n, tensor.data.reduce((sum, weight) => sum + weight * weight, 0)], 2 * at);
    yield { done: at + 1, total: layers.length };
  }
  return errors;
}

function summarize(resources: QuantResources, layer: string, side: Side): LayerSummary {
  const { seed, weights } = side;
  const recipe = recipeFor(side, layer);
  const key = summaryKey(layer, recipe, seed, weights);
  const known = resources.summaries.get(key);
  if (known !== undefined) return known;
  const { tensor, kernels } = lookUp(resources, layer, weights);
  const summary = { layer, metrics: analyze(tensor, recipe, seed, kernels).metrics };
  remember(resources, key, summary);
  return summary;
}

function sumUp(layers: readonly LayerSummary[], { model }: QuantResources): NetworkReport {
  const weights = layers.reduce((sum, { metrics }) => sum + metrics.n, 0);
  const stored = layers.reduce((sum, { metrics }) => sum + metrics.bitsPerWeight * metrics.n, 0);
  const biases = model === null ? 0 : biasBytes(model);
  return {
    layers,
    weights,
    bitsPerWeight: weights > 0 ? stored / weights : 0,
    bytes: stored / 8 + biases,
    floatBytes: weights * 4 + biases,
  };
}

function analyze(tensor: WeightTensor, recipe: Recipe, seed: number, kernels: Kernels): Analysis {
  const quantized = quantizeTensor(tensor, recipe, { kernels, seed });
  return { quantized, metrics: measure(tensor, quantized, kernels) };
}

/** Lloyd's iteration on all weights of a layer, stopped early once no centroid moves. */
async function traceLloyd(
  { layer, centroids, steps }: QuantJobs['lloyd']['input'],
  resources: QuantResources,
): Promise<LloydTrace> {
  const { tensor, kernels } = lookUp(resources, layer);
  const trace: Float64Array[] = [Float64Array.from(centroids).sort()];
  for (let step = 0; step < steps; step++) {
    const [now, next] = [trace[step], lloydStep(tensor.data, trace[step] ?? new Float64Array(0), kernels)];
    if (next.every((c, i) => c === now?.[i])) break;
    trace.push(next);
  }
  const mse = trace.map((c) => meanSquaredDistance(tensor.data, c, kernels));
  return Promise.resolve({ layer, centroids: trace.map((c) => Float32Array.from(c)), mse });
}

function meanSquaredDistance(data: Float32Array, centroids: Float64Array, kernels: Kernels): number {
  const codes = kernels.assignNearest(data, centroids);
  const nearest = Float32Array.from(codes, (code) => centroids[code] ?? 0);
  return kernels.errorSums(data, nearest).error / Math.max(data.length, 1);
}

function lookUp(
  resources: QuantResources,
  layer: string,
  weights?: MadeWeights,
): { info: LayerInfo; tensor: WeightTensor; kernels: Kernels } {
  const info = resources.layers.get(layer);
  const tensor = weights === undefined ? resources.tensors.get(layer) : madeTensor(resources, layer, weights);
  if (resources.kernels === null || info === undefined || tensor === undefined) {
    throw new RangeError(`The model has no layer "${layer}" that can be quantized.`);
  }
  return { info, tensor, kernels: resources.kernels };
}

function madeTensor({ sets }: QuantResources, layer: string, weights: MadeWeights): WeightTensor | undefined {
  const kernel = namedIn(sets.models, weights).kernels.find(({ info }) => info.name === layer);
  return kernel === undefined ? undefined : tensorOf(kernel);
}

const summaryKey = (layer: string, recipe: Recipe, seed: number, weights?: MadeWeights): string =>
  keyOf([layer, recipe, seed, weights ?? null]);

function remember({ summaries }: QuantResources, key: string, summary: LayerSummary): void {
  if (summaries.size >= MAX_SUMMARIES) summaries.clear();
  summaries.set(key, summary);
}
