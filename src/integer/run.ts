import type { Pair } from '../model/graph';
import { accumulate, requantize } from './layer';
import type { IntegerPlan } from './plan';
import { averagePoolCodes, maxPoolCodes } from './pool';

export interface IntegerRun {
  /** Codes at the input of each layer with weights, by layer. */
  readonly inputs: ReadonlyMap<string, Int32Array>;
  /** int32 sums of the last layer, and their real values (code times s_w s_x). */
  readonly sums: Int32Array;
  readonly logits: Float32Array;
}

/** Runs a network on the codes of one image in int32 arithmetic alone; only the last sums become real numbers again. */
export function runIntegers(plan: IntegerPlan, image: Int32Array): IntegerRun {
  const inputs = new Map<string, Int32Array>();
  let codes = image;
  let logits = new Float32Array(0);
  for (const step of plan.steps) {
    switch (step.kind) {
      case 'layer': {
        const { layer } = step;
        inputs.set(layer.name, codes);
        const sums = accumulate(layer.geometry, codes, layer.input.zeroPoint, layer.weights, layer.bias);
        if (layer.output === null) logits = realValues(sums, layer.kernel.scales, layer.input.scale);
        codes = layer.output === null ? sums : requantize(sums, layer.fixed, layer.output, layer.bounds);
        break;
      }
      case 'pool':
        codes = step.mode === 'max' ? maxPoolCodes(step.geometry, codes) : averagePoolCodes(step.geometry, codes);
        codes = within(codes, step.bounds);
        break;
      case 'clamp':
        codes = within(codes, step.bounds);
        break;
      case 'pass':
        break;
    }
  }
  return { inputs, sums: codes, logits };
}

function within(codes: Int32Array, [low, high]: Pair): Int32Array {
  return codes.map((code) => Math.min(Math.max(code, low), high));
}

/** Real values of int32 sums: code times s_w s_x; `scales` is one, or one a channel. */
export function realValues(sums: Int32Array, scales: readonly number[], inputScale: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(sums, (sum, at) => sum * (scales[at % scales.length] ?? 1) * inputScale);
}
