import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { type TrainingInstructions, instantiateTraining } from '../../kernels/training';

/** What we use of tfjs's WebAssembly backend. */
export type WasmBackend = Pick<BackendWasm, 'getMemoryOffset' | 'incRef' | 'makeOutput' | 'wasm'>;

/** The part of its WebAssembly that tfjs does not declare. */
interface Compiled {
  readonly asm: { readonly memory: WebAssembly.Memory };
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** Tensors of the WebAssembly backend by their address, and our kernels in the same memory: nothing is copied. */
export class Heap {
  readonly instructions: TrainingInstructions;
  private readonly compiled: Compiled;
  private scratchAddress = 0;
  private scratchBytes = 0;

  /** @throws WebAssembly.CompileError where SIMD cannot be used. */
  constructor(private readonly backend: WasmBackend) {
    this.compiled = backend.wasm as unknown as Compiled;
    this.instructions = instantiateTraining(this.compiled.asm.memory);
  }

  /** Byte address of the values; holds as long as the tensor. Views of the memory do not: they end when it grows. */
  at({ dataId }: TensorInfo): number {
    return this.backend.getMemoryOffset(dataId);
  }

  /** A tensor of unknown content. */
  output(shape: readonly number[], dtype: DataType = 'float32'): TensorInfo {
    return this.backend.makeOutput([...shape], dtype);
  }

  /** The values of a tensor once more, as another tensor, without a copy: values never change once they are written. */
  shared({ dataId, shape, dtype }: TensorInfo): TensorInfo {
    this.backend.incRef(dataId);
    return { dataId, shape, dtype };
  }

  /** Address of at least `bytes` bytes, valid until the next call. @throws RangeError when memory is exhausted. */
  scratch(bytes: number): number {
    if (bytes <= this.scratchBytes) return this.scratchAddress;
    this.compiled._free(this.scratchAddress);
    this.scratchAddress = this.compiled._malloc(bytes) >>> 0;
    this.scratchBytes = this.scratchAddress === 0 ? 0 : bytes;
    if (this.scratchAddress === 0) throw new RangeError(`There is no memory for ${bytes} bytes of scratch.`);
    return this.scratchAddress;
  }
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
