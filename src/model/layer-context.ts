import type { Fields } from './fields';
import type { Kernel, Op } from './graph';
import type { WeightStore } from './manifest';

/** What a reader of one layer of model.json gets to see. */
export interface LayerContext {
  readonly name: string;
  /** Keras class name. */
  readonly kind: string;
  readonly config: Fields;
  /** Shapes of its inputs, without the batch axis. */
  readonly inputs: readonly (readonly number[])[];
  readonly weights: WeightStore;
  /** Throws ModelError `unsupported-option` when the layer counts channels first. */
  readonly channelsLast: () => void;
  /** Registers a kernel that can be quantized; returns its index in the model. */
  readonly addKernel: (kernel: Kernel) => number;
  /** Takes a weight that stays float32 and counts its bytes. */
  readonly takeFloats: (name: string, shape: readonly number[]) => Float32Array;
}

export interface ResolvedLayer {
  readonly op: Op;
  /** Shape of the output, without the batch axis. */
  readonly shape: readonly number[];
}
