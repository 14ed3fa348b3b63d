import type { GraphNode, Model, Op } from '../../model/graph';
import type { ActivationScheme, QuantizationSettings } from '../../training/settings';
import { kernelIndices } from '../network';

type NormOp = Extract<Op, { readonly kind: 'batch-norm' }>;
type FoldableOp = Extract<Op, { readonly kind: 'conv2d' | 'depthwise' | 'dense' }>;

/** A kernel with the batch normalization that follows it. */
export interface Fold {
  readonly op: FoldableOp;
  readonly norm: NormOp;
}

/** What a training does at the nodes of a graph. */
export interface PassPlan {
  readonly nodes: readonly GraphNode[];
  /** By the index of the batch normalization: what is computed there instead. */
  readonly folds: ReadonlyMap<number, Fold>;
  /** Nodes that are computed inside a fold. */
  readonly absorbed: ReadonlySet<number>;
  /** By kernel: its fold. */
  readonly foldOf: ReadonlyMap<number, Fold>;
  /** Nodes whose output is quantized: what kernels take in. */
  readonly sites: readonly number[];
}

/** Plans the passes of a model; `quantization` null is a training in float. */
export function planPasses(model: Model, quantization: QuantizationSettings | null): PassPlan {
  const nodes = withoutFinalSoftmax(model.nodes);
  const uses = useCounts(nodes);
  const folds = new Map<number, Fold>();
  if (quantization?.batchNorm === 'fold') {
    nodes.forEach((node, index) => {
      const source = node.inputs[0] ?? 0;
      const fold = foldAt(node, nodes[source], uses[source] ?? 0);
      if (fold !== null) folds.set(index, fold);
    });
  }
  const quantizes = (name: string): boolean => quantization?.weights[name] !== undefined;
  const folded = [...folds].filter(([, { op }]) => quantizes(model.kernels[op.kernel]?.info.name ?? ''));
  return {
    nodes,
    folds: new Map(folded),
    absorbed: new Set(folded.map(([index]) => nodes[index]?.inputs[0] ?? 0)),
    foldOf: new Map(folded.map(([, fold]) => [fold.op.kernel, fold])),
    sites: sitesOf(nodes, quantization?.activations ?? null, (kernel) =>
      quantizes(model.kernels[kernel]?.info.name ?? ''),
    ),
  };
}

function sitesOf(
  nodes: readonly GraphNode[],
  activations: ActivationScheme | null,
  quantizes: (kernel: number) => boolean,
): readonly number[] {
  if (activations === null) return [];
  const sites = kernelInputs(nodes);
  return activations.kind === 'xnor' ? sites.filter((site) => takesSigns(nodes, site, quantizes)) : sites;
}

/** Whether all that takes the output of a node is a product with binary weights. */
function takesSigns(nodes: readonly GraphNode[], site: number, quantizes: (kernel: number) => boolean): boolean {
  const users = nodes.filter(({ inputs }) => inputs.includes(site));
  return users.every(({ op }) => (op.kind === 'conv2d' || op.kind === 'dense') && quantizes(op.kernel));
}

/** The loss takes logits: a softmax at the end is left out. */
function withoutFinalSoftmax(nodes: readonly GraphNode[]): readonly GraphNode[] {
  const last = nodes.at(-1);
  if (last === undefined || !('activation' in last.op) || last.op.activation.kind !== 'softmax') return nodes;
  return [...nodes.slice(0, -1), { ...last, op: { ...last.op, activation: { kind: 'linear' } } }];
}

function foldAt(node: GraphNode, before: GraphNode | undefined, uses: number): Fold | null {
  if (node.op.kind !== 'batch-norm' || before === undefined || uses !== 1) return null;
  const { op } = before;
  const isFoldable = op.kind === 'conv2d' || op.kind === 'depthwise' || op.kind === 'dense';
  return isFoldable && op.activation.kind === 'linear' ? { op, norm: node.op } : null;
}

function kernelInputs(nodes: readonly GraphNode[]): readonly number[] {
  const found = new Set<number>();
  for (const { op, inputs } of nodes) {
    const takesIndices = op.kind === 'input' || kernelIndices(op).length === 0;
    const [source = 0] = inputs;
    if (!takesIndices && source !== 0) found.add(source);
  }
  return [...found].sort((a, b) => a - b);
}

function useCounts(nodes: readonly GraphNode[]): readonly number[] {
  const counts = nodes.map(() => 0);
  for (const { inputs } of nodes) for (const input of inputs) counts[input] = (counts[input] ?? 0) + 1;
  return counts;
}
