/** The operations of ONNX that become layers, and how (https://onnx.ai/onnx/operators). */
import { sizeOf } from '../../../model/graph';
import type { Value } from '../network/layers';
import { activate, concatenate, leakyRelu, normalize, reshape, scaleAndShift, sum } from '../network/steps';
import { Unsupported } from '../network/unsupported';
import type { NodeScope } from './scope';
import {
  type Flow,
  type OnnxValue,
  asImage,
  asPlain,
  constant,
  flattened,
  flow,
  onnxShape,
  perChannel,
  reordered,
} from './values';
import { conv, gemm, globalPooling, matMul, padding, pooling, reduceMean } from './windows';

export type Operator = (scope: NodeScope) => OnnxValue;

export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['Conv', conv],
  ['Gemm', gemm],
  ['MatMul', matMul],
  ['MaxPool', pooling('max')],
  ['AveragePool', pooling('average')],
  ['GlobalMaxPool', globalPooling('max')],
  ['GlobalAveragePool', globalPooling('average')],
  ['ReduceMean', reduceMean],
  ['Pad', padding],
  ['BatchNormalization', batchNormalization],
  ['Relu', activation('relu')],
  ['Elu', elu],
  ['Sigmoid', activation('sigmoid')],
  ['Tanh', activation('tanh')],
  ['Softplus', activation('softplus')],
  ['LeakyRelu', (scope) => like(scope, leakyRelu(scope.step(), scope.float('alpha', 0.01)))],
  ['Clip', clip],
  ['Softmax', softmax],
  ['Identity', (scope) => scope.flow()],
  ['Cast', (scope) => scope.flow()],
  ['Dropout', (scope) => scope.flow()],
  ['QuantizeLinear', unquantized],
  ['DequantizeLinear', unquantized],
  ['Add', add],
  ['Sum', addAll],
  ['Sub', subtract],
  ['Mul', multiply],
  ['Div', divide],
  ['Concat', concat],
  ['Flatten', flatten],
  ['Reshape', reshaped],
  ['Squeeze', dropAxes],
  ['Unsqueeze', addAxes],
  ['Transpose', transposed],
  ['Shape', shapeOf],
]);

/** A value with its axes as those of the first input. */
function like(scope: NodeScope, value: Value): Flow {
  return flow(value, scope.flow().order);
}

function activation(name: string): Operator {
  return (scope) => like(scope, activate(scope.step(), name));
}

function elu(scope: NodeScope): Flow {
  if (scope.float('alpha', 1) !== 1) throw new Unsupported('its alpha is not 1');
  return like(scope, activate(scope.step(), 'elu'));
}

/** Bounds are attributes before operator set 11. */
function clip(scope: NodeScope): Flow {
  const low = scope.optional(1)?.data[0] ?? scope.float('min', -Infinity);
  const high = scope.optional(2)?.data[0] ?? scope.float('max', Infinity);
  if (low === 0 && high === 6) return like(scope, activate(scope.step(), 'relu6'));
  if (low === 0 && high === Infinity) return like(scope, activate(scope.step(), 'relu'));
  throw new Unsupported(`it clips to ${low} to ${high}, not to 0 to 6`);
}

function softmax(scope: NodeScope): Flow {
  const { value, order } = scope.flow();
  const rank = value.shape.length + 1;
  const given = scope.integer('axis', scope.opset < 13 ? 1 : -1);
  const axis = given < 0 ? given + rank : given;
  // Before operator set 13 all axes from this one on are one: the same for a list.
  if (axis !== (order === 'channels-first' ? 1 : rank - 1) || (scope.opset < 13 && rank > 2))
    throw new Unsupported(`its axis is ${given}, not that of the channels`);
  return like(scope, activate(scope.step(), 'softmax'));
}

/** Codes of activations and back. */
function unquantized(scope: NodeScope): Flow {
  scope.note('The quantization of activations in the file is left out: between layers the network runs in float32');
  return scope.flow();
}

function batchNormalization(scope: NodeScope): Flow {
  const given = scope.flow();
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((at) =>
    reordered(scope.constant(at).data, 1, given.order),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const x = given.value.shape.length === 3 ? asImage(given, scope.builder, scope.name) : given.value;
  const epsilon = scope.float('epsilon', 1e-5);
  const normalized = normalize({ ...scope.step(), x }, { gamma, beta, mean, variance, epsilon });
  return flow(normalized, x.shape.length === 3 ? 'channels-first' : given.order);
}

function add(scope: NodeScope): Flow {
  const { flowing, list } = withConstant(scope);
  if (list === null) return addAll(scope);
  return flow(scaleAndShift({ ...scope.step(), x: flowing.value }, null, list), flowing.order);
}

function subtract(scope: NodeScope): Flow {
  const list = perChannel(scope.constant(1), scope.flow());
  return like(
    scope,
    scaleAndShift(
      scope.step(),
      null,
      list.map((value) => -value),
    ),
  );
}

function multiply(scope: NodeScope): Flow {
  const { flowing, list } = withConstant(scope);
  if (list === null) throw new Unsupported('it multiplies two values that flow through the network');
  return flow(scaleAndShift({ ...scope.step(), x: flowing.value }, list, null), flowing.order);
}

function divide(scope: NodeScope): Flow {
  const list = perChannel(scope.constant(1), scope.flow());
  return like(
    scope,
    scaleAndShift(
      scope.step(),
      list.map((value) => 1 / value),
      null,
    ),
  );
}

/** The input that flows, and the other as numbers for each channel when it is constant. */
function withConstant(scope: NodeScope): { flowing: Flow; list: Float32Array | null } {
  const [first, second] = scope.inputs;
  if (first?.kind === 'constant' && second?.kind === 'flow')
    return { flowing: second, list: perChannel(first, second) };
  const flowing = scope.flow();
  return { flowing, list: second?.kind === 'constant' ? perChannel(second, flowing) : null };
}

/** Inputs in one order: that of the first, or that of ONNX where they differ. */
function together(scope: NodeScope): { values: readonly Value[]; order: Flow['order'] } {
  const flows = scope.inputs.map((_, at) => scope.flow(at));
  const [first] = flows;
  if (first === undefined) throw new Unsupported('it has no inputs');
  if (flows.every(({ order }) => String(order) === String(first.order)))
    return { values: flows.map(({ value }) => value), order: first.order };
  return { values: flows.map((one) => asPlain(one, scope.builder, scope.name)), order: 'same' };
}

function addAll(scope: NodeScope): Flow {
  const { values, order } = together(scope);
  return flow(values.length === 1 ? values[0]! : sum(scope, values), order);
}

function concat(scope: NodeScope): Flow {
  const flows = scope.inputs.map((_, at) => scope.flow(at));
  // Flattened images lie one after the other in either order only as a whole.
  const isFlat = flows.some(({ order }) => typeof order !== 'string');
  const { values, order } = isFlat
    ? { values: flows.map((one) => asPlain(one, scope.builder, scope.name)), order: 'same' as const }
    : together(scope);
  const rank = (values[0]?.shape.length ?? 0) + 1;
  const given = scope.integer('axis', 1);
  const axis = given < 0 ? given + rank : given;
  const here = order === 'channels-first' ? [0, 3, 1, 2][axis] : axis;
  if (here === undefined || here < 1) throw new Unsupported(`it joins along axis ${given}`);
  return flow(values.length === 1 ? values[0]! : concatenate(scope, values, here - 1), order);
}

function flatten(scope: NodeScope): Flow {
  const given = scope.integer('axis', 1);
  const rank = scope.flow().value.shape.length + 1;
  if (given !== 1 && given !== 1 - rank) throw new Unsupported(`it flattens from axis ${given}, not from the first`);
  return flattened(scope.flow(), scope.builder, scope.name);
}

/** The size of the batch stands as 0, as 1, as -1 or as what Shape gives; of the others at most one is open. */
function reshaped(scope: NodeScope): Flow {
  const given = scope.flow();
  const [batch, ...target] = Array.from(scope.constant(1).data);
  const seen = onnxShape(given);
  const dims = target.map((dim, at) => (dim === 0 && scope.integer('allowzero', 0) === 0 ? (seen[at] ?? 0) : dim));
  const total = sizeOf(seen);
  const known = sizeOf(dims.filter((dim) => dim !== -1));
  const shape = dims.map((dim) => (dim === -1 ? total / known : dim));
  const isBatch = batch !== undefined && (Number.isNaN(batch) || [0, 1, -1].includes(batch));
  if (!isBatch || sizeOf(shape) !== total || !shape.every(Number.isInteger))
    throw new Unsupported(`it reshapes [N, ${seen.join(', ')}] to [${[batch, ...target].join(', ')}]`);
  if (shape.length === 1) return flattened(given, scope.builder, scope.name);
  if (shape.join() === seen.join()) return given;
  const x = asPlain(given, scope.builder, scope.name);
  return flow(reshape({ ...scope.step(), x }, shape));
}

/** Drops axes of size 1: those of an image behind a mean. */
function dropAxes(scope: NodeScope): Flow {
  const given = scope.flow();
  const seen = onnxShape(given);
  const axes = Array.from(scope.optional(1)?.data ?? scope.integers('axes') ?? []);
  const own = new Set(axes.map((axis) => (axis < 0 ? axis + seen.length : axis - 1)));
  const shape = seen.filter((_, at) => !own.has(at));
  if (axes.length === 0 || sizeOf(shape) !== sizeOf(seen))
    throw new Unsupported('it drops an axis that is not of size 1');
  if (shape.length === 1) return flattened(given, scope.builder, scope.name);
  return flow(reshape({ ...scope.step(), x: asPlain(given, scope.builder, scope.name) }, shape));
}

function addAxes(scope: NodeScope): Flow {
  const given = scope.flow();
  const seen = [...onnxShape(given)];
  const axes = Array.from(scope.optional(1)?.data ?? scope.integers('axes') ?? []);
  const rank = seen.length + 1 + axes.length;
  for (const axis of axes.map((one) => (one < 0 ? one + rank : one)).toSorted((a, b) => a - b)) {
    if (!(axis >= 1 && axis < rank)) throw new Unsupported(`it adds axis ${axis}`);
    seen.splice(axis - 1, 0, 1);
  }
  return flow(reshape({ ...scope.step(), x: asPlain(given, scope.builder, scope.name) }, seen));
}

const [TO_LAST, TO_FIRST] = ['0,2,3,1', '0,3,1,2'];

/** Between channels first and channels last, which falls away: they lie last here in any case. */
function transposed(scope: NodeScope): Flow {
  const given = scope.flow();
  const { value, order } = given;
  const perm = (scope.integers('perm') ?? []).join();
  if (perm === [0, ...value.shape.map((_, at) => at + 1)].join()) return given;
  if (value.shape.length === 3 && perm === TO_LAST && order === 'channels-first') return flow(value);
  if (value.shape.length === 3 && perm === TO_FIRST && order === 'same') return flow(value, 'channels-first');
  if (value.shape.length === 3 && perm === TO_LAST) return flow(asImage(given, scope.builder, scope.name));
  throw new Unsupported(`it moves axes to [${perm}]`);
}

/** The batch is NaN in it. */
function shapeOf(scope: NodeScope): OnnxValue {
  const shape = [NaN, ...onnxShape(scope.flow())];
  return constant([shape.length], Float32Array.from(shape));
}
