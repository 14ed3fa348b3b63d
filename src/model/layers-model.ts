/** Writes a network as a TensorFlow.js layers model, the form that `parseModel` and `tf.loadLayersModel` read. */
import { ModelError } from './errors';
import type { Activation, Borders, GraphNode, Model, Op, Pair } from './graph';
import { type FileLayer, type NamedWeight, type WrittenModel, layersModelFiles } from './layers-file';
import { bordersOf } from './shapes';

/** What a layer is in the file, without its place in the network. */
type WrittenLayer = Pick<FileLayer, 'className' | 'config' | 'weights'>;

/** The operations of a kind; one description may serve several kinds. */
type OpOf<Kind extends Op['kind'], One extends Op = Op> = One extends { readonly kind: infer Kinds }
  ? Kind extends Kinds
    ? One
    : never
  : never;
type Writers = { readonly [Kind in Op['kind']]?: (op: OpOf<Kind>, node: GraphNode, model: Model) => WrittenLayer };

const CHANNELS_LAST = { data_format: 'channels_last' };

/** One entry for each operation that has a layer in the file; what is missing cannot be written. */
const WRITERS: Writers = {
  input: (_, { shape }) => layer('InputLayer', { batch_input_shape: [null, ...shape], sparse: false }),
  conv2d: (op, node, model) => {
    const [height = 1, width = 1, , filters = 1] = shapeOf(model, op.kernel);
    const config = { filters, ...windowConfig(op, [height, width], node, model), ...endConfig(op) };
    return layer('Conv2D', config, [kernelOf(model, op.kernel, 'kernel'), ...biasOf(op.bias)]);
  },
  depthwise: (op, node, model) => {
    const [height = 1, width = 1, , multiplier = 1] = shapeOf(model, op.kernel);
    const config = {
      depth_multiplier: multiplier,
      ...windowConfig(op, [height, width], node, model),
      ...endConfig(op),
    };
    return layer('DepthwiseConv2D', config, [kernelOf(model, op.kernel, 'depthwise_kernel'), ...biasOf(op.bias)]);
  },
  separable: (op, node, model) => {
    const [height = 1, width = 1, , multiplier = 1] = shapeOf(model, op.depthwise);
    const filters = shapeOf(model, op.pointwise).at(-1);
    const window = windowConfig(op, [height, width], node, model);
    return layer('SeparableConv2D', { filters, depth_multiplier: multiplier, ...window, ...endConfig(op) }, [
      kernelOf(model, op.depthwise, 'depthwise_kernel'),
      kernelOf(model, op.pointwise, 'pointwise_kernel'),
      ...biasOf(op.bias),
    ]);
  },
  dense: (op, _, model) =>
    layer('Dense', { units: shapeOf(model, op.kernel).at(-1), ...endConfig(op) }, [
      kernelOf(model, op.kernel, 'kernel'),
      ...biasOf(op.bias),
    ]),
  pool: (op) =>
    layer(op.mode === 'max' ? 'MaxPooling2D' : 'AveragePooling2D', {
      pool_size: op.size,
      strides: op.strides,
      padding: op.padding,
      ...CHANNELS_LAST,
    }),
  'global-pool': (op) =>
    layer(op.mode === 'max' ? 'GlobalMaxPooling2D' : 'GlobalAveragePooling2D', {
      ...CHANNELS_LAST,
      // tfjs does not know the option; its layers drop both axes.
      ...(op.keepDims ? { keepdims: true } : {}),
    }),
  reshape: (_, { shape }) =>
    shape.length === 1 ? layer('Flatten', CHANNELS_LAST) : layer('Reshape', { target_shape: shape }),
  identity: () => layer('Activation', { activation: 'linear' }),
  add: () => layer('Add', {}),
  pad: (op) => layer('ZeroPadding2D', { padding: [op.borders.rows, op.borders.columns], ...CHANNELS_LAST }),
  concatenate: (op) => layer('Concatenate', { axis: op.axis }),
  'batch-norm': (op) =>
    layer('BatchNormalization', { axis: -1, epsilon: op.epsilon, center: op.beta !== null, scale: op.gamma !== null }, [
      ...vectors({ gamma: op.gamma, beta: op.beta }),
      ...vectors({ moving_mean: op.mean, moving_variance: op.variance }),
    ]),
  'layer-norm': (op) =>
    layer(
      'LayerNormalization',
      { axis: -1, epsilon: op.epsilon, center: op.beta !== null, scale: op.gamma !== null },
      vectors({ gamma: op.gamma, beta: op.beta }),
    ),
  embedding: (op, _, model) => {
    const [inputs, outputs] = shapeOf(model, op.kernel);
    const config = { input_dim: inputs, output_dim: outputs, mask_zero: false };
    return layer('Embedding', config, [kernelOf(model, op.kernel, 'embeddings')]);
  },
  positions: (op, _, model) => {
    const [length] = shapeOf(model, op.kernel);
    return layer('PositionEmbedding', { sequence_length: length }, [kernelOf(model, op.kernel, 'embeddings')]);
  },
  attention: (op) => layer('CausalSelfAttention', { num_heads: op.heads }),
  activation: ({ activation }) => activationLayer(activation),
};

/**
 * The files of a model. Throws ModelError `unsupported-layer` for an operation that has no layer in the file, or
 * `unsupported-option` for an activation without a name there.
 */
export function writeModel(model: Model, name: string): WrittenModel {
  const layers = model.nodes.map((node) => ({
    ...writeNode(node, model),
    name: node.name,
    inputs: node.inputs.map((input) => model.nodes[input]?.name),
  }));
  return layersModelFiles(name, layers, model.nodes.at(-1)?.name);
}

function writeNode(node: GraphNode, model: Model): WrittenLayer {
  const write = WRITERS[node.op.kind] as ((op: Op, node: GraphNode, model: Model) => WrittenLayer) | undefined;
  if (write === undefined)
    throw new ModelError('unsupported-layer', `Layer ${node.name} (${node.op.kind}) cannot be written to model.json.`);
  return write(node.op, node, model);
}

function layer(className: string, config: WrittenLayer['config'], weights: WrittenLayer['weights'] = []): WrittenLayer {
  return { className, config, weights };
}

function shapeOf(model: Model, kernel: number): readonly number[] {
  return model.kernels[kernel]?.info.shape ?? [];
}

function kernelOf(model: Model, index: number, name: string): NamedWeight {
  const kernel = model.kernels[index];
  if (kernel === undefined) throw new RangeError(`The model has no kernel ${String(index)}.`);
  return { name, shape: kernel.info.shape, data: kernel.data };
}

function biasOf(bias: Float32Array | null): readonly NamedWeight[] {
  return vectors({ bias });
}

function vectors(named: Readonly<Record<string, Float32Array | null>>): readonly NamedWeight[] {
  return Object.entries(named).flatMap(([name, data]) => (data === null ? [] : [{ name, shape: [data.length], data }]));
}

function windowConfig(
  { strides, dilation, borders }: OpOf<'conv2d'> | OpOf<'separable'>,
  size: Pair,
  node: GraphNode,
  model: Model,
): WrittenLayer['config'] {
  const [height = 0, width = 0] = model.nodes[node.inputs[0] ?? 0]?.shape ?? [];
  const same = bordersOf([height, width], { size, strides, dilation, padding: 'same' });
  const padding = [same, borders].map(sidesOf);
  return {
    kernel_size: size,
    strides,
    dilation_rate: dilation,
    padding: padding[0] === padding[1] ? 'same' : 'valid',
    ...CHANNELS_LAST,
  };
}

function sidesOf({ rows, columns }: Borders): string {
  return [...rows, ...columns].join(' ');
}

function endConfig({ bias, activation }: { bias: Float32Array | null; activation: Activation }) {
  return { activation: activationName(activation), use_bias: bias !== null };
}

/** Keras name of an activation that has no parameters. */
function activationName(activation: Activation): string {
  if (activation.kind === 'leaky-relu' || activation.kind === 'general-relu') {
    throw new ModelError('unsupported-option', `The activation ${activation.kind} has no name in model.json.`);
  }
  return activation.kind === 'gelu' && activation.approximate ? 'gelu_new' : activation.kind;
}

function activationLayer(activation: Activation): WrittenLayer {
  switch (activation.kind) {
    case 'relu':
      return layer('ReLU', {});
    case 'leaky-relu':
      return layer('LeakyReLU', { alpha: activation.slope });
    case 'general-relu': {
      const { maxValue, slope, threshold } = activation;
      return layer('ReLU', {
        ...(maxValue === Infinity ? {} : { max_value: maxValue }),
        negative_slope: slope,
        threshold,
      });
    }
    default:
      return layer('Activation', { activation: activationName(activation) });
  }
}
