import type { GraphNode, Op } from '../../model/graph';
import type { GraphWriter } from './graph-writer';

/** What the writers of layers are given. */
export interface LayerScope {
  readonly writer: GraphWriter;
  readonly node: GraphNode;
  /** Outputs that the layer takes, and their shapes without the batch in the order of the engine. */
  readonly inputs: readonly string[];
  readonly shapes: readonly (readonly number[])[];
  /** Float32 values of a kernel, in the order of ONNX. */
  readonly kernel: (index: number) => string;
  readonly kernelShape: (index: number) => readonly number[];
  /** The input of a kernel as codes say it. */
  readonly tapped: (kernel: number, input: string, shape: readonly number[]) => string;
  /** A bias as this side has it. */
  readonly bias: Float32Array | null;
}

/** The operations of a kind; one description may serve several kinds. */
export type OpOf<Kind extends Op['kind'], One extends Op = Op> = One extends { readonly kind: infer Kinds }
  ? Kind extends Kinds
    ? One
    : never
  : never;
