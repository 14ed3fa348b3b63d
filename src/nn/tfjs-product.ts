import { dispose, getBackend, matMul, tensor2d, tidy } from '@tensorflow/tfjs-core';

/** The matrix product of tfjs with operands that stay on its backend. */
interface TfjsProduct {
  readonly backend: string;
  run(): void;
  /** The product of the signs of both, sign(0) = +1. */
  signs(): Float32Array;
  dispose(): void;
}

/** a [m, k] times b [k, n], row-major float32. */
export function placeTfjsProduct(
  a: Float32Array,
  b: Float32Array,
  { m, k, n }: { readonly m: number; readonly k: number; readonly n: number },
): TfjsProduct {
  const [left, right] = [tensor2d(a, [m, k]), tensor2d(b, [k, n])];
  const signsOf = (values: Float32Array) => values.map((x) => (x >= 0 ? 1 : -1));
  return {
    backend: getBackend(),
    run: () => matMul(left, right).dispose(),
    signs: () =>
      tidy(() => matMul(tensor2d(signsOf(a), [m, k]), tensor2d(signsOf(b), [k, n])).dataSync() as Float32Array).slice(),
    dispose: () => dispose([left, right]),
  };
}
