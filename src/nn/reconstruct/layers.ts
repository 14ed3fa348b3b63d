import type { Model } from '../../model/graph';
import type { MadeCodes } from '../../quantizers/types';
import type { FollowingActivation } from '../../rounding/output-loss';
import type { RoundingSettings } from '../../rounding/from-screen';
import { Flow } from './flow';
import { type Calibrated, type RoundingProblem, problemOf } from './problem';
import { recipeValues, roundablesOf } from './roundable';

/** A network to be rounded, and how. */
export interface NetworkToRound extends Calibrated {
  /** Only these layers; null: every layer that has a grid. */
  readonly only: readonly string[] | null;
  readonly settings: RoundingSettings;
}

/** What AdaRound did to a layer. */
export interface LayerOutcome {
  readonly layer: string;
  readonly weights: number;
  /** Output errors of the layer: rounding to nearest, AdaRound. */
  readonly nearestError: number;
  readonly error: number;
  readonly undecided: number;
  /** Weights rounded against nearest. */
  readonly flipped: number;
}

export interface NetworkRoundingStep {
  readonly layer: string;
  /** Layers finished, and all. */
  readonly done: number;
  readonly total: number;
  /** Steps done on this layer; 0 where a method has none. */
  readonly iteration: number;
  readonly layers: readonly LayerOutcome[];
}

/** A network under a method. */
export interface RoundedNetwork {
  /** With the float weights that its recipes quantize. */
  readonly model: Model;
  /** Codes of each kernel, in the order of the model; null: those that its recipe gives. */
  readonly made: readonly (MadeCodes | null)[];
  readonly layers: readonly LayerOutcome[];
}

/** A way to round a network. Yields on the way. */
export type NetworkMethod = (given: NetworkToRound) => Generator<NetworkRoundingStep, RoundedNetwork, void>;

interface Visit {
  /** Whether a layer is shown what the layers rounded before it give, or what those of the float network give. */
  readonly sees: 'quantized' | 'float';
  readonly activation: FollowingActivation;
}

/** What is found out about one layer. */
interface Found {
  /** Null leaves the codes of its recipe. */
  readonly made: MadeCodes | null;
  readonly outcome?: LayerOutcome;
}

/** Goes through the layers of a network in flow order, each with what it sees. Kernels on no grid keep what their recipe gives. */
export function* visitLayers(
  given: NetworkToRound,
  { sees, activation }: Visit,
  work: (problem: RoundingProblem) => Generator<number, Found, void>,
): Generator<NetworkRoundingStep, RoundedNetwork, void> {
  const { model, side, kernels, inputs, images, only } = given;
  const values = model.kernels.map((_, index) => recipeValues(model, side, kernels, index));
  const made = model.kernels.map((): MadeCodes | null => null);
  const layers = roundablesOf(model, side, kernels).filter(({ layer }) => only === null || only.includes(layer));
  const flow = (): Flow => new Flow(model, inputs, images);
  const flows = { float: flow(), quantized: sees === 'quantized' ? { flow: flow(), values } : null };
  const outcomes: LayerOutcome[] = [];
  for (const [done, layer] of layers.entries()) {
    const place = { layer: layer.layer, done, total: layers.length, iteration: 0, layers: [...outcomes] };
    const problem = yield* reporting(problemOf(given, layer, flows, activation), () => place);
    try {
      const found = yield* reporting(work(problem), (iteration) => ({ ...place, iteration }));
      if (found.made !== null) values[layer.kernel] = found.made.values;
      made[layer.kernel] = found.made;
      if (found.outcome !== undefined) outcomes.push(found.outcome);
    } finally {
      problem.dispose();
    }
  }
  return { model, made, layers: outcomes };
}

function* reporting<Step, Progress, Result>(
  work: Generator<Step, Result, void>,
  progress: (step: Step) => Progress,
): Generator<Progress, Result, void> {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
    yield progress(next.value);
  }
}
