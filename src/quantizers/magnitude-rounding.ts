import type { MagnitudeRounding } from '../kernels/index';
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

/** What an option of `MAGNITUDE_ROUNDING` is called by the kernels. */
export function magnitudeRounding(option: string): MagnitudeRounding {
  if (option === 'away') return 'nearest-away';
  return option === 'truncate' ? 'toward-zero' : 'nearest-even';
}
