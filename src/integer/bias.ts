import { roundHalfEven } from '../numerics/round';

/** Scale of the bias of one channel: s_w s_x, a float64 product; `weightScales` is one, or one a channel. */
export function biasScale(weightScales: readonly number[], channel: number, inputScale: number): number {
  return (weightScales.length === 1 ? (weightScales[0] ?? 1) : (weightScales[channel] ?? 1)) * inputScale;
}

/** Bias as int32 multiples of s_w s_x with zero point 0, so that it can be added to the sums. */
export function biasCodes(bias: Float32Array, weightScales: readonly number[], inputScale: number): Int32Array {
  return Int32Array.from(bias, (value, channel) => {
    const code = roundHalfEven(value / biasScale(weightScales, channel, inputScale));
    return Math.min(Math.max(code, -(2 ** 31)), 2 ** 31 - 1);
  });
}

/** The real values that the codes stand for. */
export function roundBias(bias: Float32Array, weightScales: readonly number[], inputScale: number): Float32Array {
  return Float32Array.from(
    biasCodes(bias, weightScales, inputScale),
    (code, channel) => code * biasScale(weightScales, channel, inputScale),
  );
}
