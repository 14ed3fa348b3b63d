import { usersOf } from './flow';
import type { Activation, GraphNode, Model } from './graph';

/** Two kernels between which the scale of each channel can be moved. */
export interface ChannelPair {
  /** Index of the kernel whose output channels they are. */
  readonly first: number;
  /** Index of the kernel that takes them in; its input i belongs to channel i mod `channels`. */
  readonly second: number;
  readonly channels: number;
  /** The node whose bias is added to the output of `first`; null when none lies between the two. */
  readonly biasNode: number | null;
}

/** What passes on s x as s times its output, for one s > 0 per channel. */
const HOMOGENEOUS: ReadonlySet<Activation['kind']> = new Set<Activation['kind']>(['linear', 'relu', 'leaky-relu']);

/** All pairs in flow order. A layer whose output goes to two places, or through anything else, starts none. */
export function channelPairs(model: Model): readonly ChannelPair[] {
  const uses = usersOf(model.nodes);
  return model.nodes.flatMap((node, index) => {
    const { op } = node;
    const channels = node.shape.at(-1) ?? 0;
    const inside = op.kind === 'separable' ? separablePair(model, op.depthwise, op.pointwise) : [];
    if (!('activation' in op) || op.kind === 'activation' || !HOMOGENEOUS.has(op.activation.kind)) return inside;
    const first = op.kind === 'separable' ? op.pointwise : op.kernel;
    const second = kernelAfter(model.nodes, uses, index, channels);
    return second === null ? inside : [...inside, { first, second, channels, biasNode: index }];
  });
}

function separablePair(model: Model, first: number, second: number): readonly ChannelPair[] {
  const [, , channels = 0] = model.kernels[second]?.info.shape ?? [];
  return [{ first, second, channels, biasNode: null }];
}

/** The first kernel after `start` when everything between passes on the scale of each channel; null otherwise. */
function kernelAfter(
  nodes: readonly GraphNode[],
  uses: readonly (readonly number[])[],
  start: number,
  channels: number,
): number | null {
  for (let at = start; ;) {
    const [next, ...others] = uses[at] ?? [];
    const node = next === undefined || others.length > 0 ? undefined : nodes[next];
    if (next === undefined || node === undefined) return null;
    at = next;
    const { op } = node;
    if (op.kind === 'conv2d' || op.kind === 'depthwise' || op.kind === 'dense') return op.kernel;
    if (op.kind === 'separable') return op.depthwise;
    if (!passesScale(node, channels)) return null;
  }
}

function passesScale({ op, shape }: GraphNode, channels: number): boolean {
  switch (op.kind) {
    case 'activation':
      return HOMOGENEOUS.has(op.activation.kind);
    // The channels count fastest: they stay in place as long as the last axis holds whole pixels.
    case 'reshape':
      return (shape.at(-1) ?? 0) % channels === 0;
    case 'pool':
    case 'global-pool':
    case 'pad':
    case 'upsample':
    case 'identity':
      return true;
    default:
      return false;
  }
}
