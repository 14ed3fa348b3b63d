import { type Activation, type GraphNode, type Model, sizeOf } from '../model/graph';

/** Where activations are quantized: the input of one layer with weights, just before it is multiplied. */
export interface Tap {
  /** Name of the layer. */
  readonly layer: string;
  /** Index of its kernel in the model. */
  readonly kernel: number;
  /** Node that multiplies, and the node whose output it takes; the same one for the second kernel of a separable layer. */
  readonly node: number;
  readonly input: number;
  /** The graph before it can give no value below 0. */
  readonly nonNegative: boolean;
  /** Shape without the batch axis; channels come last. */
  readonly shape: readonly number[];
}

/** All taps in flow order. Lookups by index, such as an embedding, multiply nothing and have none. */
export function tapsOf(model: Model): readonly Tap[] {
  const signs = nonNegativeNodes(model);
  return model.nodes.flatMap((node, index) => kernelInputs(model, node, index, signs));
}

function kernelInputs(model: Model, { op, inputs, shape }: GraphNode, node: number, signs: readonly boolean[]): Tap[] {
  const [input = 0] = inputs;
  const from = model.nodes[input]?.shape ?? [];
  const tap = (kernel: number, own: Pick<Tap, 'input' | 'nonNegative' | 'shape'>): Tap => ({
    layer: model.kernels[kernel]?.info.name ?? '',
    kernel,
    node,
    ...own,
  });
  const outer = { input, nonNegative: signs[input] === true, shape: from };
  switch (op.kind) {
    case 'conv2d':
    case 'depthwise':
    case 'dense':
      return [tap(op.kernel, outer)];
    case 'separable': {
      const channels = model.kernels[op.pointwise]?.info.shape[2] ?? 1;
      const inner = { input: node, nonNegative: false, shape: [...shape.slice(0, -1), channels] };
      return [tap(op.depthwise, outer), tap(op.pointwise, inner)];
    }
    default:
      return [];
  }
}

/** Values of one image or text at a tap. */
export function tapSize(tap: Tap): number {
  return sizeOf(tap.shape);
}

/** For each node whether its output cannot be negative, whatever the input. */
function nonNegativeNodes(model: Model): readonly boolean[] {
  const signs: boolean[] = [];
  for (const { op, inputs } of model.nodes) {
    const all = inputs.length > 0 && inputs.every((input) => signs[input] === true);
    signs.push(
      'activation' in op ? givesNoNegative(op.activation, all && op.kind === 'activation') : all && keeps(op.kind),
    );
  }
  return signs;
}

/** Operations that mix values with weights of no sign at all, or of either. */
const KEEPS_SIGN: ReadonlySet<GraphNode['op']['kind']> = new Set([
  'pool',
  'global-pool',
  'reshape',
  'identity',
  'add',
  'pad',
  'upsample',
  'concatenate',
]);

function keeps(kind: GraphNode['op']['kind']): boolean {
  return KEEPS_SIGN.has(kind);
}

function givesNoNegative(activation: Activation, inputIs: boolean): boolean {
  switch (activation.kind) {
    case 'relu':
    case 'relu6':
    case 'sigmoid':
    case 'softmax':
    case 'softplus':
      return true;
    case 'general-relu':
      return activation.slope === 0 && activation.threshold >= 0 && activation.maxValue >= 0;
    default:
      return inputIs && activation.kind === 'linear';
  }
}
