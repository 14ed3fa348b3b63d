/** What formats of one small float and one float32 scale a group have in common. */
import type { Kernels } from '../kernels/index';
import { safeScale } from '../numerics/float32';
import { largestCode, largestOf, type Minifloat } from '../numerics/minifloat';
import { floatLevels } from './float-codes';
import { cut, groupMaxima, type Partition, placeOf, scopeOf } from './granularity';
import { type CodeLayout, float32Scale, floatFields, layoutOf } from './layout';
import { matrixOf } from './matrix';
import { FLOAT_BITS, NO_STORAGE, type QuantizerState } from './quantizer';
import type { StorageBits } from '../jobs/reports';
import type { WeightTensor } from './types';

export interface ScaledFloatState extends QuantizerState {
  readonly format: Minifloat;
  readonly scales: readonly number[];
  /** Whether scales are stored; without, they are all 1. */
  readonly scaled: boolean;
}

/** The largest weight of each group becomes the largest number of the format. */
export function scaledFloatState(
  tensor: WeightTensor,
  partition: Partition,
  format: Minifloat,
  kernels: Kernels,
): ScaledFloatState {
  const maxima = Array.from(groupMaxima(tensor.data, partition, kernels));
  const largest = largestOf(format);
  return {
    ...emptyState(partition, format),
    scales: maxima.map((top) => safeScale(top / largest)),
    scaled: true,
    low: maxima.map((top) => 0 - top),
    high: maxima,
  };
}

/** Weights are cast as they are. */
export function unscaledFloatState(tensor: WeightTensor, format: Minifloat): ScaledFloatState {
  const largest = largestOf(format);
  return {
    ...emptyState(cut(matrixOf(tensor), null, 'channel'), format),
    scales: [1],
    scaled: false,
    low: [-largest],
    high: [largest],
  };
}

function emptyState({ rows, columns, regions }: Partition, format: Minifloat) {
  const limit = largestCode(format);
  return { rows, columns, regions, zeroPoints: null, qmin: -limit, qmax: limit, centroids: null, format };
}

export function scaledFloatLevels({ format, scales }: ScaledFloatState, group: number): Float64Array {
  return floatLevels(format, scales[group] ?? 1);
}

export function scaledFloatLayout(state: ScaledFloatState, codes: Int32Array, index: number): CodeLayout {
  const code = codes[index] ?? 0;
  const scale = float32Scale(state.scales[placeOf(state, index).group] ?? 1, scopeOf(state.regions));
  return layoutOf([...floatFields(state.format, code < 0, Math.abs(code)), ...(state.scaled ? [scale] : [])]);
}

export function scaledFloatStorage({ format, scales, scaled }: ScaledFloatState, codes: Int32Array): StorageBits {
  return {
    ...NO_STORAGE,
    codes: codes.length * (1 + format.exponentBits + format.mantissaBits),
    scales: scaled ? scales.length * FLOAT_BITS : 0,
  };
}
