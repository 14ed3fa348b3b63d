/** What comes out of files that a user gives. Nothing here names a format in particular. */

/** A file the user gave; bytes are read only as far as they are needed. */
export interface GivenFile {
  /** With its folders, separated by "/". */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The bytes [from, to); never asked for places outside of the file. */
  read(from: number, to: number): Promise<Uint8Array>;
}

export type FormatId = 'tfjs-layers' | 'tfjs-graph' | 'safetensors' | 'npy' | 'npz' | 'onnx';

/** A list of numbers in a file. */
export interface TensorEntry {
  readonly name: string;
  readonly shape: readonly number[];
  /** As the file calls it. */
  readonly dtype: string;
  /** How many numbers: the product of the shape. */
  readonly values: number;
  /**
   * The numbers as float32, row-major, rounded to the nearest where the file is more exact. Rejects with ReadError, also
   * for a tensor that is too large for memory.
   */
  load(): Promise<Float32Array>;
}

interface Read {
  readonly format: FormatId;
  /** A name to show: that of the file without its ending. */
  readonly title: string;
  /** Every tensor of the file, in its order. */
  readonly tensors: readonly TensorEntry[];
  /** What the reader should know, in whole sentences: what was converted, and why a network does not run. */
  readonly notes: readonly string[];
}

/** Files that hold tensors, and no network that the engine runs. */
export interface ReadWeights extends Read {
  readonly kind: 'weights';
}

/** A network that the engine runs. */
export interface ReadNetwork extends Read {
  readonly kind: 'network';
  /** A tfjs layers-model in the form of Keras 2 with a float32 manifest: `parseModel` takes it. */
  readonly topology: unknown;
  /** What the manifest describes, joined. */
  readonly weights: ArrayBuffer;
  /** Shape of the input without the batch, channels last. */
  readonly input: { readonly shape: readonly number[] };
  /** Whether the network ends in a softmax. */
  readonly output: 'logits' | 'probabilities';
}
