import { strToU8, zipSync } from 'fflate';
import type { Model } from '../model/graph';
import { writeModel } from '../model/layers-model';
import type { SideKernel } from './side-kernels';
import { NO_TIME } from './zip-time';

/**
 * A TensorFlow.js layers model with the dequantized weights of a side: model.json and weights.bin in a zip. Throws ModelError
 * for a layer that cannot be written.
 */
export function writeTfjs(model: Model, kernels: readonly SideKernel[]): Uint8Array<ArrayBuffer> {
  const dequantized = kernels.map(({ kernel, quantized }) => ({ ...kernel, data: quantized?.values ?? kernel.data }));
  const { topology, weights } = writeModel({ ...model, kernels: dequantized }, model.card.id);
  return zipSync(
    { 'model.json': strToU8(`${JSON.stringify(topology, null, 1)}\n`), 'weights.bin': weights },
    { mtime: NO_TIME },
  );
}
