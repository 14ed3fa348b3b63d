import { Unsupported } from '../network/unsupported';
import type { LayersBuilder } from '../network/layers';
import type { Step } from '../network/steps';
import type { OnnxAttribute } from './file';
import { type Constant, type Flow, type OnnxValue, asImage } from './values';

/** A node while it becomes a layer. */
export class NodeScope {
  constructor(
    readonly builder: LayersBuilder,
    /** For the layer. */
    readonly name: string,
    readonly opset: number,
    readonly inputs: readonly (OnnxValue | undefined)[],
    readonly attributes: ReadonlyMap<string, OnnxAttribute>,
    /** A list that the next node adds to every channel, and that node then does nothing. */
    readonly takeBias: (count: number) => Float32Array | null,
    private readonly addNote: (reason: string) => void,
  ) {}

  integer(name: string, otherwise: number): number {
    return this.attributes.get(name)?.integer ?? otherwise;
  }

  float(name: string, otherwise: number): number {
    return this.attributes.get(name)?.float ?? otherwise;
  }

  integers(name: string): readonly number[] | undefined {
    return this.attributes.get(name)?.integers;
  }

  text(name: string, otherwise: string): string {
    return this.attributes.get(name)?.text ?? otherwise;
  }

  /** The input at a place. Throws Unsupported for a constant. */
  flow(at = 0): Flow {
    const input = this.inputs[at];
    if (input?.kind !== 'flow') throw new Unsupported('it lacks an input that flows through the network');
    return input;
  }

  /** Throws Unsupported when it is not known ahead. */
  constant(at: number): Constant {
    const input = this.inputs[at];
    if (input?.kind !== 'constant') throw new Unsupported(`its input ${at + 1} is not known before the network runs`);
    return input;
  }

  optional(at: number): Constant | null {
    return this.inputs[at] === undefined ? null : this.constant(at);
  }

  /** A layer that takes the first input as an image. */
  imageStep(): Step {
    return { builder: this.builder, name: this.name, x: asImage(this.flow(), this.builder, this.name) };
  }

  /** A layer that takes the first input as it lies here. */
  step(): Step {
    return { builder: this.builder, name: this.name, x: this.flow().value };
  }

  /** Says what is left out, once for each reason. */
  note(reason: string): void {
    this.addNote(reason);
  }
}
