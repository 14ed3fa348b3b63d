import { ACTIVATIONS } from './activations';
import { BINARY } from './binary';
import { FORMATS } from './formats';
import { MEASURES } from './measures';
import { METHODS } from './methods';
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
};
import { MIXED } from './mixed';
import { TRAINING } from './training';

/** Every word of the field that stands on screen. */
export const ENTRIES = { ...METHODS, ...FORMATS, ...ACTIVATIONS, ...MEASURES, ...TRAINING, ...MIXED };

export type TermId = keyof typeof ENTRIES;
