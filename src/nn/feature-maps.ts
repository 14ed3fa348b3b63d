import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { FeatureMaps, FeatureReport } from '../jobs/binary-reports';
import type { JobInput } from '../jobs/catalogue';
import type { Kernels } from '../kernels/index';
import { type PackedKernels, type PatchGeometry, outputSize } from '../kernels/packed/index';
import { type GraphNode, type Kernel, type Model, type Op, sizeOf } from '../model/graph';
import { matrixOf } from '../quantizers/matrix';
import { quantizeTensor } from '../quantizers/quantize';
import { ternaryRecipe, binaryRecipe } from '../training/binary-methods';
import type { ImageStore } from './images';
import { NetworkWeights } from './network';
import { compute } from './operations';
import { forward } from './forward';

type Wanted = JobInput<'feature-maps'>;
type LayerOp = Extract<Op, { readonly kind: 'conv2d' | 'depthwise' | 'dense' }>;

/** Maps that are shown of one layer. */
const MOST_FILTERS = 8;
const EPSILON = 1e-5;

export interface FeatureSources {
  readonly model: Model;
  readonly images: ImageStore;
  readonly kernels: Kernels;
  readonly packed: PackedKernels;
}

/** One layer on the input that the float network gives it, before its bias and activation. Throws RangeError without it. */
export function featureMaps(wanted: Wanted, sources: FeatureSources): FeatureReport {
  const { model, kernels } = sources;
  const node = layerNode(model, wanted.layer);
  const { op } = node;
  const kernel = model.kernels[op.kernel];
  if (kernel === undefined) throw new RangeError(`The network has no layer "${wanted.layer}".`);
  const input = inputOf(node, wanted.image, sources);
  const { granularity, factor } = wanted;
  const quantized = (recipe: ReturnType<typeof binaryRecipe>): Float32Array => {
    const weights = { data: kernel.data, shape: kernel.info.shape, layout: kernel.info.layout };
    return quantizeTensor(weights, recipe, { kernels, seed: 0 }).values;
  };
  const sums = (values: Float32Array): Float32Array => floatSums(node, op, input, values, kernel);
  const float = sums(kernel.data);
  const signs = binaryInput(input, wanted.normalize);
  const shape = mapShape(node);
  const xnor = op.kind === 'depthwise' ? null : xnorSums(op, kernel, signs, wanted, sources);
  const outputs: readonly (readonly [FeatureMaps['method'], Float32Array])[] = [
    ['float', float],
    ['bwn', sums(quantized(binaryRecipe(granularity)))],
    ...(xnor === null ? [] : [['xnor', xnor] as const]),
    ['twn', sums(quantized(ternaryRecipe(factor, granularity)))],
  ];
  return {
    layer: wanted.layer,
    image: wanted.image,
    ...shape,
    maps: outputs.map(([method, values]) => mapsOf(method, values, float, node.shape.at(-1) ?? 1)),
    positiveShare: signs.values.reduce((count, x) => count + (x >= 0 ? 1 : 0), 0) / Math.max(signs.values.length, 1),
    window: middleWindow(op, kernel, signs),
  };
}

function layerNode(model: Model, layer: string): GraphNode & { readonly op: LayerOp } {
  const found = model.nodes.find(({ op }) => 'kernel' in op && model.kernels[op.kernel]?.info.name === layer);
  const kind = found?.op.kind;
  if (found === undefined || (kind !== 'conv2d' && kind !== 'depthwise' && kind !== 'dense'))
    throw new RangeError(`Layer "${layer}" is neither a convolution nor dense.`);
  return found as GraphNode & { readonly op: LayerOp };
}

function mapShape({ shape }: GraphNode): { height: number; width: number; filters: number } {
  const [height = 1, width = 1] = shape.length === 3 ? shape : [1, 1];
  return { height, width, filters: Math.min(shape.at(-1) ?? 1, MOST_FILTERS) };
}

interface LayerInput {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What the layer takes in, in the float network. */
function inputOf(node: GraphNode, image: number, { model, images }: FeatureSources): LayerInput {
  const source = node.inputs[0] ?? 0;
  const { mean, std } = model.preprocess;
  const pixels = Float32Array.from(images.item(image).bytes, (pixel) => (pixel / 255 - mean) / std);
  const shape = model.nodes[source]?.shape ?? [];
  if (source === 0) return { shape, values: pixels };
  const weights = new NetworkWeights(
    model,
    model.kernels.map(({ data }) => data),
  );
  let values = new Float32Array(0);
  const tap = (index: number, output: Tensor): Tensor => {
    if (index === source) values = Float32Array.from(output.dataSync());
    return output;
  };
  const known = new Map([[0, tensor(pixels, [1, ...model.card.input.shape])]]);
  forward({ model, weights, known, from: 1, tap }).dispose();
  weights.dispose();
  return { shape, values };
}

/** The sums of products of the layer with other weights: no bias, no activation. [height, width, filters]. */
function floatSums(
  node: GraphNode,
  op: LayerOp,
  input: LayerInput,
  values: Float32Array,
  kernel: Kernel,
): Float32Array {
  const bare = { ...node, op: { ...op, bias: null, activation: { kind: 'linear' } } as Op };
  return tidy(() => {
    const x = tensor(input.values, [1, ...input.shape]);
    const weights = { kernels: [tensor(values, [...kernel.info.shape])], bias: null, norm: null };
    return Float32Array.from(compute(bare, [x], weights).dataSync());
  });
}

/** Each channel with mean 0 and deviation 1 over this image, or as it is. A dense layer has one channel. */
function binaryInput({ shape, values }: LayerInput, normalize: boolean): LayerInput {
  if (!normalize) return { shape, values };
  const channels = shape.length === 3 ? (shape[2] ?? 1) : 1;
  const count = values.length / channels;
  const [means, squares] = [new Float64Array(channels), new Float64Array(channels)];
  values.forEach((x, i) => {
    means[i % channels]! += x / count;
    squares[i % channels]! += (x * x) / count;
  });
  const deviations = squares.map((square, c) => Math.sqrt(Math.max(square - means[c]! ** 2, 0) + EPSILON));
  return { shape, values: values.map((x, i) => (x - means[i % channels]!) / deviations[i % channels]!) };
}

/** sign(X) ⋆ sign(W) on packed bits, times K and α (Rastegari et al. 2016, section 3.2). [height, width, filters]. */
function xnorSums(
  op: LayerOp,
  kernel: Kernel,
  input: LayerInput,
  { border, granularity }: Wanted,
  { kernels, packed }: FeatureSources,
): Float32Array {
  const { rows, columns } = matrixOf({ ...kernel.info, data: kernel.data });
  const filters = kernels.transposeToChannelMajor(kernel.data, rows, columns);
  const geometry = geometryOf(op, kernel, input.shape);
  const patches = packed.packSignPatches(input.values, geometry, border);
  const product = packed.place(patches, packed.packSigns(filters, columns, rows));
  product.run();
  const scales = windowMeans(input.values, geometry);
  const alphas = filterMeans(filters, columns, granularity);
  return Float32Array.from(product.read(), (dot, i) => dot * scales[Math.floor(i / columns)]! * alphas[i % columns]!);
}

/** A dense layer is a convolution whose kernel covers the image. */
function geometryOf(op: LayerOp, { info }: Kernel, shape: readonly number[]): PatchGeometry {
  if (op.kind === 'dense') {
    const none = { rows: [0, 0], columns: [0, 0], strides: [1, 1] } as const;
    return { height: 1, width: 1, channels: sizeOf(shape), kernelHeight: 1, kernelWidth: 1, ...none };
  }
  const [height = 1, width = 1, channels = 1] = shape;
  const [kernelHeight = 1, kernelWidth = 1] = info.shape;
  const { strides, borders } = op;
  return { height, width, channels, kernelHeight, kernelWidth, strides, ...borders };
}

/** K: mean magnitude under each window, outside the image 0. */
function windowMeans(values: Float32Array, geometry: PatchGeometry): Float64Array {
  const { height, width, channels, kernelHeight, kernelWidth, strides, rows, columns } = geometry;
  const output = outputSize(geometry);
  const size = kernelHeight * kernelWidth * channels;
  return Float64Array.from({ length: output.height * output.width }, (_, p) => {
    const top = Math.floor(p / output.width) * strides[0] - rows[0];
    const left = (p % output.width) * strides[1] - columns[0];
    let sum = 0;
    for (let y = Math.max(top, 0); y < Math.min(top + kernelHeight, height); y++)
      for (let x = Math.max(left, 0); x < Math.min(left + kernelWidth, width); x++)
        for (let c = 0; c < channels; c++) sum += Math.abs(values[(y * width + x) * channels + c]!);
    return sum / size;
  });
}

function filterMeans(filters: Float32Array, count: number, granularity: 'tensor' | 'channel'): Float64Array {
  const size = filters.length / count;
  const means = new Float64Array(count);
  filters.forEach((w, i) => (means[Math.floor(i / size)]! += Math.abs(w) / size));
  const all = means.reduce((sum, mean) => sum + mean, 0) / count;
  return granularity === 'channel' ? means : means.fill(all);
}

function mapsOf(
  method: FeatureMaps['method'],
  values: Float32Array,
  float: Float32Array,
  filters: number,
): FeatureMaps {
  const shown = Math.min(filters, MOST_FILTERS);
  const of = (from: Float32Array, filter: number) => from.filter((_, i) => i % filters === filter);
  const maps = Array.from({ length: shown }, (_, filter) => of(values, filter));
  return {
    method,
    values: Float32Array.from(maps.flatMap((map) => [...map])),
    correlations: Float32Array.from(maps, (map, filter) => correlation(map, of(float, filter))),
    correlation: correlation(values, float),
  };
}

/** Pearson's; NaN where one of them does not vary. */
function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, ownA, ownB] = [0, 0, 0];
  a.forEach((x, i) => {
    const [dx, dy] = [x - meanA, b[i]! - meanB];
    both += dx * dy;
    ownA += dx * dx;
    ownB += dy * dy;
  });
  return ownA === 0 || ownB === 0 ? NaN : both / Math.sqrt(ownA * ownB);
}

/** The values under the kernel at the middle of the image, 0 outside it. */
function middleWindow(op: LayerOp, kernel: Kernel, { shape, values }: LayerInput): Float32Array {
  if (op.kind === 'dense') return values.slice();
  const geometry = geometryOf(op, kernel, shape);
  const { height, width, channels, kernelHeight, kernelWidth } = geometry;
  const [top, left] = [Math.floor((height - kernelHeight) / 2), Math.floor((width - kernelWidth) / 2)];
  return Float32Array.from({ length: kernelHeight * kernelWidth * channels }, (_, i) => {
    const tap = Math.floor(i / channels);
    const [y, x] = [top + Math.floor(tap / kernelWidth), left + (tap % kernelWidth)];
    return y < 0 || x < 0 || y >= height || x >= width ? 0 : (values[(y * width + x) * channels + (i % channels)] ?? 0);
  });
}
