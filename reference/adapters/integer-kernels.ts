/** The layers of the integer cases in the SIMD kernels, held to the rule in plain TypeScript. */
import { CodePlan } from '../../src/inference/code-plan';
import { centredCodes } from '../../src/inference/integer-runs';
import type { FixedPoint } from '../../src/integer/fixed-point';
import { type Geometry, requantize } from '../../src/integer/layer';
import type { IntegerLayer } from '../../src/integer/plan';

interface CaseLayer {
  readonly geometry: Geometry;
  readonly input: IntegerLayer['input'];
  readonly output: IntegerLayer['input'];
  readonly weights: Int32Array;
  readonly bias: Int32Array;
  readonly fixed: readonly FixedPoint[];
}

/**
 * Sums and codes of a layer as the kernels have them. Throws Error where the codes are not those of `requantize` on these
 * sums, or without SIMD.
 * @param images codes of each, with their zero point.
 */
export function inKernels(given: CaseLayer, images: readonly Int32Array[]): { sums: Int32Array; codes: Int32Array } {
  const { output, weights, fixed } = given;
  const bounds = [output.qmin, output.qmax] as const;
  const kernel = { codes: weights, zeroPoints: [0], scales: [1] };
  const layer = { ...given, name: 'layer', kernel, multipliers: [], bounds };
  const inputs = centredCodes(images, given.input.zeroPoint);
  const run = (one: IntegerLayer): Int32Array => {
    const plan = CodePlan.of({
      input: given.input,
      steps: [{ kind: 'layer', layer: one, node: 1, inputs: [0], output: 1 }],
    });
    if (plan === null) throw new Error('There is no SIMD here.');
    return plan.run(inputs, images.length);
  };
  const sums = run({ ...layer, output: null, fixed: [], bounds: [-(2 ** 31), 2 ** 31 - 1] });
  const codes = run(layer);
  const plain = requantize(sums, fixed, output, bounds);
  if (codes.some((code, at) => code !== plain[at])) throw new Error('The kernels and the plain rule give other codes.');
  return { sums, codes };
}
