import { IntegerError } from '../integer/error';
import type { IntegerPlan } from '../integer/plan';
import { type IntegerRun, realValues, runIntegers } from '../integer/run';
import { CodePlan } from './code-plan';

/** Runs a network on the codes of some images, which hold the zero point. */
type IntegerRunner = (images: readonly Int32Array[]) => readonly IntegerRun[];

/** A network in integers: in our kernels where they compute it, else by the plain rule, to the same codes. */
export function integerRunner(plan: IntegerPlan, plain: boolean): IntegerRunner {
  const own = plain ? null : codePlan(plan);
  return own === null
    ? (images) => images.map((image) => runIntegers(plan, image))
    : (images) => runTogether(plan, own, images);
}

function codePlan(plan: IntegerPlan): CodePlan | null {
  try {
    return CodePlan.of(plan);
  } catch (error) {
    if (error instanceof IntegerError) return null;
    throw error;
  }
}

function runTogether(plan: IntegerPlan, own: CodePlan, images: readonly Int32Array[]): IntegerRun[] {
  const layers = plan.steps.flatMap((step) => (step.kind === 'layer' ? [step.layer] : []));
  const last = layers.at(-1)!;
  const inputs = images.map(() => new Map<string, Int32Array>());
  const codes = centredCodes(images, plan.input.zeroPoint);
  const seen = (from: number, to: number): void => {
    for (let image = from; image < to; image++)
      for (const { name } of layers) inputs[image]!.set(name, own.codesAt(name, image - from));
  };
  const sums = own.run(codes, images.length, { seen });
  const width = sums.length / images.length;
  return inputs.map((seen, image) => {
    const one = sums.slice(image * width, (image + 1) * width);
    return { inputs: seen, sums: one, logits: realValues(one, last.kernel.scales, last.input.scale) };
  });
}

/** The codes of some images one after the other, less their zero point. */
export function centredCodes(images: readonly Int32Array[], zeroPoint: number): Int16Array {
  const size = images[0]?.length ?? 0;
  const codes = new Int16Array(images.length * size);
  images.forEach((image, at) => {
    for (let i = 0; i < size; i++) codes[at * size + i] = image[i]! - zeroPoint;
  });
  return codes;
}
