/** The operations of TensorFlow that become layers, and how (https://www.tensorflow.org/api_docs/python/tf/raw_ops). */
import { sizeOf } from '../../../model/graph';
import type { Value } from '../network/layers';
import {
  type Numbers,
  activate,
  concatenate,
  convolution,
  dense,
  depthwise,
  globalPool,
  leakyRelu,
  normalize,
  pad,
  pool,
  reshape,
  scaleAndShift,
  sum,
} from '../network/steps';
import { Unsupported } from '../network/unsupported';
import { type GraphValue, type NodeScope, isConstant } from './scope';
import { borders, checkChannelsLast, pairIn, windowOf } from './windows';

type Operation = (scope: NodeScope) => GraphValue;

const ACTIVATIONS: ReadonlyMap<string, string> = new Map([
  ['Relu', 'relu'],
  ['Relu6', 'relu6'],
  ['Elu', 'elu'],
  ['Sigmoid', 'sigmoid'],
  ['Tanh', 'tanh'],
  ['Softplus', 'softplus'],
  ['Softmax', 'softmax'],
]);

export const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ...[...ACTIVATIONS].map(([op, name]): [string, Operation] => [op, (scope) => activate(scope.step(), name)]),
  ['LeakyRelu', (scope) => leakyRelu(scope.step(), scope.attributes.number('alpha', 0.2))],
  ['Conv2D', convolved(convolution)],
  ['_FusedConv2D', convolved(convolution)],
  ['DepthwiseConv2dNative', convolved(depthwise)],
  ['FusedDepthwiseConv2dNative', convolved(depthwise)],
  ['MatMul', product],
  ['_FusedMatMul', product],
  ['BiasAdd', added],
  ['AddV2', added],
  ['Add', added],
  [
    'AddN',
    (scope) =>
      sum(
        scope,
        scope.inputs.map((_, at) => scope.value(at)),
      ),
  ],
  [
    'Sub',
    (scope) =>
      scaleAndShift(
        scope.step(),
        null,
        list(scope, 1, scope.value()).map((value) => -value),
      ),
  ],
  ['Mul', multiplied],
  [
    'RealDiv',
    (scope) =>
      scaleAndShift(
        scope.step(),
        list(scope, 1, scope.value()).map((value) => 1 / value),
        null,
      ),
  ],
  ['MaxPool', pooled('max')],
  ['AvgPool', pooled('average')],
  ['Mean', overImage('average')],
  ['Max', overImage('max')],
  ['FusedBatchNorm', batchNorm],
  ['FusedBatchNormV2', batchNorm],
  ['FusedBatchNormV3', batchNorm],
  ['Pad', padded],
  ['PadV2', padded],
  ['ConcatV2', joined],
  ['Reshape', reshaped],
  ['Squeeze', squeezed],
  ['Identity', (scope) => scope.inputs[0] ?? scope.value()],
  ['StopGradient', (scope) => scope.value()],
  ['Shape', (scope) => listOf([NaN, ...scope.value().shape])],
  ['StridedSlice', sliced],
  ['Pack', (scope) => listOf(scope.inputs.map((_, at) => scope.constant(at).data[0] ?? NaN))],
]);

function listOf(values: readonly number[]): Numbers {
  return { shape: [values.length], data: Float32Array.from(values) };
}

/** Kernels are [height, width, in, out] or [height, width, in, multiplier]. */
function convolved(layer: typeof convolution): Operation {
  return (scope) => {
    const kernel = scope.constant(1);
    const [height = 1, width = 1, channels = 0, last = 0] = kernel.shape;
    if (kernel.shape.length !== 4) throw new Unsupported('it is no convolution of images');
    const count = layer === depthwise ? channels * last : last;
    const { bias, finish } = fusedEnd(scope, count);
    return finish(layer(scope.step(), windowOf(scope, [height, width]), kernel, bias));
  };
}

function product(scope: NodeScope): GraphValue {
  const [turnsInput, turnsMatrix] = ['transpose_a', 'transpose_b'].map((name) => scope.attributes.flag(name));
  const given = scope.constant(1);
  if (turnsInput === true || given.shape.length !== 2)
    throw new Unsupported('it is no product of a list with a matrix');
  const kernel = turnsMatrix === true ? turned(given) : given;
  const { bias, finish } = fusedEnd(scope, kernel.shape[1] ?? 0);
  return finish(dense(scope.step(), kernel, bias));
}

function turned({ shape, data }: Numbers): Numbers {
  const [rows = 0, columns = 0] = shape;
  return { shape: [columns, rows], data: data.map((_, at) => data[(at % rows) * columns + Math.floor(at / rows)]!) };
}

/** The bias and the activation that are fused with an operation, or the bias that the next node adds. */
function fusedEnd(scope: NodeScope, count: number) {
  const [first, second, third] = scope.attributes.texts('fused_ops');
  const hasBias = first === 'BiasAdd';
  const activation = hasBias ? second : first;
  if ((hasBias ? third : second) !== undefined) throw new Unsupported('it is fused with more than bias and activation');
  const bias = hasBias ? scope.constant(2).data : activation === undefined ? scope.takeBias(count) : null;
  if (bias !== null && bias.length !== count)
    throw new Unsupported(`it has ${bias.length} biases for ${count} channels`);
  const finish = (x: Value): Value => {
    const step = { builder: scope.builder, name: `${scope.name}/activation`, x };
    if (activation === undefined) return x;
    if (activation === 'LeakyRelu') return leakyRelu(step, scope.attributes.number('leakyrelu_alpha', 0.2));
    const name = ACTIVATIONS.get(activation);
    if (name === undefined) throw new Unsupported(`it is fused with ${activation}`);
    return activate(step, name);
  };
  return { bias, finish };
}

/** A constant as one number for each channel of a value, or one for all. */
function list(scope: NodeScope, at: number, x: Value): Float32Array {
  const { shape, data } = scope.constant(at);
  const channels = x.shape.at(-1) ?? 0;
  if (data.length !== 1 && (data.length !== channels || shape.at(-1) !== channels))
    throw new Unsupported(`its constant [${shape.join(', ')}] is not one number for each channel`);
  return data;
}

/** The input that flows, and the other as a list when it is constant. */
function withList(scope: NodeScope): { x: Value; numbers: Float32Array | null } {
  const [first, second] = scope.inputs;
  const isFirst = first !== undefined && isConstant(first);
  const x = scope.value(isFirst ? 1 : 0);
  const isBoth = !isFirst && second !== undefined && !isConstant(second);
  return { x, numbers: isBoth ? null : list(scope, isFirst ? 0 : 1, x) };
}

function added(scope: NodeScope): GraphValue {
  const { x, numbers } = withList(scope);
  if (numbers === null) return sum(scope, [x, scope.value(1)]);
  return scaleAndShift({ builder: scope.builder, name: scope.name, x }, null, numbers);
}

function multiplied(scope: NodeScope): GraphValue {
  const { x, numbers } = withList(scope);
  if (numbers === null) throw new Unsupported('it multiplies two values that flow through the network');
  return scaleAndShift({ builder: scope.builder, name: scope.name, x }, numbers, null);
}

function pooled(mode: 'max' | 'average'): Operation {
  return (scope) => pool(scope.step(), mode, windowOf(scope, pairIn(scope, 'ksize')), false);
}

function overImage(mode: 'max' | 'average'): Operation {
  return (scope) => {
    const axes = Array.from(scope.constant(1).data, (axis) => (axis < 0 ? axis + 4 : axis)).toSorted((a, b) => a - b);
    if (axes.join() !== '1,2') throw new Unsupported('it does not run over height and width');
    const keeps = scope.attributes.flag('keep_dims') || scope.attributes.flag('keepDims');
    return globalPool(scope.step(), mode, keeps);
  };
}

function batchNorm(scope: NodeScope): GraphValue {
  checkChannelsLast(scope);
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((at) => scope.constant(at).data) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const epsilon = scope.attributes.number('epsilon', 1e-4);
  return normalize(scope.step(), { gamma, beta, mean, variance, epsilon });
}

function padded(scope: NodeScope): GraphValue {
  const { shape, data } = scope.constant(1);
  const [batch, batchEnd, top = 0, bottom = 0, left = 0, right = 0, first, last] = data;
  const isImage = shape.join() === '4,2' && [batch, batchEnd, first, last].every((side) => side === 0);
  const value = scope.inputs[2] === undefined ? 0 : scope.constant(2).data[0];
  if (!isImage || value !== 0) throw new Unsupported('it adds something else than zeros around an image');
  return pad(scope.step(), borders(top, bottom, left, right));
}

function joined(scope: NodeScope): GraphValue {
  const values = scope.inputs.slice(0, -1).map((_, at) => scope.value(at));
  const given = scope.constant(scope.inputs.length - 1).data[0] ?? NaN;
  const axis = given < 0 ? given + (values[0]?.shape.length ?? 0) + 1 : given;
  if (!(axis >= 1)) throw new Unsupported(`it joins along axis ${given}`);
  return values.length === 1 ? values[0]! : concatenate(scope, values, axis - 1);
}

/** The size of the batch stands as -1, as 1 or as what Shape gives; of the others at most one is open. */
function reshaped(scope: NodeScope): GraphValue {
  const x = scope.value();
  const [batch, ...target] = Array.from(scope.constant(1).data);
  const known = sizeOf(target.filter((dim) => dim !== -1));
  const shape = target.map((dim) => (dim === -1 ? sizeOf(x.shape) / known : dim));
  const isBatch = batch !== undefined && (Number.isNaN(batch) || batch === -1 || batch === 1);
  if (!isBatch || shape.length === 0 || !shape.every((dim) => Number.isInteger(dim) && dim > 0))
    throw new Unsupported(`it reshapes [N, ${x.shape.join(', ')}] to [${[batch, ...target].join(', ')}]`);
  return reshape(scope.step(), shape);
}

function squeezed(scope: NodeScope): GraphValue {
  const x = scope.value();
  const axes = new Set(
    scope.attributes.numbers('squeeze_dims').map((axis) => (axis < 0 ? axis + x.shape.length : axis - 1)),
  );
  const shape = x.shape.filter((dim, at) => (axes.size === 0 ? dim !== 1 : !axes.has(at)));
  if (axes.has(-1) || shape.length === 0) throw new Unsupported('it drops the axis of the batch');
  return reshape(scope.step(), shape);
}

/** One number out of a list: what graphs do with shapes. */
function sliced(scope: NodeScope): GraphValue {
  const [values, begin] = [scope.constant(0), scope.constant(1)];
  const isOne =
    values.shape.length === 1 && begin.data.length === 1 && scope.attributes.number('shrink_axis_mask', 0) === 1;
  const at = begin.data[0] ?? NaN;
  const value = values.data[at < 0 ? at + values.data.length : at];
  if (!isOne || value === undefined) throw new Unsupported('it cuts more than one number out of a list');
  return { shape: [], data: Float32Array.of(value) };
}
