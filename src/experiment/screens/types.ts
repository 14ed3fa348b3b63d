import type { Params } from '../../params/param';
import type { AreaId } from './registry';

/** What differs from the defaults, by screen; screens without a difference are left out. */
export type ScreenSettings = Readonly<Partial<Record<AreaId, Params>>>;
