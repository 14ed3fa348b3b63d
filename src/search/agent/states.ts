import type { LayerWork } from '../../hardware/layer-work';
import { haqStates, normalizeStates } from '../haq';

/** What the agent sees at each of its choices; the last entry, its own previous action, is filled in on the way. */
export function agentStates(layers: readonly LayerWork[], activations: boolean): readonly (readonly number[])[] {
  const fixed = normalizeStates(haqStates(layers, 0, 0));
  return fixed.flatMap((state) => {
    const at = (onWeights: number): readonly number[] => [...state.slice(0, 8), onWeights, 0];
    return activations ? [at(1), at(0)] : [at(1)];
  });
}

/** The ten numbers of a state, by name. */
export const STATE_NAMES: readonly string[] = [
  'layer',
  'input channels',
  'output channels',
  'kernel side',
  'stride',
  'input area',
  'weights',
  'depthwise',
  'weight bits',
  'previous action',
];
