import type { TapScales } from '../activations/technique';
import { type Tap, tapsOf } from '../activations/taps';
import { type Activation, type GraphNode, type Model, type Pair, sizeOf } from '../model/graph';
import { usersOf } from '../model/flow';
import { bordersOf } from '../model/shapes';
import { roundHalfEven } from '../numerics/round';
import { biasCodes, biasScale } from './bias';
import { type FixedPoint, fixedPointOf } from './fixed-point';
import { type Geometry, type ValueCodes, type WeightCodes, centred } from './layer';

/** Quantized weights of one kernel. */
export interface IntegerKernel extends WeightCodes {
  /** float32 scale of all weights, or of each output channel. */
  readonly scales: readonly number[];
}

/** One layer with weights, ready to be computed in integers. */
export interface IntegerLayer {
  readonly name: string;
  readonly geometry: Geometry;
  readonly input: ValueCodes;
  readonly kernel: IntegerKernel;
  /** Weights with their zero point taken away. */
  readonly weights: Int32Array;
  readonly bias: Int32Array;
  /** Codes of what follows; null after the last layer, whose sums stay int32. */
  readonly output: ValueCodes | null;
  /** s_w s_x / s_y and its fixed-point form, one or one a channel; empty after the last layer. */
  readonly multipliers: readonly number[];
  readonly fixed: readonly FixedPoint[];
  /** Codes that the activation leaves. */
  readonly bounds: Pair;
}

export type IntegerStep =
  | { readonly kind: 'layer'; readonly layer: IntegerLayer }
  /** `bounds` are those of the codes after it. */
  | { readonly kind: 'pool'; readonly mode: 'max' | 'average'; readonly geometry: Geometry; readonly bounds: Pair }
  | { readonly kind: 'clamp'; readonly bounds: Pair }
  | { readonly kind: 'pass' };

/** A chain of steps, one a node after the input. */
export interface IntegerPlan {
  readonly input: ValueCodes;
  readonly steps: readonly IntegerStep[];
}

/** Why a network cannot be computed in integers alone; `message` is one sentence for the reader. */
export class IntegerError extends Error {
  override readonly name = 'IntegerError';

  /** @param layer the layer that stands in the way, where it is one. */
  constructor(
    message: string,
    readonly layer: string | null = null,
  ) {
    super(message);
  }
}

/**
 * Lays out a chain of dense, convolution, depthwise and pooling layers in integers. Throws IntegerError where the graph or the
 * settings do not allow it.
 * @param kernels weights by name. @param taps scales by layer; one scale each.
 */
export function integerPlan(
  model: Model,
  kernels: ReadonlyMap<string, IntegerKernel>,
  taps: Readonly<Record<string, TapScales>>,
): IntegerPlan {
  const users = usersOf(model.nodes);
  const branching = model.nodes.find((node, at) => (users[at]?.length ?? 0) > 1 || node.inputs.length > 1);
  if (branching !== undefined)
    throw new IntegerError(
      `${branching.name} joins or splits the flow; only chains of layers are computed in integers.`,
    );
  const codes = valuesAt(tapsOf(model), taps);
  const following = followingCodes(model, codes);
  const input = following[0];
  if (input === null || input === undefined) throw new IntegerError('The network has no layer with weights.');
  const steps = model.nodes
    .slice(1)
    .map((node, at) => stepOf(model, node, kernels, codes.get(at + 1) ?? null, outputOf(model, at + 1, following)));
  return { input, steps };
}

/** Codes of the input of each node with weights. */
function valuesAt(taps: readonly Tap[], scales: Readonly<Record<string, TapScales>>): ReadonlyMap<number, ValueCodes> {
  return new Map(
    taps.map(({ node, layer }) => {
      const found = scales[layer];
      const [scale, zeroPoint] = [found?.scales[0], found?.zeroPoints[0]];
      if (found?.scales.length !== 1 || scale === undefined || zeroPoint === undefined)
        throw new IntegerError(`The input of ${layer} needs one fixed scale.`);
      return [node, { scale, zeroPoint, qmin: found.qmin, qmax: found.qmax }] as const;
    }),
  );
}

/** For each node of a chain the codes of the next layer with weights after it; null after the last. */
function followingCodes(model: Model, codes: ReadonlyMap<number, ValueCodes>): readonly (ValueCodes | null)[] {
  const following = new Array<ValueCodes | null>(model.nodes.length).fill(null);
  for (let at = model.nodes.length - 2; at >= 0; at--) following[at] = codes.get(at + 1) ?? following[at + 1] ?? null;
  return following;
}

/** Codes on which a mean is taken: the scale is that of the means, which single values may exceed many times. */
const MEAN_CODES = 2 ** 14;

/** Codes of the output of a node: those of the next layer with weights, with room to spare where a mean comes before it. */
function outputOf(model: Model, at: number, following: readonly (ValueCodes | null)[]): ValueCodes | null {
  const output = following[at] ?? null;
  const later = model.nodes.slice(at + 1);
  const next = later.find(({ op }) => 'kernel' in op || isMean(op));
  return output === null || next === undefined || !isMean(next.op)
    ? output
    : { ...output, qmin: output.zeroPoint - MEAN_CODES, qmax: output.zeroPoint + MEAN_CODES };
}

function isMean(op: GraphNode['op']): boolean {
  return (op.kind === 'pool' || op.kind === 'global-pool') && op.mode === 'average';
}

function stepOf(
  model: Model,
  node: GraphNode,
  kernels: ReadonlyMap<string, IntegerKernel>,
  input: ValueCodes | null,
  output: ValueCodes | null,
): IntegerStep {
  const { op } = node;
  const from = model.nodes[node.inputs[0] ?? 0]?.shape ?? [];
  switch (op.kind) {
    case 'conv2d':
    case 'depthwise':
    case 'dense':
      if (input === null) throw new IntegerError(`The input of ${node.name} has no codes.`);
      return { kind: 'layer', layer: layerOf(model, node, kernels, input, output) };
    case 'pool':
    case 'global-pool':
      return {
        kind: 'pool',
        mode: op.mode,
        geometry: poolGeometry(op, from, node.shape),
        bounds: output === null ? last(node) : [output.qmin, output.qmax],
      };
    case 'activation':
      return output === null ? last(node) : { kind: 'clamp', bounds: boundsOf(op.activation, output, node.name) };
    case 'reshape':
    case 'identity':
      return { kind: 'pass' };
    default:
      throw new IntegerError(`${node.name} (${op.kind}) has no integer form here.`);
  }
}

function last(node: GraphNode): never {
  throw new IntegerError(`${node.name} follows the last sums, which stay integers without an activation.`);
}

function layerOf(
  model: Model,
  node: GraphNode,
  kernels: ReadonlyMap<string, IntegerKernel>,
  input: ValueCodes,
  output: ValueCodes | null,
): IntegerLayer {
  const { op } = node;
  if (!('kernel' in op) || !('bias' in op)) throw new IntegerError(`${node.name} has no weights.`);
  const info = model.kernels[op.kernel]?.info;
  const kernel = kernels.get(info?.name ?? '');
  if (info === undefined || kernel === undefined)
    throw new IntegerError(
      `The weights of ${node.name} need uniform codes with a scale for the layer or each channel.`,
    );
  const geometry = geometryOf(model, node, info.shape);
  const channels = geometry.to[2];
  if (output === null && op.activation.kind !== 'linear') last(node);
  const multipliers =
    output === null ? [] : kernel.scales.map((_, o) => biasScale(kernel.scales, o, input.scale) / output.scale);
  return {
    name: info.name,
    geometry,
    input,
    kernel,
    weights: centred(kernel, channels),
    bias: biasCodes(op.bias ?? new Float32Array(channels), kernel.scales, input.scale),
    output,
    multipliers,
    fixed: multipliers.map(fixedPointOf),
    bounds: output === null ? [0, 0] : boundsOf(op.activation, output, node.name),
  };
}

/** Codes that an activation leaves: a ReLU cuts at the zero point. */
function boundsOf(activation: Activation, { scale, zeroPoint, qmin, qmax }: ValueCodes, name: string): Pair {
  switch (activation.kind) {
    case 'linear':
      return [qmin, qmax];
    case 'relu':
      return [Math.max(qmin, zeroPoint), qmax];
    case 'relu6':
      return [Math.max(qmin, zeroPoint), Math.min(qmax, roundHalfEven(6 / scale) + zeroPoint)];
    default:
      throw new IntegerError(`${name} has the activation ${activation.kind}, which needs more than integers.`);
  }
}

function geometryOf(model: Model, { op, inputs, shape }: GraphNode, kernel: readonly number[]): Geometry {
  const from = model.nodes[inputs[0] ?? 0]?.shape ?? [];
  if (op.kind !== 'conv2d' && op.kind !== 'depthwise') {
    const [rows = 0, columns = 0] = kernel;
    if (sizeOf(from) !== rows) throw new IntegerError('A dense layer over positions has no integer form here.');
    return { depthwise: false, from: [1, 1, rows], to: [1, 1, columns], ...POINT };
  }
  const { strides, dilation, borders } = op;
  const [height = 1, width = 1] = kernel;
  return {
    depthwise: op.kind === 'depthwise',
    from: asImage(from),
    to: asImage(shape),
    size: [height, width],
    strides,
    dilation,
    borders,
  };
}

const NO_BORDERS = { rows: [0, 0], columns: [0, 0] } as const;
const POINT = { size: [1, 1], strides: [1, 1], dilation: [1, 1], borders: NO_BORDERS } as const;

function poolGeometry(
  op: Extract<GraphNode['op'], { kind: 'pool' | 'global-pool' }>,
  from: readonly number[],
  to: readonly number[],
): Geometry {
  const [height, width, channels] = asImage(from);
  if (op.kind === 'global-pool') {
    return { ...POINT, depthwise: true, from: [height, width, channels], to: [1, 1, channels], size: [height, width] };
  }
  const { size, strides, padding } = op;
  const dilation = [1, 1] as const;
  const borders = bordersOf([height, width], { size, strides, dilation, padding });
  return { depthwise: true, from: [height, width, channels], to: asImage(to), size, strides, dilation, borders };
}

function asImage([height = 1, width = 1, channels = 1]: readonly number[]): readonly [number, number, number] {
  return [height, width, channels];
}
