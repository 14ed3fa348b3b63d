import type { Recipe } from '../experiment/spec';
import { activationClippers } from './clippers';
import { activationGranularities } from './granularities';

/** Why settings of activations do nothing or cannot be chosen, in one sentence each; null where they act. */
export interface ActivationReasons {
  readonly calibration: string | null;
  readonly bias: string | null;
  /** By id of the clipper. */
  readonly clippers: Readonly<Record<string, string | null>>;
  /** By id of the granularity: those that the chosen clipper cannot follow. */
  readonly granularities: Readonly<Record<string, string | null>>;
}

/** What applies to a recipe for activations, beside the given one for the weights of the same layers. */
export function activationReasons({ granularity, clipper }: Recipe, weights: Recipe): ActivationReasons {
  const isDynamic = activationGranularities[granularity.id]?.moment === 'dynamic';
  const chosen = activationClippers[clipper.id]?.notDynamic ?? null;
  return {
    calibration: isDynamic ? 'Dynamic ranges are found while the network runs and need no calibration.' : null,
    bias: biasReason(granularity.id, weights),
    clippers: Object.fromEntries(
      Object.values(activationClippers).map(({ id, notDynamic }) => [id, isDynamic ? notDynamic : null]),
    ),
    granularities: Object.fromEntries(
      Object.values(activationGranularities).map(({ id, moment }) => [id, moment === 'dynamic' ? chosen : null]),
    ),
  };
}

function biasReason(granularity: string, weights: Recipe): string | null {
  if (granularity !== 'tensor') return 'An int32 bias needs one fixed scale for the input of a layer.';
  if (weights.quantizer.id !== 'uniform') return 'An int32 bias needs uniform weights, which have a scale.';
  return weights.granularity.id === 'group' ? 'An int32 bias needs one scale for all weights of a channel.' : null;
}
