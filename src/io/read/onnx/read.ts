/** ONNX models: stored tensors as weights, and graphs of images and lists as layers. */
import { ReadError, listed, quoted } from '../errors';
import { MOST_VALUES } from '../limits';
import { type Built, networkOrWeights } from '../network/finish';
import { LayersBuilder } from '../network/layers';
import { inOrder } from '../network/order';
import { Unsupported } from '../network/unsupported';
import { roundingNotes } from '../numbers';
import { titleOf } from '../titles';
import type { GivenFile, ReadNetwork, ReadWeights } from '../types';
import { ModelError } from '../../../model/errors';
import { folded } from './constants';
import { type OnnxGraph, type OnnxNode, type OnnxPort, openOnnx } from './file';
import { OPERATORS } from './operators';
import { NodeScope } from './scope';
import type { OnnxTensor } from './tensor';
import { type Constant, type OnnxValue, asPlain, constant, flow } from './values';

/** Far more than any network of images that runs here. */
const MOST_NODES = 5_000;
/** Values of all constants that are computed ahead: 64 MiB. */
const MOST_FOLDED = 2 ** 24;

/** Rejects with ReadError. */
export async function readOnnx(file: GivenFile): Promise<ReadNetwork | ReadWeights> {
  const graph = await openOnnx(file);
  const nodes = graph.nodeCount <= MOST_NODES ? await graph.nodes() : [];
  const constants = nodes.flatMap(({ type, outputs, attributes }) => {
    const tensor = type === 'Constant' ? (attributes.get('value')?.tensor ?? null) : null;
    return tensor === null ? [] : [{ ...tensor, name: outputs[0] ?? '' }];
  });
  const all = [...graph.initializers.values(), ...constants.filter(({ shape }) => shape.length > 0)];
  const notes = roundingNotes(all.filter(({ type }) => type === 'float64'));
  const described = { format: 'onnx' as const, title: titleOf(file.name), tensors: all, notes };
  const conversion = new Conversion(graph, nodes);
  const read = await networkOrWeights(described, () => conversion.run(described.title));
  return read.kind === 'network' ? { ...read, notes: [...conversion.notes, ...read.notes] } : read;
}

class Conversion {
  private readonly builder = new LayersBuilder();
  private readonly values = new Map<string, OnnxValue>();
  /** Sums that a layer took as its bias. */
  private readonly taken = new Set<OnnxNode>();
  private readonly reasons = new Map<string, string[]>();
  private readonly uses = new Map<string, OnnxNode[]>();
  private readonly makers: ReadonlyMap<string, OnnxNode>;
  private foldedValues = 0;

  constructor(
    private readonly graph: OnnxGraph,
    private readonly nodes: readonly OnnxNode[],
  ) {
    this.makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  }

  /** What was converted or left out, in whole sentences. */
  get notes(): readonly string[] {
    return [...this.reasons].map(([reason, names]) => `${reason} (${listed(names)}).`);
  }

  /** Throws Unsupported with a whole sentence. */
  async run(title: string): Promise<Built> {
    const { inputs, outputs, nodeCount } = this.graph;
    if (nodeCount > MOST_NODES) throw new Unsupported(`It has ${nodeCount} nodes, more than ${MOST_NODES}.`);
    const [input, other] = inputs;
    const [output = '', more] = outputs;
    if (input === undefined || other !== undefined || output === '' || more !== undefined)
      throw new Unsupported(`It has ${inputs.length} inputs and ${outputs.length} outputs, not one of each.`);
    const ordered = inOrder(this.nodes, this.makers.get(output), ({ inputs: names }) =>
      names.flatMap((name) => this.makers.get(name) ?? []),
    );
    for (const node of ordered) for (const name of node.inputs) this.use(name, node);
    const shape = this.addInput(input);
    for (const node of ordered) await this.loadConstants(node);
    for (const node of ordered) if (!this.taken.has(node)) this.attempt(node, () => this.convert(node));
    const result = this.values.get(output);
    if (result?.kind !== 'flow') throw new Unsupported('Its output does not depend on its input.');
    const { value, order } = result;
    const last =
      typeof order === 'string' ? value : this.attempt(ordered.at(-1)!, () => asPlain(result, this.builder, 'output'));
    const { topology, weights } = this.builder.finish(last, title);
    return { topology, weights: weights.buffer, input: shape };
  }

  private use(name: string, node: OnnxNode): void {
    const users = this.uses.get(name) ?? [];
    users.push(node);
    this.uses.set(name, users);
  }

  private addInput({ name, shape }: OnnxPort): readonly number[] {
    const sizes = shape.slice(1);
    if (sizes.length === 0 || !sizes.every((size) => size !== null && Number.isSafeInteger(size) && size > 0))
      throw new Unsupported(`Its input has no fixed size: [${shape.map((size) => size ?? '?').join(', ')}].`);
    const seen = sizes as number[];
    // Models of TensorFlow take images with the channels last, and move them first at once.
    const isLast = (this.uses.get(name) ?? []).some(
      ({ type, attributes }) => type === 'Transpose' && attributes.get('perm')?.integers.join() === '0,3,1,2',
    );
    const isImage = seen.length === 3 && !isLast;
    const [channels = 0, height = 0, width = 0] = seen;
    const own = isImage ? [height, width, channels] : seen;
    this.values.set(name, flow(this.builder.input(own, name), isImage ? 'channels-first' : 'same'));
    return own;
  }

  /** The stored tensors that a node takes or is. */
  private async loadConstants(node: OnnxNode): Promise<void> {
    const { type, inputs, outputs, attributes } = node;
    if (type === 'Constant') this.values.set(outputs[0] ?? '', await constantOf(attributes));
    for (const name of inputs) {
      const tensor = this.graph.initializers.get(name);
      if (tensor !== undefined && !this.values.has(name)) this.values.set(name, await loaded(tensor));
    }
  }

  /** Names the node in whatever does not work. */
  private attempt<Result>({ name, type }: OnnxNode, what: () => Result): Result {
    try {
      return what();
    } catch (error) {
      const owner = `Node ${quoted(name)} (${type})`;
      if (error instanceof ModelError) throw new Unsupported(`${owner}: ${error.reason}`);
      if (error instanceof Unsupported) throw new Unsupported(`${owner} has no layer here: ${error.message}.`);
      throw error;
    }
  }

  private convert(node: OnnxNode): void {
    if (node.type === 'Constant') return;
    const inputs = node.inputs.map((name) => this.inputOf(name, node));
    if (node.domain !== '') throw new Unsupported(`it is an operation of ${quoted(node.domain)}`);
    const isKnown = inputs.length > 0 && inputs.every((input) => input?.kind !== 'flow');
    const made = isKnown ? this.fold(node, inputs) : this.layerFor(node, inputs);
    this.values.set(node.outputs[0] ?? '', made);
  }

  private inputOf(name: string, node: OnnxNode): OnnxValue | undefined {
    const value = this.values.get(name);
    if (name === '' || value !== undefined) return value;
    if (this.makers.has(name))
      throw new Unsupported(`it takes ${quoted(name)}, another output of a node than the first`);
    throw new ReadError('damaged', `Node ${quoted(node.name)} takes ${quoted(name)}, which nothing makes.`);
  }

  private layerFor(node: OnnxNode, inputs: readonly (OnnxValue | undefined)[]): OnnxValue {
    const isBound = this.boundsCodes(node) && inputs[1]?.kind === 'constant';
    const operator = OPERATORS.get(isBound ? 'Identity' : node.type);
    if (operator === undefined) throw new Unsupported('the operation is not known');
    const bias: OnnxNode[] = [];
    const takeBias = (count: number): Float32Array | null => {
      const found = this.biasAfter(node, count);
      if (found !== null) bias.push(found.sum);
      return found?.list ?? null;
    };
    const note = (reason: string) => this.note(reason, node.name);
    const { opset } = this.graph;
    const made = operator(new NodeScope(this.builder, layerName(node), opset, inputs, node.attributes, takeBias, note));
    for (const sum of bias) {
      this.taken.add(sum);
      this.values.set(sum.outputs[0] ?? '', made);
    }
    return made;
  }

  /** Whether all that a node does is to bound what the next one or two turn into codes. */
  private boundsCodes({ type, outputs }: OnnxNode): boolean {
    let [output = ''] = outputs;
    for (let step = 0, bound = type; step < 2 && (bound === 'Max' || bound === 'Min'); step++) {
      const [user, other] = this.uses.get(output) ?? [];
      if (user === undefined || other !== undefined) return false;
      if (user.type === 'QuantizeLinear') return true;
      [bound, output] = [user.type, user.outputs[0] ?? ''];
    }
    return false;
  }

  private note(reason: string, name: string): void {
    const names = this.reasons.get(reason) ?? [];
    names.push(name);
    this.reasons.set(reason, names);
  }

  private fold(node: OnnxNode, inputs: readonly (Constant | undefined)[]): Constant {
    const result = folded({ type: node.type, inputs, attributes: node.attributes });
    if (result === null) throw new Unsupported('the operation is not computed ahead');
    this.foldedValues += result.data.length;
    if (this.foldedValues > MOST_FOLDED) throw new Unsupported('too many constants would have to be computed ahead');
    if (node.type === 'DequantizeLinear')
      this.note('Weights stored as codes were dequantized to float32', node.outputs[0] ?? '');
    return result;
  }

  /** The list that the only user of a layer adds to it, one number for each channel. */
  private biasAfter({ type, outputs }: OnnxNode, count: number): { sum: OnnxNode; list: Float32Array } | null {
    const [output = ''] = outputs;
    const [sum, other] = this.uses.get(output) ?? [];
    if (sum?.type !== 'Add' || sum.inputs.length !== 2 || other !== undefined || this.graph.outputs.includes(output))
      return null;
    const list = this.values.get(sum.inputs[sum.inputs[0] === output ? 1 : 0] ?? '');
    if (list?.kind !== 'constant' || list.data.length !== count) return null;
    // The channels of an image come before its height and width.
    const axis = type === 'Conv' ? -3 : -1;
    return list.shape.at(axis) === count ? { sum, list: list.data } : null;
  }
}

async function loaded(tensor: OnnxTensor): Promise<Constant> {
  if (tensor.values > MOST_VALUES) throw new Unsupported(`The tensor ${quoted(tensor.name)} is too large.`);
  return constant(tensor.shape, await tensor.load());
}

async function constantOf(attributes: OnnxNode['attributes']): Promise<OnnxValue> {
  const tensor = attributes.get('value')?.tensor;
  if (tensor !== null && tensor !== undefined) return loaded(tensor);
  const [key, attribute] = [...attributes][0] ?? [];
  const lists: Readonly<Record<string, readonly number[] | undefined>> = {
    value_float: [attribute?.float ?? 0],
    value_int: [attribute?.integer ?? 0],
    value_floats: attribute?.floats,
    value_ints: attribute?.integers,
  };
  const list = key !== undefined && Object.hasOwn(lists, key) ? lists[key] : undefined;
  if (list === undefined) throw new Unsupported('One of its constants is no list of numbers.');
  return constant(key?.endsWith('s') === true ? [list.length] : [], Float32Array.from(list));
}

/** After the weight of a layer, which tells more than the number of a node. */
function layerName({ name, inputs, type }: OnnxNode): string {
  const weight = ['Conv', 'Gemm', 'MatMul'].includes(type) ? inputs[1] : undefined;
  return /^(.+?)[./_](?:weight|kernel|matrix)$/.exec(weight ?? '')?.[1] ?? name;
}
