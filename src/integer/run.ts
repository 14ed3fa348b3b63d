import type { Pair } from '../model/graph';
import { multiplyFixed } from './fixed-point';
import { accumulate, requantize } from './layer';
import type { IntegerPlan, IntegerStep } from './plan';
import { averagePoolCodes, maxPoolCodes, windowSums } from './pool';

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
  const values = new Map([[0, image]]);
  for (const step of plan.steps) {
    const from = step.inputs.map((input) => values.get(input)!);
    if (step.kind === 'layer') inputs.set(step.layer.name, from[0]!);
    values.set(step.output, compute(step, from[0]!, from[1]));
  }
  const last = plan.steps.at(-1);
  const sums = values.get(last?.output ?? 0)!;
  const isReal = last?.kind === 'layer' && last.layer.output === null;
  const logits = isReal ? realValues(sums, last.layer.kernel.scales, last.layer.input.scale) : new Float32Array(0);
  return { inputs, sums, logits };
}

function compute(step: IntegerStep, x: Int32Array, other: Int32Array | undefined): Int32Array {
  switch (step.kind) {
    case 'layer': {
      const { geometry, input, weights, bias, output, fixed, bounds } = step.layer;
      const sums = accumulate(geometry, x, input.zeroPoint, weights, bias);
      return output === null ? within(sums, bounds) : requantize(sums, fixed, output, bounds);
    }
    case 'pool':
      return within((step.mode === 'max' ? maxPoolCodes : averagePoolCodes)(step.geometry, x), step.bounds);
    case 'clamp':
      return within(x, step.bounds);
    case 'rescale':
      return requantize(x, step.to.fixed, step.to.output, step.to.bounds);
    case 'mean':
      return requantize(windowSums(step.geometry, x), step.to.fixed, step.to.output, step.to.bounds);
    case 'add': {
      const [a, b] = step.operands;
      const sums = x.map(
        (sum, at) => multiplyFixed(sum, a[at % a.length]!) + multiplyFixed(other![at]!, b[at % b.length]!),
      );
      return within(sums, step.bounds);
    }
  }
}

function within(codes: Int32Array, [low, high]: Pair): Int32Array {
  return codes.map((code) => Math.min(Math.max(code, low), high));
}

/** Real values of int32 sums: code times s_w s_x; `scales` is one, or one a channel. */
export function realValues(sums: Int32Array, scales: readonly number[], inputScale: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(sums, (sum, at) => sum * (scales[at % scales.length] ?? 1) * inputScale);
}
