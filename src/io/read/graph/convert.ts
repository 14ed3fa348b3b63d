/** Graph models of TensorFlow.js as layers. Images have their channels last on both sides. */
import { isRecord } from '../../../experiment/key';
import { ModelError } from '../../../model/errors';
import { ReadError, quoted } from '../errors';
import { MOST_VALUES } from '../limits';
import type { Built } from '../network/finish';
import { LayersBuilder, type Value } from '../network/layers';
import { inOrder } from '../network/order';
import type { Numbers } from '../network/steps';
import { Unsupported } from '../network/unsupported';
import type { TensorEntry } from '../types';
import { type GraphNode, nodesOf } from './node';
import { OPERATIONS } from './operations';
import { type GraphValue, NodeScope, isConstant } from './scope';

/** Far more than any network of images that runs here. */
const MOST_NODES = 5_000;

/** Throws Unsupported with a whole sentence for a graph that has no layers here, ReadError for one that is none. */
export async function convertGraph(
  json: Readonly<Record<string, unknown>>,
  tensors: readonly TensorEntry[],
  title: string,
): Promise<Built> {
  const nodes = nodesOf(json['modelTopology']);
  if (nodes.length > MOST_NODES) throw new Unsupported(`It has ${nodes.length} nodes, more than ${MOST_NODES}.`);
  const conversion = new Conversion(nodes, new Map(tensors.map((tensor) => [tensor.name, tensor])));
  return conversion.run(outputOf(json, nodes), title);
}

/** The node that the signature names, or the only one that no other takes. */
function outputOf(json: Readonly<Record<string, unknown>>, nodes: readonly GraphNode[]): string {
  const data = isRecord(json['userDefinedMetadata']) ? json['userDefinedMetadata'] : {};
  const signature = json['signature'] ?? data['signature'];
  const outputs = isRecord(signature) && isRecord(signature['outputs']) ? Object.values(signature['outputs']) : [];
  const named = outputs.flatMap((one) => (isRecord(one) && typeof one['name'] === 'string' ? [one['name']] : []));
  const taken = new Set(nodes.flatMap(({ inputs }) => inputs));
  const ends = nodes
    .filter(({ name, op }) => !taken.has(name) && op !== 'Const' && op !== 'NoOp')
    .map(({ name }) => name);
  const found = named.length > 0 ? named : ends;
  const [output, other] = found;
  if (output === undefined || other !== undefined) throw new Unsupported(`It has ${found.length} outputs, not one.`);
  return output.replace(/:0$/, '');
}

class Conversion {
  private readonly builder = new LayersBuilder();
  private readonly values = new Map<string, GraphValue>();
  private readonly taken = new Set<GraphNode>();
  private readonly byName: ReadonlyMap<string, GraphNode>;
  private readonly uses = new Map<string, GraphNode[]>();
  private input: readonly number[] | null = null;

  constructor(
    private readonly nodes: readonly GraphNode[],
    private readonly tensors: ReadonlyMap<string, TensorEntry>,
  ) {
    this.byName = new Map(nodes.map((node) => [node.name, node]));
  }

  async run(output: string, title: string): Promise<Built> {
    const ordered = inOrder(this.nodes, this.byName.get(output), ({ inputs }) =>
      inputs.flatMap((name) => this.byName.get(name) ?? []),
    );
    for (const node of ordered) for (const name of node.inputs) this.use(name, node);
    for (const node of ordered) if (node.op === 'Const') this.values.set(node.name, await this.constantOf(node));
    for (const node of ordered) {
      if (node.op === 'Placeholder') this.addInput(node);
      else if (node.op !== 'Const' && !this.taken.has(node)) this.convert(node);
    }
    const last = this.values.get(output);
    if (last === undefined || isConstant(last) || this.input === null)
      throw new Unsupported('Its output does not depend on its input.');
    const { topology, weights } = this.builder.finish(last, title);
    return { topology, weights: weights.buffer, input: this.input };
  }

  private use(name: string, node: GraphNode): void {
    const users = this.uses.get(name) ?? [];
    users.push(node);
    this.uses.set(name, users);
  }

  private addInput({ name, attributes }: GraphNode): void {
    if (this.input !== null) throw new Unsupported('It has more than one input.');
    const shape = attributes.shape('shape');
    const sizes = shape.slice(1).filter((size) => size !== null);
    if (sizes.length === 0 || sizes.length < shape.length - 1)
      throw new Unsupported(`Its input has no fixed size: [${shape.map((size) => size ?? '?').join(', ')}].`);
    this.input = sizes;
    this.values.set(name, this.builder.input(sizes, name));
  }

  private async constantOf({ name }: GraphNode): Promise<Numbers> {
    const tensor = this.tensors.get(name);
    if (tensor === undefined)
      throw new ReadError('damaged', `The constant ${quoted(name)} has no values in "weightsManifest".`);
    if (tensor.values > MOST_VALUES) throw new Unsupported(`The tensor ${quoted(name)} is too large.`);
    return { shape: tensor.shape, data: await tensor.load() };
  }

  /** Names the node in whatever does not work. */
  private convert(node: GraphNode): void {
    const owner = `Node ${quoted(node.name)} (${quoted(node.op).slice(1, -1)})`;
    try {
      const inputs = node.inputs.map((name) => this.inputOf(name, node));
      const operation = OPERATIONS.get(node.op);
      if (operation === undefined) throw new Unsupported('the operation is not known');
      const sums: GraphNode[] = [];
      const takeBias = (count: number): Float32Array | null => {
        const found = this.biasAfter(node, count);
        if (found !== null) sums.push(found.sum);
        return found?.list ?? null;
      };
      const made = operation(new NodeScope(this.builder, layerName(node), inputs, node.attributes, takeBias));
      this.values.set(node.name, made);
      for (const sum of sums) {
        this.taken.add(sum);
        this.values.set(sum.name, made);
      }
    } catch (error) {
      if (error instanceof ModelError) throw new Unsupported(`${owner}: ${error.reason}`);
      if (error instanceof Unsupported) throw new Unsupported(`${owner} has no layer here: ${error.message}.`);
      throw error;
    }
  }

  private inputOf(name: string, node: GraphNode): Value | Numbers {
    const value = this.values.get(name);
    if (value !== undefined) return value;
    if (/:\d+$/.test(name)) throw new Unsupported(`it takes ${quoted(name)}, another output of a node than the first`);
    throw new ReadError('damaged', `Node ${quoted(node.name)} takes ${quoted(name)}, which is not in the graph.`);
  }

  /** The list that the only user of a layer adds to it. */
  private biasAfter({ name }: GraphNode, count: number): { sum: GraphNode; list: Float32Array } | null {
    const [sum, other] = this.uses.get(name) ?? [];
    const isSum = sum !== undefined && ['BiasAdd', 'AddV2', 'Add'].includes(sum.op) && sum.inputs.length === 2;
    if (!isSum || other !== undefined) return null;
    const list = this.values.get(sum.inputs[sum.inputs[0] === name ? 1 : 0] ?? '');
    const fits = list !== undefined && isConstant(list) && list.data.length === count && list.shape.at(-1) === count;
    return fits ? { sum, list: list.data } : null;
  }
}

/** Without what TensorFlow puts around the name of a layer: "StatefulPartitionedCall/model/conv/Conv2D". */
function layerName({ name }: GraphNode): string {
  const parts = name.split('/').filter((part) => part !== 'StatefulPartitionedCall');
  return (parts.length > 1 ? parts.slice(0, -1) : parts).join('/') || name;
}
