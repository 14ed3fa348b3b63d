import type { Side } from '../experiment/spec';
import { activationGranularities } from './granularities';

/** Whether some tap of a side has a range that is fixed on training images. */
export function needsCalibration({ activations }: Pick<Side, 'activations'>): boolean {
  if (activations === undefined) return false;
  const { recipe, overrides } = activations;
  return [recipe, ...Object.values(overrides).map((patch) => ({ ...recipe, ...patch }))].some(
    ({ quantizer, granularity }) =>
      quantizer.id !== 'float' && activationGranularities[granularity.id]?.moment !== 'dynamic',
  );
}
