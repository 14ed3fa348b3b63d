import { equalize } from '../../../model/equalization';
import { type AdaRoundResult, adaRound } from '../../../rounding/adaround';
import { type LayerOutcome, type NetworkMethod, visitLayers } from '../layers';
import { madeOn } from '../roundable';

/**
 * AdaRound layer by layer, each on the inputs that the layers rounded before it give, so that later ones make up for earlier
 * errors (Nagel et al. 2020, section 3.3, asymmetric reconstruction).
 */
export const adaRoundNetwork: NetworkMethod = function* (given) {
  const { adaround, activation } = given.settings;
  return yield* visitLayers(given, { sees: 'quantized', activation }, function* ({ layer, loss }) {
    const run = adaRound(layer.choices, loss, adaround);
    for (;;) {
      const next = run.next();
      if (next.done === true)
        return { made: madeOn(layer, next.value.values), outcome: outcomeOf(layer.layer, next.value) };
      yield next.value.iteration;
    }
  });
};

/** The same after scale was moved between the layers. */
export const equalizedAdaRound: NetworkMethod = (given) => adaRoundNetwork({ ...given, model: equalize(given.model) });

function outcomeOf(layer: string, result: AdaRoundResult): LayerOutcome {
  const { ups, nearestUps, nearestError, error, undecided } = result;
  const flipped = ups.reduce((count, up, i) => count + (up === nearestUps[i] ? 0 : 1), 0);
  return { layer, weights: ups.length, nearestError, error, undecided, flipped };
}
