import type { RoundingMethod } from '../../../experiment/screens/rounding';
import type { NetworkMethod } from '../layers';
import { adaRoundNetwork, equalizedAdaRound } from './adaround';
import { awqNetwork, smoothQuantNetwork } from './input-scaling';
import { biasCorrection } from './bias-correction';
import { equalizationNetwork } from './equalization';
import { gptqNetwork } from './gptq';
import { jointAdaRoundNetwork } from './joint-adaround';

/** Every way to round a network that a recipe alone does not name. */
export const NETWORK_METHODS: Readonly<Record<RoundingMethod, NetworkMethod>> = {
  adaround: adaRoundNetwork,
  'equalized-adaround': equalizedAdaRound,
  'joint-adaround': jointAdaRoundNetwork,
  gptq: gptqNetwork,
  bias: biasCorrection,
  awq: awqNetwork,
  smoothquant: smoothQuantNetwork,
  equalization: equalizationNetwork,
};
