/** One operation of the layer graph as ONNX nodes. Images are [batch, channels, height, width] there. */
import { ModelError } from '../../model/errors';
import { type Borders, sizeOf } from '../../model/graph';
import { bordersOf } from '../../model/shapes';
import { addActivation } from './activations';
import type { Attribute, GraphWriter } from './graph-writer';
import type { LayerScope, OpOf } from './scope';
import { addAttention, addEmbedding, addLayerNorm, addPositions } from './sequence';

/** Adds a layer; returns its output. Throws ModelError for an operation without a form in ONNX. */
export function addLayer(scope: LayerScope): string {
  const { writer, node, inputs } = scope;
  const { op, name } = node;
  const x = inputs[0] ?? '';
  switch (op.kind) {
    case 'conv2d':
    case 'depthwise':
    case 'separable':
      return addConvolution(scope, op, x);
    case 'dense':
      return addDense(scope, op, x);
    case 'pool':
      return addPool(scope, op, x);
    case 'global-pool': {
      const pooled = writer.add(op.mode === 'max' ? 'GlobalMaxPool' : 'GlobalAveragePool', [x], `${name}/pooled`);
      return op.keepDims ? pooled : writer.add('Flatten', [pooled], name, { axis: 1 });
    }
    case 'reshape':
      return addReshape(scope, x);
    case 'pad': {
      const { rows, columns } = op.borders;
      const pads = [0, 0, rows[0], columns[0], 0, 0, rows[1], columns[1]];
      return writer.add('Pad', [x, writer.integers(`${name}/pads`, pads)], name);
    }
    case 'upsample':
      return addUpsample(scope, op, x);
    case 'add':
      return writer.add('Sum', inputs, name);
    case 'concatenate':
      return writer.add('Concat', inputs, name, {
        axis: node.shape.length === 3 ? ([0, 2, 3, 1][op.axis] ?? 1) : op.axis,
      });
    case 'batch-norm':
      return addBatchNorm(scope, op, x);
    case 'layer-norm':
      return addLayerNorm(scope, op, x);
    case 'embedding':
      return addEmbedding(scope, op, x);
    case 'positions':
      return addPositions(scope, op);
    case 'attention':
      return addAttention(scope, op, x);
    case 'activation':
      return addActivation(writer, x, op.activation, name, channelAxis(node.shape));
    case 'input':
    case 'identity':
      return writer.add('Identity', [x], name);
  }
}

/** Axis of the channels, the batch counted. */
export function channelAxis(shape: readonly number[]): number {
  return shape.length === 3 ? 1 : shape.length;
}

function addConvolution(scope: LayerScope, op: OpOf<'conv2d' | 'depthwise' | 'separable'>, x: string): string {
  const { writer, node, shapes } = scope;
  const first = op.kind === 'separable' ? op.depthwise : op.kernel;
  const [height = 1, width = 1, channels = 1] = scope.kernelShape(first);
  const attributes = {
    kernel_shape: [height, width],
    strides: op.strides,
    dilations: op.dilation,
    pads: padsOf(op.borders),
    ...(op.kind === 'conv2d' ? {} : { group: channels }),
  };
  const input = scope.tapped(first, x, shapes[0] ?? []);
  const bias = biasInput(scope);
  const isTwo = op.kind === 'separable';
  let sums = writer.add(
    'Conv',
    [input, scope.kernel(first), ...(isTwo ? [] : bias)],
    `${node.name}/${isTwo ? 'depthwise' : 'sums'}`,
    attributes,
  );
  if (op.kind === 'separable') {
    const inner = [...node.shape.slice(0, 2), scope.kernelShape(op.pointwise)[2] ?? 1];
    const spread = scope.tapped(op.pointwise, sums, inner);
    sums = writer.add('Conv', [spread, scope.kernel(op.pointwise), ...bias], `${node.name}/sums`, {
      kernel_shape: [1, 1],
    });
  }
  return addActivation(writer, sums, op.activation, node.name, 1);
}

function padsOf({ rows, columns }: Borders): readonly number[] {
  return [rows[0], columns[0], rows[1], columns[1]];
}

function biasInput({ writer, node, bias }: LayerScope): string[] {
  return bias === null ? [] : [writer.floats(`${node.name}/bias`, [bias.length], bias)];
}

/** Over the last axis; channels of images go there and back. */
function addDense(scope: LayerScope, op: OpOf<'dense'>, x: string): string {
  const { writer, node } = scope;
  const [shape = []] = scope.shapes;
  const input = scope.tapped(op.kernel, x, shape);
  const bias = biasInput(scope);
  if (shape.length === 1) {
    const sums = writer.add('Gemm', [input, scope.kernel(op.kernel), ...bias], `${node.name}/sums`);
    return addActivation(writer, sums, op.activation, node.name, 1);
  }
  const rows = channelsLast(writer, input, shape, node.name);
  const products = writer.add('MatMul', [rows, scope.kernel(op.kernel)], `${node.name}/products`);
  const sums = bias.length === 0 ? products : writer.add('Add', [products, ...bias], `${node.name}/sums`);
  const back = channelsFirst(writer, sums, node.shape, node.name);
  return addActivation(writer, back, op.activation, node.name, channelAxis(node.shape));
}

function addPool({ writer, node, shapes }: LayerScope, op: OpOf<'pool'>, x: string): string {
  const [height = 1, width = 1] = shapes[0] ?? [];
  const attributes: Record<string, Attribute> = {
    kernel_shape: op.size,
    strides: op.strides,
    pads: padsOf(bordersOf([height, width], { ...op, dilation: [1, 1] })),
  };
  return writer.add(op.mode === 'max' ? 'MaxPool' : 'AveragePool', [x], node.name, attributes);
}

/** Values keep the order of the engine, in which the channels of an image come last. */
function addReshape({ writer, node, shapes }: LayerScope, x: string): string {
  const rows = channelsLast(writer, x, shapes[0] ?? [], node.name);
  if (node.shape.length === 1) return writer.add('Flatten', [rows], node.name, { axis: 1 });
  const target = writer.integers(`${node.name}/shape`, [0, ...node.shape]);
  return channelsFirst(writer, writer.add('Reshape', [rows, target], `${node.name}/rows`), node.shape, node.name);
}

/** An image of one channel or one place lies the same either way, but its axes still have to be told. */
function channelsLast(writer: GraphWriter, x: string, shape: readonly number[], name: string): string {
  const isMoved = shape.length === 3 && sizeOf(shape) > 1;
  return isMoved ? writer.add('Transpose', [x], `${name}/channels-last`, { perm: [0, 2, 3, 1] }) : x;
}

function channelsFirst(writer: GraphWriter, x: string, shape: readonly number[], name: string): string {
  return shape.length === 3 ? writer.add('Transpose', [x], `${name}/channels-first`, { perm: [0, 3, 1, 2] }) : x;
}

function addUpsample({ writer, node, shapes }: LayerScope, op: OpOf<'upsample'>, x: string): string {
  const [height = 1, width = 1] = shapes[0] ?? [];
  const [toHeight = 1, toWidth = 1] = node.shape;
  const scales = writer.floats(`${node.name}/scales`, [4], [1, 1, toHeight / height, toWidth / width]);
  const attributes: Record<string, Attribute> = {
    mode: op.interpolation === 'nearest' ? 'nearest' : 'linear',
    coordinate_transformation_mode: 'asymmetric',
    ...(op.interpolation === 'nearest' ? { nearest_mode: 'floor' } : {}),
  };
  return writer.add('Resize', [x, '', scales], node.name, attributes);
}

function addBatchNorm({ writer, node }: LayerScope, op: OpOf<'batch-norm'>, x: string): string {
  if (node.shape.length === 2)
    throw new ModelError(
      'unsupported-layer',
      `Batch normalization of a sequence (${node.name}) is not written to ONNX.`,
    );
  const { mean, variance, epsilon } = op;
  const gamma = op.gamma ?? mean.map(() => 1);
  const beta = op.beta ?? mean.map(() => 0);
  const lists = { gamma, beta, mean, variance };
  const inputs = Object.entries(lists).map(([key, data]) => writer.floats(`${node.name}/${key}`, [data.length], data));
  return writer.add('BatchNormalization', [x, ...inputs], node.name, { epsilon: { float: epsilon } });
}
