import type { Experiment } from '../../experiment/spec';
import { compare, lin, onScreen } from '../presets';

export const MODEL = 'dscnn';

/** The DS-CNN at 4 bits with settings of the Mixed-precision lab. */
export function onMixed(params: Record<string, string | number | boolean>, bits = 4): Experiment {
  return { ...compare(MODEL, lin(bits), lin(bits)), ...onScreen('mixed', params) };
}
