import type { RoundingMethod } from '../../../experiment/screens/rounding';
import type { NetworkMethod } from '../layers';
import { adaRoundNetwork, equalizedAdaRound } from './adaround';
import { awqNetwork, smoothQuantNetwork } from './input-scaling';
import { biasCorrection } from './bias-correction';
import { equalizationNetwork } from './equalization';
import { gptqNetwork } from './gptq';

/** Every way to round a network that a recipe alone does not name. */
export const NETWORK_METHODS: Readonly<Record<RoundingMethod, NetworkMethod>> = {
  adaround: adaRoundNetwork,
  'equalized-adaround': equalizedAdaRound,
  gptq: gptqNetwork,
  bias: biasCorrection,
  awq: awqNetwork,
  smoothquant: smoothQuantNetwork,
  equalization: equalizationNetwork,
};
