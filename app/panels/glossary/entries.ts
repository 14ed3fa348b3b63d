import { ACTIVATIONS } from './activations';
import { BINARY } from './binary';
import { FORMATS } from './formats';
import { MEASURES } from './measures';
import { METHODS } from './methods';
import { MIXED } from './mixed';
import { ROUNDING } from './rounding';
import { TRAINING } from './training';

/** Every word of the field that stands on screen. */
export const ENTRIES = {
  ...METHODS,
  ...FORMATS,
  ...ACTIVATIONS,
  ...MEASURES,
  ...ROUNDING,
  ...TRAINING,
  ...BINARY,
  ...MIXED,
};

export type TermId = keyof typeof ENTRIES;
