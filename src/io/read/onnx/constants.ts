/** Operations whose inputs are all known: they are computed when the graph is read. */
import { sizeOf } from '../../../model/graph';
import { Unsupported } from '../network/unsupported';
import type { OnnxAttribute } from './file';
import { type Constant, constant } from './values';

export interface Folding {
  readonly type: string;
  readonly inputs: readonly (Constant | undefined)[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

type Fold = (given: Folding, first: Constant) => Constant;

const FOLDS: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['Identity', (_, first) => first],
  // float32 holds what the other types hold where graphs cast: sizes and axes.
  ['Cast', (_, first) => first],
  ['DequantizeLinear', dequantize],
  ['Reshape', (given, first) => reshapeConstant(first, Array.from(given.inputs[1]?.data ?? []))],
  ['Flatten', flatten],
  ['Transpose', (given, first) => transpose(first, given.attributes.get('perm')?.integers)],
  ['Unsqueeze', unsqueeze],
  ['Squeeze', squeeze],
  ['Gather', gather],
  ['Concat', concat],
  ['Slice', slice],
  ['Add', (given, first) => elementwise(given, first, (a, b) => a + b)],
  ['Sub', (given, first) => elementwise(given, first, (a, b) => a - b)],
  ['Mul', (given, first) => elementwise(given, first, (a, b) => a * b)],
  ['Div', (given, first) => elementwise(given, first, (a, b) => a / b)],
]);

/** Null for an operation that is not computed ahead. Throws Unsupported for one that is computed in part. */
export function folded(given: Folding): Constant | null {
  const [first] = given.inputs;
  const fold = FOLDS.get(given.type);
  return fold === undefined || first === undefined ? null : fold(given, first);
}

/** (code - zero point) x scale in float32: for the tensor, along an axis, or for blocks of an axis. */
function dequantize({ inputs, attributes }: Folding, codes: Constant): Constant {
  const [, scale, zero] = inputs;
  if (scale === undefined || (zero !== undefined && zero.data.length !== scale.data.length))
    throw new Unsupported('its scales and zero points do not fit each other');
  const block = attributes.get('block_size')?.integer ?? 0;
  const axis = axisOf(attributes.get('axis')?.integer ?? 1, codes.shape.length);
  const unit = unitOf(codes, scale, axis, block);
  const data = codes.data.map((code, at) => {
    const index = unit(at);
    return Math.fround(code - (zero?.data[index] ?? 0)) * scale.data[index]!;
  });
  return constant(codes.shape, data);
}

/** Which scale a value has, by its place. */
function unitOf(codes: Constant, scale: Constant, axis: number, block: number): (place: number) => number {
  if (scale.data.length === 1) return () => 0;
  const size = codes.shape[axis] ?? 0;
  const inner = sizeOf(codes.shape.slice(axis + 1));
  if (block === 0) {
    if (scale.data.length !== size) throw new Unsupported('its scales do not fit its axis');
    return (place) => Math.floor(place / inner) % size;
  }
  const blocks = Math.ceil(size / block);
  const wanted = codes.shape.map((dim, at) => (at === axis ? blocks : dim));
  if (block < 0 || wanted.join() !== scale.shape.join()) throw new Unsupported('its scales do not fit its blocks');
  return (place) => {
    const outer = Math.floor(place / (inner * size));
    const along = Math.floor(place / inner) % size;
    return (outer * blocks + Math.floor(along / block)) * inner + (place % inner);
  };
}

function reshapeConstant({ shape, data }: Constant, target: readonly number[]): Constant {
  const dims = target.map((dim, axis) => (dim === 0 ? (shape[axis] ?? 0) : dim));
  const known = sizeOf(dims.filter((dim) => dim !== -1));
  const whole = dims.map((dim) => (dim === -1 ? data.length / known : dim));
  if (sizeOf(whole) !== data.length || !whole.every(Number.isInteger))
    throw new Unsupported(`it makes [${target.join(', ')}] of [${shape.join(', ')}]`);
  return constant(whole, data);
}

function flatten({ attributes }: Folding, { shape, data }: Constant): Constant {
  const axis = axisOf(attributes.get('axis')?.integer ?? 1, shape.length + 1);
  const rows = sizeOf(shape.slice(0, axis));
  return constant([rows, rows === 0 ? 0 : data.length / rows], data);
}

/** @param perm which axis comes to each place; turned around when absent. */
export function transpose(
  { shape, data }: Constant,
  perm: readonly number[] = shape.map((_, axis) => shape.length - 1 - axis),
): Constant {
  if (perm.toSorted((a, b) => a - b).join() !== shape.map((_, axis) => axis).join())
    throw new Unsupported(`its permutation [${perm.join(', ')}] is none`);
  const steps = perm.map((axis) => sizeOf(shape.slice(axis + 1)));
  const dims = perm.map((axis) => shape[axis]!);
  const out = new Float32Array(data.length);
  const place = dims.map(() => 0);
  for (let to = 0, from = 0; to < out.length; to++) {
    out[to] = data[from]!;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++place[axis]! < dims[axis]!) break;
      from -= steps[axis]! * dims[axis]!;
      place[axis] = 0;
    }
  }
  return constant(dims, out);
}

/** Axes are an attribute before operator set 13, an input since. */
function axesOf({ inputs, attributes }: Folding): readonly number[] {
  return Array.from(inputs[1]?.data ?? attributes.get('axes')?.integers ?? []);
}

function unsqueeze(given: Folding, { shape, data }: Constant): Constant {
  const axes = axesOf(given);
  const rank = shape.length + axes.length;
  const places = new Set(axes.map((axis) => axisOf(axis, rank)));
  const rest = [...shape];
  const dims = Array.from({ length: rank }, (_, axis) => (places.has(axis) ? 1 : (rest.shift() ?? 1)));
  return constant(dims, data);
}

function squeeze(given: Folding, { shape, data }: Constant): Constant {
  const axes = axesOf(given).map((axis) => axisOf(axis, shape.length));
  const dims = shape.filter((dim, axis) => (axes.length === 0 ? dim !== 1 : !axes.includes(axis)));
  if (sizeOf(dims) !== data.length) throw new Unsupported('it drops an axis that is not of size 1');
  return constant(dims, data);
}

/** Along the first axis of a list: what graphs do with shapes. */
function gather({ inputs, attributes }: Folding, { shape, data }: Constant): Constant {
  const [, indices] = inputs;
  if (shape.length !== 1 || indices === undefined || (attributes.get('axis')?.integer ?? 0) !== 0)
    throw new Unsupported('it gathers out of more than a list');
  const picked = indices.data.map((index) => data[index < 0 ? index + data.length : index] ?? 0);
  return constant(indices.shape, picked);
}

/** Shapes are joined, of which each has few sizes. */
const MOST_LISTED = 1024;

function concat({ inputs }: Folding): Constant {
  const lists = inputs.flatMap((one) => (one === undefined ? [] : [one]));
  if (lists.some(({ shape }) => shape.length !== 1) || lists.length !== inputs.length)
    throw new Unsupported('it joins constants that are no lists');
  const length = lists.reduce((sum, one) => sum + one.data.length, 0);
  if (length > MOST_LISTED) throw new Unsupported(`it joins ${length} constants`);
  const data = Float32Array.from(lists.flatMap((one) => Array.from(one.data)));
  return constant([data.length], data);
}

function slice({ inputs }: Folding, { shape, data }: Constant): Constant {
  const [, starts, ends, , steps] = inputs;
  const one = shape.length === 1 && starts?.data.length === 1 && ends?.data.length === 1;
  if (!one || (steps !== undefined && steps.data[0] !== 1)) throw new Unsupported('it cuts more than a list');
  const cut = data.slice(starts.data[0], ends.data[0]);
  return constant([cut.length], cut);
}

function elementwise({ inputs }: Folding, a: Constant, operation: (a: number, b: number) => number): Constant {
  const [, b] = inputs;
  if (b === undefined) throw new Unsupported('it lacks an input');
  const [long, short] = a.data.length >= b.data.length ? [a, b] : [b, a];
  if (short.data.length !== 1 && short.shape.join() !== long.shape.join())
    throw new Unsupported('it combines constants of different shapes');
  const at = (list: Constant, index: number): number => list.data[list.data.length === 1 ? 0 : index]!;
  return constant(
    long.shape,
    long.data.map((_, index) => operation(at(a, index), at(b, index))),
  );
}

/** An axis counted from 0. Throws Unsupported. */
function axisOf(axis: number, rank: number): number {
  const own = axis < 0 ? axis + rank : axis;
  if (!(own >= 0 && own <= Math.max(0, rank - 1)) && rank > 0) throw new Unsupported(`it has no axis ${axis}`);
  return own;
}
