/** Builds a layers-model layer by layer out of a graph in another format. Images are [height, width, channels] here. */
import { type WrittenModel, layersModelFiles } from '../../../model/layers-file';

/** The output of a layer. */
export interface Value {
  /** Of the layer. */
  readonly layer: string;
  /** Without the batch. */
  readonly shape: readonly number[];
  /** Whether it is the output of something that gives no number below 0. */
  readonly isNonNegative?: boolean;
}

/** Numbers of a layer by their Keras names. */
export type LayerWeights = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>;

interface NamedLayer {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly weights: LayerWeights;
  /** Names of the layers whose outputs it takes. */
  readonly inputs: readonly string[];
}

interface NewLayer {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Value[];
  readonly weights?: LayerWeights;
  readonly shape: readonly number[];
  readonly isNonNegative?: boolean;
}

/** Activations that a layer with weights computes itself, by Keras name. */
const FUSED: ReadonlySet<unknown> = new Set([
  'relu',
  'relu6',
  'sigmoid',
  'tanh',
  'elu',
  'softplus',
  'swish',
  'softmax',
]);
const WEIGHTED: ReadonlySet<string> = new Set(['Conv2D', 'DepthwiseConv2D', 'Dense']);

export class LayersBuilder {
  private readonly layers: NamedLayer[] = [];
  private readonly names = new Set<string>();

  input(shape: readonly number[], name: string): Value {
    return this.add({
      name,
      className: 'InputLayer',
      config: { batch_input_shape: [null, ...shape] },
      inputs: [],
      shape,
    });
  }

  /** Adds a layer; it gets another name where its own is taken. */
  add({ name, className, config, inputs, weights = {}, shape, isNonNegative = false }: NewLayer): Value {
    const layer = this.unique(name);
    this.layers.push({
      name: layer,
      className,
      config,
      weights,
      inputs: inputs.map((input) => input.layer),
    });
    return { layer, shape, isNonNegative };
  }

  /** The files of the model up to a value. */
  finish(output: Value, title: string): WrittenModel {
    const { layers, renamed } = fused(this.layers);
    const files = layers.map(({ weights, ...layer }) => ({
      ...layer,
      weights: Object.entries(weights).map(([name, { shape, data }]) => ({ name, shape, data })),
    }));
    return layersModelFiles(title, files, renamed.get(output.layer) ?? output.layer);
  }

  private unique(wanted: string): string {
    // Layer names are keys of objects and parts of links elsewhere.
    const plain = wanted
      .replaceAll(/[^\w./-]+/g, '_')
      .replaceAll(/^\/+|\/+$/g, '')
      .slice(0, 80);
    const base = plain === '' || plain in {} ? `layer_${plain}` : plain;
    let name = base;
    for (let count = 2; this.names.has(name); count++) name = `${base}_${count}`;
    this.names.add(name);
    return name;
  }
}

/** Puts activations into the layers with weights that alone feed them, as Keras models are written by hand. */
function fused(layers: readonly NamedLayer[]): { layers: readonly NamedLayer[]; renamed: ReadonlyMap<string, string> } {
  const uses = new Map<string, number>();
  for (const { inputs } of layers) for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  const kept = new Map<string, NamedLayer>();
  const renamed = new Map<string, string>();
  for (const layer of layers) {
    const inputs = layer.inputs.map((input) => renamed.get(input) ?? input);
    const [source = ''] = inputs;
    const before = kept.get(source);
    const activation = layer.className === 'Activation' ? layer.config['activation'] : null;
    const isAlone = before !== undefined && inputs.length === 1 && uses.get(layer.inputs[0] ?? '') === 1;
    if (
      isAlone &&
      FUSED.has(activation) &&
      WEIGHTED.has(before.className) &&
      before.config['activation'] === 'linear'
    ) {
      kept.set(source, { ...before, config: { ...before.config, activation } });
      renamed.set(layer.name, source);
      continue;
    }
    kept.set(layer.name, { ...layer, inputs });
  }
  return { layers: [...kept.values()], renamed };
}
