/** Operations of ONNX with a window or a matrix. */
import type { Borders, Pair } from '../../../model/graph';
import { bordersOf, imageShape } from '../../../model/shapes';
import { type Window, convolution, dense, depthwise, globalPool, pad, pool } from '../network/steps';
import { Unsupported } from '../network/unsupported';
import { transpose } from './constants';
import type { NodeScope } from './scope';
import { type Flow, type OnnxValue, asPlain, flow, reordered } from './values';

/** Kernels are [out, in of the group, height, width]. */
export function conv(scope: NodeScope): Flow {
  const step = scope.imageStep();
  const weights = scope.constant(1);
  const [out = 0, inGroup = 0, height = 1, width = 1] = weights.shape;
  if (weights.shape.length !== 4) throw new Unsupported('it is no convolution of images');
  const window = windowOf(scope, [height, width], step.x.shape);
  const groups = scope.integer('group', 1);
  const bias = scope.optional(2)?.data ?? scope.takeBias(out);
  if (bias !== null && bias.length !== out) throw new Unsupported(`it has ${bias.length} biases for ${out} channels`);
  if (groups === 1) return flow(convolution(step, window, transpose(weights, [2, 3, 1, 0]), bias), 'channels-first');
  const multiplier = out / groups;
  if (inGroup !== 1 || !Number.isInteger(multiplier) || groups !== step.x.shape[2])
    throw new Unsupported(`it has ${groups} groups, neither 1 nor one for each of its channels`);
  // [in x multiplier, 1, height, width] to [height, width, in, multiplier]
  const { data } = transpose(weights, [2, 3, 0, 1]);
  const kernel = { shape: [height, width, groups, multiplier], data };
  return flow(depthwise(step, window, kernel, bias), 'channels-first');
}

function windowOf(scope: NodeScope, size: Pair, image: readonly number[]): Window {
  const strides = pairOf(scope, 'strides');
  const dilation = pairOf(scope, 'dilations');
  const borders = bordersFor(scope, { size, strides, dilation }, image);
  return { size, strides, dilation, borders };
}

function pairOf(scope: NodeScope, name: string): Pair {
  const given = scope.integers(name) ?? [1, 1];
  const [rows, columns] = given;
  if (given.length !== 2 || !isCount(rows) || !isCount(columns)) throw new Unsupported(`its ${name} are no two sizes`);
  return [rows, columns];
}

function isCount(value: number | undefined): value is number {
  return Number.isSafeInteger(value) && value! > 0;
}

function bordersFor(scope: NodeScope, window: Omit<Window, 'borders'>, shape: readonly number[]): Window['borders'] {
  const auto = scope.text('auto_pad', 'NOTSET');
  if (auto === 'SAME_UPPER') return 'same';
  if (auto === 'VALID') return 'valid';
  if (auto === 'SAME_LOWER') {
    const [height, width] = imageShape(shape, scope.name);
    const { rows, columns } = bordersOf([height, width], { ...window, padding: 'same' });
    return { rows: [rows[1], rows[0]], columns: [columns[1], columns[0]] };
  }
  const pads = scope.integers('pads') ?? [0, 0, 0, 0];
  const [top = 0, left = 0, bottom = 0, right = 0] = pads;
  if (pads.length !== 4 || !pads.every((side) => Number.isSafeInteger(side) && side >= 0))
    throw new Unsupported(`its pads [${pads.slice(0, 8).join(', ')}] are not four counts`);
  return { rows: [top, bottom], columns: [left, right] };
}

export function pooling(mode: 'max' | 'average') {
  return (scope: NodeScope): Flow => {
    const step = scope.imageStep();
    const size = pairOf(scope, 'kernel_shape');
    const window = windowOf(scope, size, step.x.shape);
    if (scope.integer('ceil_mode', 0) !== 0) checkWhole(window, step.x.shape);
    const countsBorders = mode === 'average' && scope.integer('count_include_pad', 0) !== 0;
    return flow(pool(step, mode, window, countsBorders), 'channels-first');
  };
}

/** Rounding up makes no difference where the windows fit. */
function checkWhole({ size, strides, borders }: Window, shape: readonly number[]): void {
  const along = (axis: 0 | 1): number => {
    const sides = typeof borders === 'string' ? [0, 0] : axis === 0 ? borders.rows : borders.columns;
    return ((shape[axis] ?? 0) + sides[0] + sides[1] - size[axis]) % strides[axis];
  };
  if (along(0) !== 0 || along(1) !== 0) throw new Unsupported('it rounds its size up');
}

export function globalPooling(mode: 'max' | 'average') {
  return (scope: NodeScope): Flow => flow(globalPool(scope.imageStep(), mode, true), 'channels-first');
}

/** The mean over height and width; axes are an attribute before operator set 18. */
export function reduceMean(scope: NodeScope): Flow {
  const axes = Array.from(scope.optional(1)?.data ?? scope.integers('axes') ?? [], (axis) =>
    axis < 0 ? axis + 4 : axis,
  );
  if (axes.toSorted((a, b) => a - b).join() !== '2,3') throw new Unsupported('it is no mean over height and width');
  const keeps = scope.integer('keepdims', 1) !== 0;
  return flow(globalPool(scope.imageStep(), 'average', keeps), keeps ? 'channels-first' : 'same');
}

/** Zeros around an image: [0, 0, top, left, 0, 0, bottom, right]; an attribute before operator set 11. */
export function padding(scope: NodeScope): Flow {
  const pads = Array.from(scope.optional(1)?.data ?? scope.integers('pads') ?? []);
  const value = scope.optional(2)?.data[0] ?? scope.float('value', 0);
  const [batch, channels, top = 0, left = 0, batchEnd, channelsEnd, bottom = 0, right = 0] = pads;
  const isImage = pads.length === 8 && [batch, channels, batchEnd, channelsEnd].every((side) => side === 0);
  if (!isImage || pads.some((side) => side < 0) || scope.text('mode', 'constant') !== 'constant' || value !== 0)
    throw new Unsupported('it adds something else than zeros around an image');
  const borders: Borders = { rows: [top, bottom], columns: [left, right] };
  return flow(pad(scope.imageStep(), borders), 'channels-first');
}

/** alpha A' B' + beta C */
export function gemm(scope: NodeScope): OnnxValue {
  if (scope.integer('transA', 0) !== 0) throw new Unsupported('it turns its input around');
  const matrix = scope.integer('transB', 0) === 0 ? scope.constant(1) : transpose(scope.constant(1), [1, 0]);
  const alpha = scope.float('alpha', 1);
  const scaled = alpha === 1 ? matrix : { ...matrix, data: matrix.data.map((value) => value * alpha) };
  const units = matrix.shape[1] ?? 0;
  const given = scope.optional(2)?.data ?? null;
  const beta = scope.float('beta', 1);
  const bias =
    given === null ? null : new Float32Array(units).map((_, at) => beta * (given[given.length === 1 ? 0 : at] ?? 0));
  if (given !== null && given.length !== 1 && given.length !== units)
    throw new Unsupported(`it has ${given.length} biases for ${units} outputs`);
  return product(scope, scaled, bias ?? scope.takeBias(units));
}

export function matMul(scope: NodeScope): OnnxValue {
  const matrix = scope.constant(1);
  return product(scope, matrix, scope.takeBias(matrix.shape[1] ?? 0));
}

function product(
  scope: NodeScope,
  matrix: { shape: readonly number[]; data: Float32Array },
  bias: Float32Array | null,
): Flow {
  const given = scope.flow();
  if (matrix.shape.length !== 2) throw new Unsupported(`its matrix has ${matrix.shape.length} axes`);
  const [rows = 0, units = 0] = matrix.shape;
  const { order, value } = given;
  const isFlat = typeof order !== 'string' && value.shape[0] === rows;
  const x = isFlat ? value : asPlain(given, scope.builder, scope.name);
  const data = isFlat ? reordered(matrix.data, units, order) : matrix.data;
  return flow(dense({ builder: scope.builder, name: scope.name, x }, { shape: matrix.shape, data }, bias));
}
