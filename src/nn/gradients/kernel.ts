import type { TensorInfo } from '@tensorflow/tfjs-core';

/** What tfjs hands to a kernel. */
export interface Call<Inputs, Attributes> {
  readonly inputs: Inputs;
  readonly attrs: Attributes;
}

/** A kernel under the name by which tfjs or `runOwn` calls it. */
export interface Kernel {
  readonly name: string;
  readonly run: (call: Call<never, never>) => TensorInfo | TensorInfo[];
}

export function kernel<Inputs, Attributes = object>(
  name: string,
  run: (call: Call<Inputs, Attributes>) => TensorInfo | TensorInfo[],
): Kernel {
  return { name, run };
}

/** The kernel of tfjs that ours stands in for, for the cases that ours leaves to it. */
export type Stock = (name: string) => (call: Call<unknown, unknown>) => TensorInfo | TensorInfo[];
