import { ACTIVATIONS } from './activations';
import { FORMATS } from './formats';
import { MEASURES } from './measures';
import { METHODS } from './methods';

/** Every word of the field that stands on screen. */
export const ENTRIES = { ...METHODS, ...FORMATS, ...ACTIVATIONS, ...MEASURES };

export type TermId = keyof typeof ENTRIES;
