import { sortedFinite, sortedMagnitudes } from '../../numerics/stats';
import type { Floats } from '../types';

export function sortFinite(data: Float32Array, magnitudes: boolean): Floats {
  return magnitudes ? sortedMagnitudes(data) : sortedFinite(data);
}
