import type { MadeCodes } from '../../../quantizers/types';
import { jointAdaRound } from '../../../rounding/joint-adaround';
import { withBiases } from '../biases';
import type { NetworkMethod } from '../layers';
import { NetworkLoss } from '../network-loss';
import { madeOn, roundablesOf } from '../roundable';

/** AdaRound on all layers at once, with their biases. */
export const jointAdaRoundNetwork: NetworkMethod = function* (given) {
  const { model, side, kernels, only, settings } = given;
  const layers = roundablesOf(model, side, kernels).filter(({ layer }) => only === null || only.includes(layer));
  const loss = new NetworkLoss(given, layers);
  const choices = layers.map((layer) => layer.choices);
  const work = jointAdaRound(choices, loss.offsets, loss, {
    iterations: settings.joint.iterations,
    plain: kernels.kind === 'plain',
  });
  let next = work.next();
  for (; next.done !== true; next = work.next())
    yield { layer: layers[0]?.layer ?? '', done: 0, total: 1, iteration: next.value, layers: [] };
  const { values, offsets } = next.value;
  const made = model.kernels.map((): MadeCodes | null => null);
  const biases = new Map<number, Float32Array>();
  let from = 0;
  layers.forEach((layer, at) => {
    made[layer.kernel] = madeOn(layer, values[at]!);
    const { node, bias } = layer;
    if (bias !== null) biases.set(node, Float32Array.from(offsets.subarray(from, (from += bias.length))));
  });
  return { model: withBiases(model, biases), made, layers: [] };
};
