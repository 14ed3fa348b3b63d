import type { LayersBuilder, Value } from '../network/layers';
import type { Numbers, Step } from '../network/steps';
import { Unsupported } from '../network/unsupported';
import type { Attributes } from './node';

/** The output of a layer, or numbers that are known before anything runs; in shapes NaN is the size of the batch. */
export type GraphValue = Value | Numbers;

export function isConstant(value: GraphValue): value is Numbers {
  return 'data' in value;
}

/** A node while it becomes a layer. */
export class NodeScope {
  constructor(
    readonly builder: LayersBuilder,
    readonly name: string,
    readonly inputs: readonly GraphValue[],
    readonly attributes: Attributes,
    /** A list that the next node adds to every channel; that node then does nothing. */
    readonly takeBias: (count: number) => Float32Array | null,
  ) {}

  /** Throws Unsupported. */
  value(at = 0): Value {
    const input = this.inputs[at];
    if (input === undefined || isConstant(input))
      throw new Unsupported('it lacks an input that flows through the network');
    return input;
  }

  /** Throws Unsupported. */
  constant(at: number): Numbers {
    const input = this.inputs[at];
    if (input === undefined || !isConstant(input))
      throw new Unsupported(`its input ${at + 1} is not known before the network runs`);
    return input;
  }

  step(): Step {
    return { builder: this.builder, name: this.name, x: this.value() };
  }
}
