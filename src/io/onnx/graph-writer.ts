/** Builds an ONNX model (https://onnx.ai/onnx/repo-docs/IR.html) node by node. The only writer that names the protobuf schema. */
import { create, toBinary } from '@bufbuild/protobuf';
import { strToU8 } from 'fflate';
import { AttributeProto_AttributeType as AttributeType, ModelProtoSchema, TensorProto_DataType } from 'onnx-buf';

export { TensorProto_DataType as DataType } from 'onnx-buf';

/** The operator set that defines 4-bit integers and blocks of DequantizeLinear, and the file version that goes with it. */
const OPSET = 21n;
const IR_VERSION = 10n;

/** A whole number, a list of them, text, or a float. */
export type Attribute = number | readonly number[] | string | { readonly float: number };

/** The input or output of a model; the first axis is the batch. */
export interface Port {
  readonly name: string;
  readonly type: TensorProto_DataType;
  /** Without the batch axis. */
  readonly shape: readonly number[];
}

export class GraphWriter {
  private readonly names = new Set<string>();
  private readonly nodes: ReturnType<typeof nodeOf>[] = [];
  private readonly tensors: ReturnType<typeof tensorOf>[] = [];

  /** Adds a node with one output; returns the name of that. An empty input is one that is left out. */
  add(
    type: string,
    inputs: readonly string[],
    name: string,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    const output = this.unique(name);
    this.nodes.push(nodeOf(type, inputs, [output], attributes));
    return output;
  }

  /** The same with several outputs. */
  split(
    type: string,
    inputs: readonly string[],
    names: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
  ): readonly string[] {
    const outputs = names.map((name) => this.unique(name));
    this.nodes.push(nodeOf(type, inputs, outputs, attributes));
    return outputs;
  }

  /** A stored tensor; `bytes` little-endian, 4-bit values two a byte, the first in the low half. */
  tensor(name: string, type: TensorProto_DataType, dims: readonly number[], bytes: Uint8Array<ArrayBuffer>): string {
    const own = this.unique(name);
    this.tensors.push(tensorOf(own, type, dims, bytes));
    return own;
  }

  floats(name: string, dims: readonly number[], values: ArrayLike<number>): string {
    return this.tensor(name, TensorProto_DataType.FLOAT, dims, new Uint8Array(Float32Array.from(values).buffer));
  }

  /** A list of int64. */
  integers(name: string, values: readonly number[]): string {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.tensor(name, TensorProto_DataType.INT64, [values.length], bytes);
  }

  /** The file. `metadata`: free text by key. */
  finish(name: string, input: Port, output: Port, metadata: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
    const model = create(ModelProtoSchema, {
      irVersion: IR_VERSION,
      opsetImport: [{ domain: '', version: OPSET }],
      producerName: 'Quantization Playground',
      graph: {
        name,
        node: this.nodes,
        initializer: this.tensors,
        input: [portOf(input)],
        output: [portOf(output)],
      },
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    });
    return toBinary(ModelProtoSchema, model);
  }

  /** Keeps a name for the input. */
  reserve(name: string): string {
    return this.unique(name);
  }

  private unique(name: string): string {
    let own = name;
    for (let count = 2; this.names.has(own); count++) own = `${name}_${count}`;
    this.names.add(own);
    return own;
  }
}

function nodeOf(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Readonly<Record<string, Attribute>>,
) {
  const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
  return { opType, input: [...input], output: [...output], name: output[0] ?? '', attribute };
}

function attributeOf(name: string, value: Attribute) {
  if (typeof value === 'number') return { name, type: AttributeType.INT, i: BigInt(value) };
  if (typeof value === 'string') return { name, type: AttributeType.STRING, s: strToU8(value) };
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float };
  return { name, type: AttributeType.INTS, ints: value.map(BigInt) };
}

function tensorOf(
  name: string,
  dataType: TensorProto_DataType,
  dims: readonly number[],
  rawData: Uint8Array<ArrayBuffer>,
) {
  return { name, dataType, dims: dims.map(BigInt), rawData };
}

function portOf({ name, type, shape }: Port) {
  const batch = { value: { case: 'dimParam' as const, value: 'N' } };
  const dims = shape.map((dim) => ({ value: { case: 'dimValue' as const, value: BigInt(dim) } }));
  return {
    name,
    type: { value: { case: 'tensorType' as const, value: { elemType: type, shape: { dim: [batch, ...dims] } } } },
  };
}
