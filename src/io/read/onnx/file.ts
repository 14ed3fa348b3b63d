/** What an ONNX file holds (https://onnx.ai/onnx/repo-docs/IR.html): its tensors, and its graph as lists. */
import { ReadError, quoted } from '../errors';
import { checkTensorCount } from '../limits';
import type { GivenFile } from '../types';
import { type OnnxTensor, tensorAt } from './tensor';
import { type WireField, WireFile, Wire, fieldsOf, lastOf } from './wire';

const Model = { irVersion: 1, graph: 7, opset: 8 } as const;
const Opset = { domain: 1, version: 2 } as const;
const Graph = { node: 1, initializer: 5, input: 11, output: 12, sparse: 15 } as const;
const Node = { input: 1, output: 2, name: 3, type: 4, attribute: 5, domain: 7 } as const;
const Attribute = { name: 1, float: 2, integer: 3, text: 4, tensor: 5, floats: 7, integers: 8 } as const;
const Info = { name: 1, type: 2 } as const;
const Type = { tensor: 1 } as const;
const TensorType = { element: 1, shape: 2 } as const;
const Shape = { dim: 1, value: 1 } as const;

export interface OnnxAttribute {
  readonly float: number;
  readonly integer: number;
  readonly text: string;
  readonly tensor: OnnxTensor | null;
  readonly floats: readonly number[];
  readonly integers: readonly number[];
}

export interface OnnxNode {
  readonly name: string;
  readonly type: string;
  /** Empty: of ONNX itself. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export interface OnnxPort {
  readonly name: string;
  /** Null for a size that the file leaves open. */
  readonly shape: readonly (number | null)[];
}

export interface OnnxGraph {
  readonly opset: number;
  readonly nodeCount: number;
  /** Stored tensors, by name. */
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
  /** Without those that have a stored value. */
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly string[];
  /** Reads the nodes, in the order of the file. */
  readonly nodes: () => Promise<readonly OnnxNode[]>;
}

/** Rejects with ReadError for what is not ONNX. */
export async function openOnnx(file: GivenFile): Promise<OnnxGraph> {
  const wire = new WireFile(file);
  const model = await wire.fields(0, file.size);
  const graph = lastOf(model, Model.graph);
  if (graph?.wire !== Wire.bytes || lastOf(model, Model.irVersion)?.wire !== Wire.varint)
    throw new ReadError('damaged', `${quoted(file.name)} holds no graph of ONNX.`);
  const fields = await wire.fields(graph.from, graph.to);
  if (fields.some(({ number, wire: kind }) => Object.values<number>(Graph).includes(number) && kind !== Wire.bytes))
    throw wire.damaged();
  if (lastOf(fields, Graph.sparse) !== undefined)
    throw new ReadError('unsupported-dtype', `${quoted(file.name)} holds sparse tensors.`);
  const initializers = await initializersIn(wire, fieldsOf(fields, Graph.initializer));
  const inputs: OnnxPort[] = [];
  for (const field of fieldsOf(fields, Graph.input)) {
    const port = await portAt(wire, field);
    if (!initializers.has(port.name)) inputs.push(port);
  }
  const outputs: string[] = [];
  for (const field of fieldsOf(fields, Graph.output)) outputs.push((await portAt(wire, field)).name);
  const stored = fieldsOf(fields, Graph.node);
  const nodes = async (): Promise<readonly OnnxNode[]> => {
    const found: OnnxNode[] = [];
    for (const field of stored) found.push(await nodeAt(wire, field));
    return found;
  };
  return { opset: await opsetOf(wire, model), nodeCount: stored.length, initializers, inputs, outputs, nodes };
}

async function initializersIn(wire: WireFile, fields: readonly WireField[]): Promise<ReadonlyMap<string, OnnxTensor>> {
  checkTensorCount(fields.length);
  const tensors = new Map<string, OnnxTensor>();
  for (const field of fields) {
    const tensor = await tensorAt(wire, field, '');
    if (tensors.has(tensor.name))
      throw new ReadError('duplicate-name', `Two tensors are called ${quoted(tensor.name)}.`);
    tensors.set(tensor.name, tensor);
  }
  return tensors;
}

async function opsetOf(wire: WireFile, model: readonly WireField[]): Promise<number> {
  let version = 1;
  for (const field of fieldsOf(model, Model.opset)) {
    const opset = await wire.fields(field.from, field.to);
    const domain = await wire.text(lastOf(opset, Opset.domain));
    if (domain === '' || domain === 'ai.onnx') version = lastOf(opset, Opset.version)?.value ?? 1;
  }
  return version;
}

async function portAt(wire: WireFile, field: WireField): Promise<OnnxPort> {
  const info = await wire.fields(field.from, field.to);
  const name = await wire.text(lastOf(info, Info.name));
  const tensor = await inside(wire, await inside(wire, info, Info.type), Type.tensor);
  const shape: (number | null)[] = [];
  for (const dim of fieldsOf(await inside(wire, tensor, TensorType.shape), Shape.dim)) {
    const size = lastOf(await wire.fields(dim.from, dim.to), Shape.value);
    shape.push(size?.wire === Wire.varint ? size.value : null);
  }
  return { name, shape };
}

/** Fields of the message in a field; none where it is missing. */
async function inside(wire: WireFile, fields: readonly WireField[], number: number): Promise<readonly WireField[]> {
  const field = lastOf(fields, number);
  if (field === undefined) return [];
  if (field.wire !== Wire.bytes) throw wire.damaged();
  return wire.fields(field.from, field.to);
}

async function nodeAt(wire: WireFile, place: WireField): Promise<OnnxNode> {
  const fields = await wire.fields(place.from, place.to);
  const texts = async (number: number): Promise<readonly string[]> => {
    const found: string[] = [];
    for (const field of fieldsOf(fields, number)) found.push(await wire.text(field));
    return found;
  };
  const attributes = new Map<string, OnnxAttribute>();
  for (const field of fieldsOf(fields, Node.attribute)) {
    const attribute = await inside(wire, [field], Node.attribute);
    attributes.set(await wire.text(lastOf(attribute, Attribute.name)), await attributeOf(wire, attribute));
  }
  const [inputs, outputs] = [await texts(Node.input), await texts(Node.output)];
  const [name = ''] = await texts(Node.name);
  const [type = ''] = await texts(Node.type);
  const [domain = ''] = await texts(Node.domain);
  return {
    name: name || (outputs[0] ?? ''),
    type,
    domain: domain === 'ai.onnx' ? '' : domain,
    inputs,
    outputs,
    attributes,
  };
}

async function attributeOf(wire: WireFile, fields: readonly WireField[]): Promise<OnnxAttribute> {
  const float = lastOf(fields, Attribute.float);
  const tensor = lastOf(fields, Attribute.tensor);
  return {
    float: float === undefined ? 0 : (await floatsIn(wire, [float]))[0]!,
    integer: lastOf(fields, Attribute.integer)?.value ?? 0,
    text: await wire.text(lastOf(fields, Attribute.text)),
    tensor: tensor === undefined ? null : await tensorAt(wire, tensor, ''),
    floats: await floatsIn(wire, fieldsOf(fields, Attribute.floats)),
    integers: await wire.integers(fieldsOf(fields, Attribute.integers)),
  };
}

async function floatsIn(wire: WireFile, fields: readonly WireField[]): Promise<readonly number[]> {
  const values: number[] = [];
  for (const field of fields) {
    const bytes = await wire.bytes(field);
    if (field.wire === Wire.varint || bytes.length % 4 !== 0) throw wire.damaged();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < bytes.length; at += 4) values.push(view.getFloat32(at, true));
  }
  return values;
}
