import { EXPONENTS } from '../../numerics/exponents';
import { roundingFunctions } from '../../numerics/round';
import type { FloatGrid, MagnitudeRounding, Quantized, RowScales } from '../types';

export function quantizeFloats(
  data: Float32Array,
  { columns, first, divisors, scales }: RowScales,
  { mantissaBits, smallestExponent, largestCode, largest, nanCode }: FloatGrid,
  rounding: MagnitudeRounding,
): Quantized {
  const round = roundingFunctions[rounding];
  const { double, high, powers, zero } = EXPONENTS;
  const units = 2 ** mantissaBits;
  // From here on every value saturates, whatever the rounding.
  const beyond = 2 * largest;
  const codes = new Int32Array(data.length);
  const values = new Float32Array(data.length);
  for (let row = 0, i = 0; row < first.length; row++) {
    const from = first[row]!;
    for (let at = from; at < from + columns; at++, i++) {
      const x = data[i]!;
      const divisor = divisors[at]!;
      const magnitude = Math.abs(x) / divisor;
      let [code, element] = [0, 0];
      if (magnitude > 0 && divisor > 0) {
        [code, element] = [largestCode, largest];
        if (magnitude < beyond) {
          double[0] = magnitude;
          // The exponent of a subnormal float64 reads as -1023, below every smallest exponent here.
          const exponent = Math.max(((high[0]! >>> 20) & 0x7ff) - 1023, smallestExponent);
          const rounded = round(magnitude * powers[zero + mantissaBits - exponent]!);
          code = Math.min((exponent - smallestExponent) * units + rounded, largestCode);
          element = Math.min(rounded * powers[zero + exponent - mantissaBits]!, largest);
        }
        if (x < 0) [code, element] = [-code, -element];
      } else if (x !== x && divisor > 0 && nanCode > 0) [code, element] = [nanCode, Number.NaN];
      codes[i] = code;
      values[i] = Math.fround(element * scales[at]!) + 0;
    }
  }
  return { codes, values };
}
