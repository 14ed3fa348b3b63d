import type { WeightTensor } from '../quantizers/types';
import { type CardEssentials, parseCard, parsePreprocess } from './card';
import { ModelError } from './errors';
import { type GraphNode, type Kernel, type Model, tensorOf } from './graph';
import type { LayerContext, ResolvedLayer } from './layer-context';
import { WeightStore } from './manifest';
import * as plain from './plain-layers';
import * as sequence from './sequence-layers';
import { type LayerEntry, layerEntries } from './topology';
import type { LayerInfo } from './types';
import * as weighted from './weighted-layers';
import { isWeightsOnly, readWeightsOnly } from './weights-only';

export type { Model } from './graph';

type Reader = (layer: LayerContext) => ResolvedLayer;

interface LayerClass {
  readonly read: Reader;
  /** Two or more inputs instead of exactly one. */
  readonly merges?: true;
}

/** Every layer class that the engine computes: of Keras 2, but for two of `sequence-layers.ts`. */
const LAYER_CLASSES: Readonly<Record<string, LayerClass>> = {
  Conv2D: { read: weighted.conv2d },
  DepthwiseConv2D: { read: weighted.depthwiseConv2d },
  SeparableConv2D: { read: weighted.separableConv2d },
  Dense: { read: weighted.dense },
  MaxPooling2D: { read: plain.pooling('max') },
  AveragePooling2D: { read: plain.pooling('average') },
  GlobalMaxPooling2D: { read: plain.globalPooling('max') },
  GlobalAveragePooling2D: { read: plain.globalPooling('average') },
  Flatten: { read: plain.flatten },
  Reshape: { read: plain.reshape },
  ZeroPadding2D: { read: plain.zeroPadding },
  UpSampling2D: { read: plain.upSampling },
  Add: { read: plain.add, merges: true },
  Concatenate: { read: plain.concatenate, merges: true },
  BatchNormalization: { read: plain.batchNormalization },
  LayerNormalization: { read: sequence.layerNormalization },
  Embedding: { read: sequence.embedding },
  PositionEmbedding: { read: sequence.positionEmbedding },
  CausalSelfAttention: { read: sequence.causalSelfAttention },
  Activation: { read: plain.activation },
  ReLU: { read: plain.relu },
  ReLU6: { read: plain.relu6 },
  LeakyReLU: { read: plain.leakyRelu },
  Softmax: { read: plain.softmax },
  Dropout: { read: plain.identity },
  SpatialDropout2D: { read: plain.identity },
};

/** A model as fetched; a card may say no more than the essentials. */
interface LoadableBundle {
  readonly card: CardEssentials;
  /** Parsed model.json: a tfjs layers-model, Sequential or functional, in the form of Keras 2; or a list of loose tensors. */
  readonly topology: unknown;
  /** weights.bin; several files are joined in the order of `weightFiles`. */
  readonly weights: ArrayBuffer;
}

/**
 * Checks a model and resolves it into our own layer graph. Throws ModelError, whose code says what is wrong: the file
 * (`truncated`, `oversized`, `tampered`, `bad-json`, `bad-card`, weights that do not fit) or something the engine does not
 * compute (`unsupported-…`), with the layer and its class by name.
 */
export function parseModel(bundle: LoadableBundle): Model {
  const card = parseCard(bundle.card);
  const preprocess = parsePreprocess(card.input.preprocess);
  if (isWeightsOnly(bundle.topology)) return { ...readWeightsOnly(card, bundle.topology, bundle.weights), preprocess };
  const entries = layerEntries(bundle.topology);
  for (const entry of entries) classOf(entry);
  const weights = new WeightStore(bundle.topology, bundle.weights, card.sha256);
  const graph = new GraphBuilder(weights);
  graph.start(entries[0], card);
  for (const entry of entries) if (entry.kind !== 'InputLayer') graph.append(entry);
  weights.checkAllTaken();
  return { card, preprocess, nodes: graph.nodes, kernels: graph.kernels, biasBytes: graph.biasBytes };
}

/** The kernels that can be quantized, in flow order. */
export function layersOf(model: Model): readonly LayerInfo[] {
  return model.kernels.map((kernel) => kernel.info);
}

/** The float kernels by layer name, in flow order. */
export function kernelsOf(model: Model): ReadonlyMap<string, WeightTensor> {
  return new Map(model.kernels.map((kernel) => [kernel.info.name, tensorOf(kernel)]));
}

/** Bytes of everything that stays float32: biases and the parameters of normalizations. */
export function biasBytes(model: Model): number {
  return model.biasBytes;
}

class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly kernels: Kernel[] = [];
  biasBytes = 0;
  private readonly indices = new Map<string, number>();

  constructor(private readonly weights: WeightStore) {}

  /** Adds the input. Unknown sizes of the file are those of the card; known ones must agree. */
  start(first: LayerEntry | undefined, card: CardEssentials): void {
    const { shape } = card.input;
    const config = first?.config;
    const key = config?.has('batch_shape') === true ? 'batch_shape' : 'batch_input_shape';
    const declared = config?.has(key) === true ? config.list(key).slice(1) : shape;
    if (declared.length !== shape.length || declared.some((dim, axis) => dim !== null && dim !== shape[axis])) {
      const found = declared.map((dim) => JSON.stringify(dim)).join(', ');
      throw new ModelError(
        'bad-shape',
        `The model takes an input [${found}], but its card says [${shape.join(', ')}].`,
      );
    }
    const name = first?.kind === 'InputLayer' ? first.name : 'input';
    this.nodes.push({ name, op: { kind: 'input' }, inputs: [], shape });
    this.indices.set(name, 0);
  }

  append(entry: LayerEntry): void {
    const inputs = entry.inputs.map((name) => this.indices.get(name) ?? 0);
    // Only the first layer of a Sequential model without InputLayer has none of its own.
    const sources = inputs.length === 0 ? [0] : inputs;
    const { read, merges } = classOf(entry);
    if (merges === true ? sources.length < 2 : sources.length !== 1) {
      throw new ModelError('unsupported-topology', `${entry.config.owner} takes ${String(sources.length)} inputs.`);
    }
    const shapes = sources.map((index) => this.nodes[index]?.shape ?? []);
    const { op, shape } = read(this.contextOf(entry, shapes));
    this.indices.set(entry.name, this.nodes.length);
    this.nodes.push({ name: entry.name, op, inputs: sources, shape });
  }

  private contextOf(entry: LayerEntry, inputs: LayerContext['inputs']): LayerContext {
    const { name, kind, config } = entry;
    return {
      name,
      kind,
      config,
      inputs,
      weights: this.weights,
      channelsLast: () => {
        if (config.text('data_format', 'channels_last') !== 'channels_last') config.unsupported('data_format');
      },
      addKernel: (kernel) => this.kernels.push(kernel) - 1,
      takeFloats: (weight, shape) => {
        const data = this.weights.take(name, weight, shape);
        this.biasBytes += data.byteLength;
        return data;
      },
    };
  }
}

const INPUT_LAYER: LayerClass = { read: plain.identity };

function classOf(entry: LayerEntry): LayerClass {
  if (entry.kind === 'InputLayer') return INPUT_LAYER;
  const known = Object.hasOwn(LAYER_CLASSES, entry.kind) ? LAYER_CLASSES[entry.kind] : undefined;
  if (known === undefined)
    throw new ModelError('unsupported-layer', `Layer ${entry.name} is of class ${entry.kind}, which is not supported.`);
  return known;
}
