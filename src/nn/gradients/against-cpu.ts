/** For tests: the same function on the WebAssembly backend and on tfjs's own cpu backend, which is the oracle. */
import '@tensorflow/tfjs-backend-cpu';
import { type Tensor, grads, mul, setBackend, sum, tensor, tidy } from '@tensorflow/tfjs-core';

/** Values for one input of a function. */
export interface Given {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

export type Differentiable = (...inputs: Tensor[]) => Tensor;

/** Of the output and of every gradient: max |got - wanted| / max |wanted|. */
export async function errorAgainstCpu(f: Differentiable, given: readonly Given[]): Promise<number> {
  await setBackend('cpu');
  const wanted = outputAndGradients(f, given);
  await setBackend('wasm');
  const got = outputAndGradients(f, given);
  return Math.max(...wanted.map((values, at) => relativeError(got[at]!, values)));
}

/** The output, then the gradients to the float inputs of the output's sum with fixed weights. */
function outputAndGradients(f: Differentiable, given: readonly Given[]): Float32Array[] {
  return tidy(() => {
    const inputs = given.map(({ shape, values }) =>
      tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32'),
    );
    const floats = inputs.filter(({ dtype }) => dtype === 'float32');
    const output = f(...inputs);
    const weights = tensor(numbers(output.size, 99), output.shape);
    const weighted = (...some: Tensor[]): Tensor => {
      const left = [...some];
      return sum(mul(f(...inputs.map((input) => (input.dtype === 'float32' ? left.shift()! : input))), weights));
    };
    return [output, ...grads(weighted as never)(floats)].map((each) => each.dataSync<'float32'>().slice());
  });
}

export function relativeError(got: Float32Array, wanted: Float32Array): number {
  if (got.length !== wanted.length) return Infinity;
  let [largest, difference] = [0, 0];
  for (let i = 0; i < wanted.length; i++) {
    const off = Math.abs(got[i]! - wanted[i]!);
    if (Number.isNaN(off)) return Infinity;
    largest = Math.max(largest, Math.abs(wanted[i]!));
    difference = Math.max(difference, off);
  }
  return difference === 0 ? 0 : difference / largest;
}

/** Roughly normal numbers: sums of four uniform ones out of a linear congruential generator. */
export function numbers(count: number, seed: number): Float32Array {
  let state = seed;
  const uniform = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return Float32Array.from({ length: count }, () => 1.7 * (uniform() + uniform() + uniform() + uniform() - 2));
}

export function random(shape: readonly number[], seed: number): Given {
  return {
    shape,
    values: numbers(
      shape.reduce((product, side) => product * side, 1),
      seed,
    ),
  };
}
