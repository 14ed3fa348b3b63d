import { GRIDS } from './lecture-grids';
import { LEARNING } from './lecture-learning';
import type { Section } from './topic';

/** The lecture "Quantization II" in its order, a link for every topic; links are made anew from these settings. */
export const LECTURE: readonly Section[] = [...GRIDS, ...LEARNING];
