import { type TrainingInstructions, instantiateTraining } from '../kernels/training';
import { Adam, ADAM_DEFAULTS } from './adam';
import { fractionAt, type RoundingChoices, valuesWith } from './choices';
import {
  inverseRectifiedSigmoid,
  polarization,
  rectifiedSigmoid,
  rectifiedSigmoidSlope,
  STRETCH,
} from './rectified-sigmoid';

/** How much the regulariser counts in one step. */
export interface Pull {
  /** Sharpness, more than 1. */
  readonly beta: number;
  /** What λ of every weight is multiplied by; 0: no regulariser. */
  readonly growth: number;
}

/** Weights between down and up, each with a λ of its own, and Adam on their V (Nagel et al. 2020, section 3.3). */
export interface SoftWeights {
  readonly v: Readonly<ArrayLike<number>>;
  /** At V; what the next call overwrites. */
  values(): Float32Array | Float64Array;
  /** One step of Adam against a gradient over the values and against the regulariser. */
  learn(gradient: Float32Array, pull: Pull, learningRate: number): void;
}

/** Starts equal to the float layers; in WebAssembly with float32, or in plain loops where that cannot be used. */
export function softWeights(choices: RoundingChoices, lambdas: Float64Array, plain: boolean): SoftWeights {
  return (plain ? null : compiled(choices, lambdas)) ?? plainWeights(choices, lambdas);
}

const startOf = (choices: RoundingChoices): Float64Array =>
  choices.base.map((_, i) => inverseRectifiedSigmoid(fractionAt(choices, i)));

function plainWeights(choices: RoundingChoices, lambdas: Float64Array): SoftWeights {
  const { base, scale, low, high } = choices;
  const v = startOf(choices);
  const adam = new Adam(v.length, { ...ADAM_DEFAULTS, learningRate: 0 });
  const slopeAt = (over: number, i: number, { beta, growth }: Pull): number => {
    const code = base[i]! + rectifiedSigmoid(v[i]!);
    const free = code >= low[i]! && code <= high[i]!;
    const pulled = growth === 0 ? 0 : growth * lambdas[i]! * polarization(v[i]!, beta).slope;
    return (free ? scale[i]! * over * rectifiedSigmoidSlope(v[i]!) : 0) + pulled;
  };
  return {
    v,
    values: () => valuesWith(choices, (i) => rectifiedSigmoid(v[i]!)),
    learn: (gradient, pull, learningRate) =>
      adam.step(
        v,
        Float64Array.from(gradient, (over, i) => slopeAt(over, i, pull)),
        learningRate,
      ),
  };
}

const PAGE = 65_536;
/** Address of the first list. */
const START = 16;

/** Null where WebAssembly or its SIMD instructions cannot be used. */
function compiled(choices: RoundingChoices, lambdas: Float64Array): SoftWeights | null {
  const { base, scale, low, high } = choices;
  const count = base.length;
  const pages = Math.ceil((START + LISTS * 4 * count) / PAGE);
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    return onMemory(memory, instantiateTraining(memory), [startOf(choices), base, scale, low, high, lambdas]);
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return null;
    throw error;
  }
}

/** Those that are given, both means of Adam, the gradients over the values and over V, and the values. */
const LISTS = 11;

function onMemory(
  memory: WebAssembly.Memory,
  run: TrainingInstructions,
  given: readonly [v: Float64Array, ...others: Float64Array[]],
): SoftWeights {
  const count = given[0].length;
  const at = (place: number): number => START + 4 * count * place;
  const view = (place: number): Float32Array => new Float32Array(memory.buffer, at(place), count);
  given.forEach((list, place) => view(place).set(list));
  const [v, lambda, mean, square, over, slope, values] = [0, 5, 6, 7, 8, 9, 10].map(at) as Places;
  const grid = [at(1), at(2), at(3), at(4)] as const;
  const { zeta, gamma } = STRETCH;
  const { beta1, beta2, epsilon } = ADAM_DEFAULTS;
  const [input, output] = [view(8), view(10)];
  let steps = 0;
  return {
    v: view(0),
    values() {
      run.softValues(v, ...grid, values, count, zeta, gamma);
      return output;
    },
    learn(gradient, { beta, growth }, learningRate) {
      input.set(gradient);
      run.softGradient(over, v, ...grid, lambda, slope, count, zeta, gamma, growth, beta);
      steps++;
      const [scale1, scale2] = [1 / (1 - beta1 ** steps), 1 / (1 - beta2 ** steps)];
      const state = [v, mean, square] as const;
      // prettier-ignore
      run.adamStep(
        ...state, slope, ...state, count, learningRate, beta1, 1 - beta1, beta2, 1 - beta2, epsilon, scale1, scale2,
      );
    },
  };
}

type Places = [number, number, number, number, number, number, number];
