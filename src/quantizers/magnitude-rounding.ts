import { roundHalfAway, roundHalfEven, roundTowardZero } from '../numerics/round';
import type { Param } from '../params/param';

/** The own rounding of formats with sign and magnitude, which treat both signs alike. */
export const MAGNITUDE_ROUNDING: Param = {
  kind: 'choice',
  default: 'even',
  label: 'Mantissa rounding',
  help: 'How a magnitude picks its mantissa.',
  options: [
    { value: 'even', label: 'Nearest even', help: 'Ties go to the even mantissa.' },
    { value: 'away', label: 'Nearest away', help: 'Ties go away from zero.' },
    { value: 'truncate', label: 'Truncate', help: 'Drops the fraction.' },
  ],
};

/** The function of an option of `MAGNITUDE_ROUNDING`, for values that are not negative. */
export function magnitudeRounding(option: string): (v: number) => number {
  if (option === 'away') return roundHalfAway;
  return option === 'truncate' ? roundTowardZero : roundHalfEven;
}
