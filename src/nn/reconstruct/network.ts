import { type AdaRoundResult, adaRound, type AdaRoundSettings, type AdaRoundStep } from '../../rounding/adaround';
import type { FollowingActivation } from '../../rounding/output-loss';
import { Flow } from './flow';
import { type Calibrated, problemOf } from './problem';
import { recipeValues, roundablesOf } from './roundable';

export interface NetworkRounding extends Calibrated {
  readonly settings: AdaRoundSettings;
  /** `relu`: outputs are compared behind the ReLU that follows a layer, where one does. */
  readonly activation?: FollowingActivation;
}

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

export interface NetworkRoundingProgress {
  readonly layer: string;
  /** Layers finished, and all. */
  readonly done: number;
  readonly total: number;
  /** Null while the inputs of the layer are computed. */
  readonly step: AdaRoundStep | null;
  readonly outcomes: readonly LayerOutcome[];
}

export interface RoundedNetwork {
  /** Values of every kernel of the model, in its order. */
  readonly values: readonly Float32Array[];
  readonly layers: readonly LayerOutcome[];
}

/**
 * Rounds a network layer by layer: each one on the inputs that the layers rounded before it give, so that later ones make
 * up for earlier errors (Nagel et al. 2020, section 3.3, asymmetric reconstruction). Kernels on no grid keep what their
 * recipe gives. Yields after every iteration.
 */
export function* roundNetwork(given: NetworkRounding): Generator<NetworkRoundingProgress, RoundedNetwork, void> {
  const { model, side, kernels, inputs, images } = given;
  const values = model.kernels.map((_, index) => recipeValues(model, side, kernels, index));
  const layers = roundablesOf(model, side, kernels);
  const flows = {
    float: new Flow(model, inputs, images),
    quantized: { flow: new Flow(model, inputs, images), values },
  };
  const outcomes: LayerOutcome[] = [];
  for (const layer of layers) {
    const place = { layer: layer.layer, done: outcomes.length, total: layers.length, outcomes: [...outcomes] };
    const gather = problemOf(given, layer, flows, given.activation ?? 'none');
    const problem = yield* reporting(gather, () => ({ ...place, step: null }));
    try {
      const run = adaRound(layer.choices, problem.loss, given.settings);
      const result = yield* reporting(run, (step) => ({ ...place, step }));
      values[layer.kernel] = Float32Array.from(result.values);
      outcomes.push(outcomeOf(layer.layer, result));
    } finally {
      problem.dispose();
    }
  }
  return { values, layers: outcomes };
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

function outcomeOf(layer: string, result: AdaRoundResult): LayerOutcome {
  const { ups, nearestUps, nearestError, error, undecided } = result;
  const flipped = ups.reduce((count, up, i) => count + (up === nearestUps[i] ? 0 : 1), 0);
  return { layer, weights: ups.length, nearestError, error, undecided, flipped };
}
