import { type Activation, type GraphNode, type Model } from '../model/graph';
import { usersOf } from '../model/flow';
import { imageOf } from './place';

/** Bounds that an activation keeps values between: [-Infinity, Infinity] for none. */
export type Bounds = readonly [number, number];

export const UNBOUNDED: Bounds = [-Infinity, Infinity];

/** What an activation does as two bounds; null where it does more. */
function boundsOf(activation: Activation): Bounds | null {
  switch (activation.kind) {
    case 'linear':
      return UNBOUNDED;
    case 'relu':
      return [0, Infinity];
    case 'relu6':
      return [0, 6];
    case 'general-relu':
      return activation.slope === 0 && activation.threshold === 0 ? [0, activation.maxValue] : null;
    default:
      return null;
  }
}

/** A node that a plan computes, and the activation after it that is done in the same step. */
export interface PlannedNode {
  readonly node: number;
  /** Node whose output is written: that of the activation, where there is one. */
  readonly output: number;
  readonly bounds: Bounds;
}

/** Why a model is not planned: a sentence, and the name of the node. */
export interface Unplanned {
  readonly reason: string;
  readonly layer: string;
}

/** The nodes of a model as steps, in order. */
export function plannedNodes(model: Model): readonly PlannedNode[] | Unplanned {
  const { nodes } = model;
  const users = usersOf(nodes);
  const steps: PlannedNode[] = [];
  for (let node = 1; node < nodes.length; node++) {
    const one = nodes[node]!;
    const own = ownBounds(one);
    if (own === null || !isKnown(one, nodes))
      return { reason: `${one.name} (${one.op.kind}) has no kernel of our own.`, layer: one.name };
    const next = nodes[node + 1];
    const isLinear = own[0] === -Infinity && own[1] === Infinity;
    const after = next?.op.kind === 'activation' && next.inputs[0] === node ? boundsOf(next.op.activation) : null;
    const fuses = after !== null && isLinear && users[node]?.length === 1 && canFuse(one);
    steps.push({ node, output: fuses ? node + 1 : node, bounds: fuses ? after : own });
    if (fuses) node++;
  }
  return steps;
}

function ownBounds({ op }: GraphNode): Bounds | null {
  return 'activation' in op ? boundsOf(op.activation) : UNBOUNDED;
}

function canFuse({ op }: GraphNode): boolean {
  return op.kind === 'conv2d' || op.kind === 'depthwise' || op.kind === 'dense' || op.kind === 'add';
}

function isKnown({ op, inputs, shape }: GraphNode, nodes: readonly GraphNode[]): boolean {
  const from = inputs.map((input) => nodes[input]?.shape ?? []);
  if ([shape, ...from].some((one) => imageOf(one) === null)) return false;
  switch (op.kind) {
    case 'conv2d':
    case 'dense':
    case 'pool':
    case 'global-pool':
    case 'identity':
    case 'activation':
    case 'pad':
      return op.kind !== 'dense' || from[0]?.length === 1;
    case 'reshape':
      return shape.length === 1 || from[0]?.length === 1;
    case 'depthwise':
      return from[0]?.[2] === shape[2];
    case 'add':
      return from.every((one) => one.length === shape.length && one.every((dim, axis) => dim === shape[axis]));
    case 'concatenate':
      return op.axis === shape.length;
    default:
      return false;
  }
}
