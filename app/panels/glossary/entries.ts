import { MEASURES } from './measures';
import { METHODS } from './methods';

/** Every word of the field that stands on screen. */
export const ENTRIES = { ...METHODS, ...MEASURES };

export type TermId = keyof typeof ENTRIES;
