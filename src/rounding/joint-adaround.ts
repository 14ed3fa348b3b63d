import { Adam, ADAM_DEFAULTS } from './adam';
import { BETA_DEFAULTS, betaAt } from './beta-schedule';
import { nearestUps, type RoundingChoices, valuesWith } from './choices';
import { softWeights } from './soft-weights';

/** Gradients of an error over the weights and the offsets. */
interface JointSlopes {
  readonly error: number;
  /** Null where only the offsets move. */
  readonly weights: Float32Array | null;
  readonly offsets: Float64Array;
}

/** What a step of learning moves. */
export type Moved = 'weights and offsets' | 'offsets';

/**
 * Error of a network's outputs as a function of the weights of its rounded layers and of its offsets, each one list, layer
 * after layer: mean over examples.
 */
export interface JointLoss {
  /** Over the same examples at every call. */
  error(weights: Float64Array, offsets: Float64Array): number;
  /** Over those of one step. */
  slopes(weights: Float32Array | Float64Array, offsets: Float64Array, step: number, moved: Moved): JointSlopes;
}

export interface JointResult {
  /** Values of each layer. */
  readonly values: readonly Float64Array[];
  readonly offsets: Float64Array;
}

/** Examples of a step. */
export const JOINT_BATCH = 16;
/** How far a step of Adam moves V, and an offset. */
const RATES = { v: 0.03, offset: 0.02 };
/** Share of the steps without regulariser, and of those at the end in which all is decided and only offsets move. */
const [WARM_START, SETTLING] = [0.05, 0.2];
/** What λ grows from and to, as shares of what rounding a layer to nearest costs. */
const LAMBDA = { from: 1e-4, to: 1e3 };

/**
 * AdaRound (Nagel et al. 2020, section 3.3) on all layers at once, against the outputs of the float network: the whole network
 * as one block of BRECQ (Li et al. 2021), with the offsets learned beside (AdaQuant, Hubara et al. 2021, section 3). Starts
 * from the float network. λ grows geometrically, from higher up where rounding to nearest costs more: the layers that
 * matter most are decided first, while the others can still make up for them (our own; with one λ the outliers of a few
 * depthwise layers are decided last, when nothing can make up for them). Yields the steps done. `plain`: without WebAssembly.
 */
export function* jointAdaRound(
  layers: readonly RoundingChoices[],
  start: Float64Array,
  loss: JointLoss,
  { iterations, plain }: { readonly iterations: number; readonly plain: boolean },
): Generator<number, JointResult, void> {
  const choices = joined(layers);
  const offsets = start.slice();
  const soft = softWeights(choices, lambdasOf(layers, choices, offsets, loss), plain);
  const moving = new Adam(offsets.length, { ...ADAM_DEFAULTS, learningRate: RATES.offset });
  const learning = Math.round((1 - SETTLING) * iterations);
  let count = 0;
  for (; count < learning; count++) {
    const { beta, active } = betaAt(count, { ...BETA_DEFAULTS, warmStart: WARM_START, iterations: learning });
    const growth = active ? LAMBDA.from * (LAMBDA.to / LAMBDA.from) ** (count / learning) : 0;
    const slopes = loss.slopes(soft.values(), offsets, count, 'weights and offsets');
    if (slopes.weights !== null) soft.learn(slopes.weights, { beta, growth }, RATES.v);
    moving.step(offsets, slopes.offsets);
    yield count + 1;
  }
  const weights = valuesWith(choices, (i) => (soft.v[i]! >= 0 ? 1 : 0));
  for (; count < iterations; count++) {
    const slopes = loss.slopes(weights, offsets, count, 'offsets');
    moving.step(offsets, slopes.offsets, (RATES.offset * (iterations - count)) / (iterations - learning));
    yield count + 1;
  }
  return { values: parts(weights, layers), offsets };
}

/** λ of each weight before it grows: e² / E, of the errors of rounding its layer alone and all layers to nearest. */
function lambdasOf(
  layers: readonly RoundingChoices[],
  choices: RoundingChoices,
  offsets: Float64Array,
  loss: JointLoss,
): Float64Array {
  const ups = nearestUps(choices);
  const nearest = valuesWith(choices, (i) => ups[i]!);
  const all = loss.error(nearest, offsets);
  const lambdas = new Float64Array(nearest.length);
  let from = 0;
  for (const { weights } of layers) {
    const to = from + weights.length;
    const alone = choices.weights.slice();
    alone.set(nearest.subarray(from, to), from);
    lambdas.fill(all > 0 ? loss.error(alone, offsets) ** 2 / all : 0, from, to);
    from = to;
  }
  return lambdas;
}

function joined(layers: readonly RoundingChoices[]): RoundingChoices {
  const list = (key: keyof RoundingChoices) => Float64Array.from(layers.flatMap((layer) => [...layer[key]]));
  return { weights: list('weights'), scale: list('scale'), base: list('base'), low: list('low'), high: list('high') };
}

function parts(all: Float64Array, layers: readonly RoundingChoices[]): readonly Float64Array[] {
  let from = 0;
  return layers.map(({ weights }) => all.slice(from, (from += weights.length)));
}
